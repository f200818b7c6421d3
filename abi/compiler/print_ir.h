// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The intermediate representation as text.

#ifndef ABI_COMPILER_PRINT_IR_H_
#define ABI_COMPILER_PRINT_IR_H_

#include <string>

#include "abi/ir.pb.h"

namespace hf::idl {

// In protobuf's text format, without places: equal ABIs have equal texts, however the IDL is laid
// out.
std::string PrintIr(const ir::Abi& abi);

}  // namespace hf::idl

#endif  // ABI_COMPILER_PRINT_IR_H_
