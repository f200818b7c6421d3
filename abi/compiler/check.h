// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What must be true of an ABI beyond what protobuf and the resolution of names see to. Each check
// adds its errors to `diagnostics`.

#ifndef ABI_COMPILER_CHECK_H_
#define ABI_COMPILER_CHECK_H_

#include "abi/compiler/diagnostics.h"
#include "abi/ir.pb.h"

namespace hf::idl {

// All of the following.
void Check(const ir::Abi& abi, Diagnostics& diagnostics);

// Calls have numbers of the family, no two the same one; no name twice where it would clash, here
// or in a binding.
void CheckNames(const ir::Abi& abi, Diagnostics& diagnostics);
// Everything has a comment.
void CheckComments(const ir::Abi& abi, Diagnostics& diagnostics);
// Every bit of every register that is used belongs to one field, or is said to be unused. The
// registers that are zeroed or lost are there.
void CheckBits(const ir::Abi& abi, Diagnostics& diagnostics);
// Levels are such, and none is above the ABI's own; who sees what instead of a value is said well.
void CheckLevels(const ir::Abi& abi, Diagnostics& diagnostics);
// The rows of each call and event can all match, and one always does; who may call is what they
// say.
void CheckRows(const ir::Abi& abi, Diagnostics& diagnostics);

}  // namespace hf::idl

#endif  // ABI_COMPILER_CHECK_H_
