// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See names.h.

#include "abi/compiler/names.h"

#include "absl/strings/ascii.h"

namespace hf::idl {

std::string SnakeCase(absl::string_view camel) {
  std::string snake;
  for (char c : camel) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c)) && !snake.empty()) snake += '_';
    snake += absl::ascii_tolower(static_cast<unsigned char>(c));
  }
  return snake;
}

std::string CamelCase(absl::string_view snake) {
  std::string camel;
  bool upper = true;
  for (char c : snake) {
    if (c == '_') {
      upper = true;
      continue;
    }
    camel += upper ? absl::ascii_toupper(static_cast<unsigned char>(c))
                   : absl::ascii_tolower(static_cast<unsigned char>(c));
    upper = false;
  }
  return camel;
}

std::string UpperSnakeCase(absl::string_view camel) {
  return absl::AsciiStrToUpper(SnakeCase(camel));
}

}  // namespace hf::idl
