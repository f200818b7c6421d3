// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The expression language of guards and results:
//
//   expr  = or
//   or    = and { "||" and }
//   and   = not { "&&" not }
//   not   = "!" not | "(" expr ")" | term [ ("==" | "!=" | "<" | "<=" | ">" | ">=") term ]
//   term  = [ "-" ] number | name [ "." name ] | name "(" [ term { "," term } ] ")"
//
// It is total and has no arithmetic: every expression has a value in every state, and what a guard
// tells apart can be enumerated (decide.h).

#ifndef ABI_COMPILER_EXPR_PARSER_H_
#define ABI_COMPILER_EXPR_PARSER_H_

#include <cstddef>
#include <functional>
#include <string>

#include "abi/ir.pb.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

// Says where the character `offset` of an expression's text is in the file.
using PlaceOfOffset = std::function<ir::Place(size_t offset)>;

// Called with the place and what is wrong there.
using ExprError = std::function<void(const ir::Place& place, absl::string_view message)>;

// Parses an expression; names are not resolved: a name is of op OP_UNSPECIFIED, with its qualified
// `name`, and with `type` "()" if arguments follow. Returns an expression without op nor name and
// calls `error` once if the text is not an expression.
ir::Expr ParseExpr(absl::string_view text, const PlaceOfOffset& place, const ExprError& error);

}  // namespace hf::idl

#endif  // ABI_COMPILER_EXPR_PARSER_H_
