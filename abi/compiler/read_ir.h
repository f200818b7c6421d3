// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// From the text of an intermediate representation, such as a released version, to the message.

#ifndef ABI_COMPILER_READ_IR_H_
#define ABI_COMPILER_READ_IR_H_

#include "abi/compiler/diagnostics.h"
#include "abi/ir.pb.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

// Reads what PrintIr has printed, or what a person has made of it. Places are those in the text.
// All names in it refer to something; what else must be true Check() says.
ir::Abi ReadIr(absl::string_view text, Diagnostics& diagnostics);

// Every name in the representation refers to something, so that others can rely on it. True of
// what the front end has lowered; part of ReadIr.
void CheckReferences(const ir::Abi& abi, Diagnostics& diagnostics);

}  // namespace hf::idl

#endif  // ABI_COMPILER_READ_IR_H_
