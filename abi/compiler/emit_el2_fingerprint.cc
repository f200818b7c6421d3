// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// abi/el2/fingerprint.h: by which EL2 says what it was built from. See emit.h.

#include "abi/compiler/emit.h"
#include "abi/compiler/fingerprint.h"
#include "absl/strings/str_cat.h"

namespace hf::idl {

std::string EmitEl2Fingerprint(const ir::Abi& abi) {
  constexpr size_t kDigitsInLine = 32;
  Writer out;
  FileHead(abi, "The digest of what the ABI means.", out);
  out.Line("#ifndef ABI_EL2_FINGERPRINT_H_");
  out.Line("#define ABI_EL2_FINGERPRINT_H_");
  out.Line();
  out.Line("#include <array>");
  out.Line("#include <cstdint>");
  out.Line();
  out.Line("namespace hf::abi {");
  out.Line();
  out.Line("inline constexpr std::array<uint8_t, 32> kFingerprint = {");
  out.Indent(4);
  const std::string digits = Fingerprint(abi);
  for (size_t line = 0; line < digits.size(); line += kDigitsInLine) {
    std::string bytes;
    for (size_t i = line; i < line + kDigitsInLine; i += 2) {
      absl::StrAppend(&bytes, bytes.empty() ? "" : " ", "0x", digits.substr(i, 2), ",");
    }
    out.Line(bytes);
  }
  out.Outdent(4);
  out.Line("};");
  out.Line();
  out.Line("}  // namespace hf::abi");
  out.Line();
  out.Line("#endif  // ABI_EL2_FINGERPRINT_H_");
  return out.text();
}

}  // namespace hf::idl
