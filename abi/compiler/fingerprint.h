// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Digests: of an ABI, and of a file.

#ifndef ABI_COMPILER_FINGERPRINT_H_
#define ABI_COMPILER_FINGERPRINT_H_

#include <string>

#include "abi/ir.pb.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

// The SHA-256 digest of bytes, in hexadecimal.
std::string Sha256(absl::string_view bytes);

// The digest of what an ABI means: of its canonical text without documentation, without places and
// without the name of its file. Two files with one fingerprint are the same ABI.
std::string Fingerprint(const ir::Abi& abi);

}  // namespace hf::idl

#endif  // ABI_COMPILER_FINGERPRINT_H_
