// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the framework's own files have in common.

#ifndef TESTING_GUEST_INTERNAL_H_
#define TESTING_GUEST_INTERNAL_H_

#include <cstdint>
#include <string_view>

namespace hf::test {

// The failure of the running case, reported at once. On CPU 0.
void ReportFailure(const char* file, uint64_t line, std::string_view what);

// The same on another CPU: kept until OnCpus() reports it.
void NoteFailure(uint64_t cpu, std::string_view file, uint64_t line, std::string_view what);

}  // namespace hf::test

#endif  // TESTING_GUEST_INTERNAL_H_
