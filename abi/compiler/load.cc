// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See load.h.

#include "abi/compiler/load.h"

#include <fstream>
#include <sstream>

#include "abi/compiler/check.h"
#include "abi/compiler/compile.h"
#include "abi/compiler/diagnostics.h"
#include "abi/compiler/read_ir.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace hf::idl {

std::optional<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  // Sets a failure of either stream for a directory, a read error, and also for an empty file.
  bytes << in.rdbuf();
  const bool ended = bytes.good() || in.peek() == std::ifstream::traits_type::eof();
  if (!in.is_open() || !ended || in.bad()) return std::nullopt;
  return bytes.str();
}

namespace {

bool IsRepresentation(const std::string& path) { return absl::EndsWith(path, ".textproto"); }

std::optional<ir::Abi> Load(bool representation, const std::string& name, const std::string& text,
                            std::string& errors) {
  Diagnostics diagnostics(name);
  ir::Abi abi;
  if (representation) {
    abi = ReadIr(text, diagnostics);
    if (diagnostics.ok()) Check(abi, diagnostics);
  } else {
    abi = Compile(name, text, diagnostics);
  }
  errors = diagnostics.ToString();
  if (!diagnostics.ok()) return std::nullopt;
  return abi;
}

}  // namespace

std::optional<ir::Abi> LoadAbiText(const std::string& name, const std::string& text,
                                   std::string& errors) {
  return Load(IsRepresentation(name), name, text, errors);
}

std::optional<ir::Abi> LoadAbi(const std::string& path, std::string& errors,
                               const std::string& name) {
  const std::optional<std::string> text = ReadFile(path);
  if (!text) {
    errors = absl::StrCat("hfidl: cannot read '", path, "'\n");
    return std::nullopt;
  }
  return Load(IsRepresentation(path), name.empty() ? path : name, *text, errors);
}

}  // namespace hf::idl
