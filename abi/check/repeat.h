// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Whether a call can be repeated. Internal to the checker.

#ifndef ABI_CHECK_REPEAT_H_
#define ABI_CHECK_REPEAT_H_

#include <string>

#include "abi/check/diff.h"
#include "abi/ir.pb.h"

namespace hf::check {

// Finds a call that could be repeated and cannot any more, or the other way round.
void CompareRepeats(const Change& change, const ir::Call& old, const ir::Call& call);

// The name of a row that moves a state machine and succeeds, while the same call right after it is
// refused; empty if there is none. What the row does beside moving machines is not considered.
std::string RefusedRepeat(const ir::Abi& abi, const ir::Call& call);

}  // namespace hf::check

#endif  // ABI_CHECK_REPEAT_H_
