// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The intermediate representation as text.

#ifndef ABI_COMPILER_PRINT_IR_H_
#define ABI_COMPILER_PRINT_IR_H_

#include <string>

#include "abi/ir.pb.h"

namespace hf::idl {

// The canonical form: text format with fields in the order of abi/ir.proto, the default of a field
// written only if it was set, without places, and with the fingerprint in its head. The same ABI
// gives the same bytes.
std::string PrintIr(const ir::Abi& abi);

// What of that makes a difference: without documentation, without the file's name and without the
// head. Notes of what is deprecated, scheduler's duties and what calls do to memory are part of it.
std::string MeaningOf(const ir::Abi& abi);

}  // namespace hf::idl

#endif  // ABI_COMPILER_PRINT_IR_H_
