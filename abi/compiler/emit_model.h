// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the emitters of abi/model share: how the vocabulary of the IDL is called in the model's C++.

#ifndef ABI_COMPILER_EMIT_MODEL_H_
#define ABI_COMPILER_EMIT_MODEL_H_

#include <string>

#include "abi/compiler/writer.h"
#include "abi/ir.pb.h"
#include "google/protobuf/repeated_field.h"

namespace hf::idl {

// The type of a number of the kind: of the kinds of facts and their arguments, never of an
// enumeration's.
std::string ModelType(int kind);

// "uint32_t vm, uint32_t vcpu" for the kinds; several of one kind get numbers.
std::string ModelParameters(const google::protobuf::RepeatedField<int>& kinds);

// A guard or a number, over `facts`, `caller` and `args`.
std::string ModelExpr(const ir::Expr& expr);
// A number that is to have a type of so many bits: with a cast if it is wider. `args`: of the call,
// or null.
std::string ModelNumber(const ir::Record* args, const ir::Expr& expr, uint32_t bits);

// A line of code; if it is too long it is broken after commas, `&&` and `||`, the outermost first,
// and goes on under the parenthesis or brace that is open there.
void ModelBreak(const std::string& line, Writer& out);

// Whether an expression, or any within it, is of an op.
bool HasOp(const ir::Expr& expr, ir::Expr::Op op);

}  // namespace hf::idl

#endif  // ABI_COMPILER_EMIT_MODEL_H_
