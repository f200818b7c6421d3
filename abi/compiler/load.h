// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// An ABI from a file: from the IDL, or from the text of an intermediate representation.

#ifndef ABI_COMPILER_LOAD_H_
#define ABI_COMPILER_LOAD_H_

#include <optional>
#include <string>

#include "abi/ir.pb.h"

namespace hf::idl {

// The bytes of a file, or nothing if it cannot be read.
std::optional<std::string> ReadFile(const std::string& path);

// Loads and checks a text. A `name` that ends with ".textproto" is of a representation, such as
// abi/released/1.0.textproto; any other of an IDL file. Without an ABI, `errors` says why: lines of
// `file:line:column: error: what`.
std::optional<ir::Abi> LoadAbiText(const std::string& name, const std::string& text,
                                   std::string& errors);

// The same with the text of the file `path`, which is called `name` in messages and in the ABI;
// by its path if that is empty.
std::optional<ir::Abi> LoadAbi(const std::string& path, std::string& errors,
                               const std::string& name = "");

}  // namespace hf::idl

#endif  // ABI_COMPILER_LOAD_H_
