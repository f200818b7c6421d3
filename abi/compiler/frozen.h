// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Released versions are frozen: a list of digests, as sha256sum writes it, says what they are.

#ifndef ABI_COMPILER_FROZEN_H_
#define ABI_COMPILER_FROZEN_H_

#include <string>

namespace hf::idl {

// The name of the list in the folder of the released versions.
inline constexpr char kFrozenList[] = "SHA256SUMS";

// Compares the files of `folder`, such as "abi/released", with its list. Returns what is wrong, a
// line of `file:line:column: error: what` each: a file that differs or is missing, a line of the
// list that is none, an .proto or .textproto that the list does not have.
std::string FrozenErrors(const std::string& folder);

}  // namespace hf::idl

#endif  // ABI_COMPILER_FROZEN_H_
