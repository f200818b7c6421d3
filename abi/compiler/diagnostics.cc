// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See diagnostics.h.

#include "abi/compiler/diagnostics.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace hf::idl {

void Diagnostics::Error(const ir::Place& place, absl::string_view message, absl::string_view rule) {
  ErrorIn(file_, place.line(), place.column(),
          rule.empty() ? std::string(message) : absl::StrCat(message, " [", rule, "]"));
}

void Diagnostics::ErrorIn(absl::string_view file, int line, int column, absl::string_view message) {
  errors_.emplace_back(std::string(file), line, column, std::string(message));
}

std::string Diagnostics::ToString() const {
  auto sorted = errors_;
  std::sort(sorted.begin(), sorted.end());
  // protobuf's front end reports some errors once for every use.
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::string text;
  for (const auto& [file, line, column, message] : sorted) {
    absl::StrAppend(&text, file, ":");
    if (line > 0) absl::StrAppend(&text, line, ":", column, ":");
    absl::StrAppend(&text, " error: ", message, "\n");
  }
  return text;
}

}  // namespace hf::idl
