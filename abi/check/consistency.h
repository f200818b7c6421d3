// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What is wrong with an ABI by itself, beyond what the compiler refuses.

#ifndef ABI_CHECK_CONSISTENCY_H_
#define ABI_CHECK_CONSISTENCY_H_

#include <vector>

#include "abi/check/check.h"
#include "abi/ir.pb.h"

namespace hf::check {

// HF092: facts that nothing asks for, effects that no row has, codes that no row returns. HF093:
// states that no machine is ever in.
std::vector<Finding> CheckConsistency(const ir::Abi& abi);

}  // namespace hf::check

#endif  // ABI_CHECK_CONSISTENCY_H_
