// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Expressions as text: the inverse of expr_parser.h.

#ifndef ABI_COMPILER_EXPR_PRINT_H_
#define ABI_COMPILER_EXPR_PRINT_H_

#include <string>

#include "abi/ir.pb.h"

namespace hf::idl {

// Equal expressions have equal texts, and the other way round.
std::string PrintExpr(const ir::Expr& expr);

}  // namespace hf::idl

#endif  // ABI_COMPILER_EXPR_PRINT_H_
