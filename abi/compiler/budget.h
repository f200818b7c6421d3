// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What is left in an ABI for later: numbers of calls, bits of registers, values of codes.

#ifndef ABI_COMPILER_BUDGET_H_
#define ABI_COMPILER_BUDGET_H_

#include <string>

#include "abi/ir.pb.h"

namespace hf::idl {

// A report for people, in lines of plain text.
std::string Budget(const ir::Abi& abi);

}  // namespace hf::idl

#endif  // ABI_COMPILER_BUDGET_H_
