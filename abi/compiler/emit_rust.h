// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the emitters of the Rust crate share.

#ifndef ABI_COMPILER_EMIT_RUST_H_
#define ABI_COMPILER_EMIT_RUST_H_

#include <string>

#include "abi/compiler/writer.h"
#include "abi/ir.pb.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

// A type of base.rs; empty if a plain number will do.
absl::string_view RustNewType(ir::Kind kind);
// The type of the thing itself, present and without error.
std::string RustType(const ir::Field& field);
// The integer inside of RustType().
std::string RustInteger(const ir::Field& field);

// The type of a result that is more than a number, with its decoding.
void RustWord(const ir::Abi& abi, const ir::Record& record, Writer& out);

}  // namespace hf::idl

#endif  // ABI_COMPILER_EMIT_RUST_H_
