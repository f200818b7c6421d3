// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Guards and results as expressions in the hypervisor's C++.

#ifndef ABI_COMPILER_CC_EXPR_H_
#define ABI_COMPILER_CC_EXPR_H_

#include <string>

#include "abi/ir.pb.h"

namespace hf::idl {

// Whether an expression can be computed from the caller's id, the arguments and constants.
bool IsPure(const ir::Expr& expr);

// A pure expression, but a word, over `caller_vm_id` and `args`. Operands of `&&` and `||` within
// each other get parentheses, as compilers ask for.
std::string CcExpr(const ir::Expr& expr);

}  // namespace hf::idl

#endif  // ABI_COMPILER_CC_EXPR_H_
