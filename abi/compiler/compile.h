// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// From the text of an IDL file to the checked intermediate representation.

#ifndef ABI_COMPILER_COMPILE_H_
#define ABI_COMPILER_COMPILE_H_

#include "abi/compiler/diagnostics.h"
#include "abi/ir.pb.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

// Parses, lowers and checks the text of the file `name`. The result means something only if there
// are no errors in `diagnostics`.
ir::Abi Compile(absl::string_view name, absl::string_view text, Diagnostics& diagnostics);

}  // namespace hf::idl

#endif  // ABI_COMPILER_COMPILE_H_
