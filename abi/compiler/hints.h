// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What would be right, where protobuf's own messages say only what is wrong.

#ifndef ABI_COMPILER_HINTS_H_
#define ABI_COMPILER_HINTS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace hf::idl {

// To be appended to protobuf's message about an unknown field, option or value, or about a number
// that is too large; empty if there is nothing to add.
std::string Hint(absl::string_view message);

}  // namespace hf::idl

#endif  // ABI_COMPILER_HINTS_H_
