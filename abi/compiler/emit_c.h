// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the emitters of the C binding's headers share.

#ifndef ABI_COMPILER_EMIT_C_H_
#define ABI_COMPILER_EMIT_C_H_

#include <string>

#include "abi/ir.pb.h"

namespace hf::idl {

// The type of a structure's field or of a parameter.
std::string CFieldType(const ir::Abi& abi, const ir::Field& field);

}  // namespace hf::idl

#endif  // ABI_COMPILER_EMIT_C_H_
