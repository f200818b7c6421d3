// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The parts of the emitter of abi/el2/types.h.

#ifndef ABI_COMPILER_EMIT_EL2_H_
#define ABI_COMPILER_EMIT_EL2_H_

#include "abi/compiler/writer.h"
#include "abi/ir.pb.h"

namespace hf::idl {

// The structure of arguments, or of a result that is more than a number, with its codec.
void El2Codec(const ir::Abi& abi, const ir::Record& record, Writer& out);

}  // namespace hf::idl

#endif  // ABI_COMPILER_EMIT_EL2_H_
