// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// A JSON object as text, member by member.

#ifndef ABI_TRACE_JSON_H_
#define ABI_TRACE_JSON_H_

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace hf::trace {

// What becomes of a string: quoted, with everything escaped that must be. Requires UTF-8.
std::string JsonString(absl::string_view text);
// A register or an address: a string in hexadecimal, since many readers of JSON round numbers.
inline std::string JsonHex(uint64_t number) {
  return absl::StrCat("\"0x", absl::Hex(number), "\"");
}

class JsonObject {
 public:
  // A member whose value is JSON already.
  JsonObject& Add(absl::string_view name, absl::string_view json);
  JsonObject& AddNumber(absl::string_view name, int64_t number) {
    return Add(name, absl::StrCat(number));
  }
  JsonObject& AddText(absl::string_view name, absl::string_view text) {
    return Add(name, JsonString(text));
  }
  JsonObject& AddHex(absl::string_view name, uint64_t number) { return Add(name, JsonHex(number)); }

  std::string text() const { return absl::StrCat("{", members_, "}"); }

 private:
  std::string members_;
};

}  // namespace hf::trace

#endif  // ABI_TRACE_JSON_H_
