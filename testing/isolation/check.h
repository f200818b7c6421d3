// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Cases of the primary: each is counted, the first that fails ends the run.

#ifndef TESTING_ISOLATION_CHECK_H_
#define TESTING_ISOLATION_CHECK_H_

#include <cstdint>

namespace hf::isolation {

// Starts a case; the one before it has passed.
void Case(const char* name);

// Ends the run with "isolation: FAIL: <case>: <what>: <value> instead of <wanted>".
void ExpectEqual(uint64_t value, uint64_t wanted, const char* what);

// Ends the run with "isolation: PASS: <n> cases".
[[noreturn]] void Finish();

}  // namespace hf::isolation

#endif  // TESTING_ISOLATION_CHECK_H_
