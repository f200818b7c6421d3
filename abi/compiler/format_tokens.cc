// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See format_tokens.h.

#include "abi/compiler/format_tokens.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace hf::idl {
namespace {

using Kind = FormatToken::Kind;

bool IsWord(char c) { return absl::ascii_isalnum(c) || c == '_' || c == '.'; }

// The length of the string that the text starts with, quotes included; 0 if it does not end.
size_t StringLength(absl::string_view text) {
  for (size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == text[0]) {
      return i + 1;
    }
  }
  return 0;
}

}  // namespace

std::vector<FormatLine> SplitLines(absl::string_view text, Diagnostics& diagnostics) {
  std::vector<FormatLine> lines;
  for (const absl::string_view line : absl::StrSplit(absl::StripSuffix(text, "\n"), '\n')) {
    FormatLine& tokens = lines.emplace_back();
    const auto error = [&](size_t at, absl::string_view message) {
      ir::Place place;
      place.set_line(static_cast<int>(lines.size()));
      place.set_column(static_cast<int>(at) + 1);
      diagnostics.Error(place, message);
    };
    size_t at = 0;
    while (at < line.size()) {
      const absl::string_view rest = line.substr(at);
      size_t length = 1;
      Kind kind = Kind::kSymbol;
      if (absl::ascii_isspace(rest[0])) {
        ++at;
        continue;
      }
      if (absl::StartsWith(rest, "//")) {
        kind = Kind::kComment;
        length = rest.size();
      } else if (absl::StartsWith(rest, "/*")) {
        error(at, "a comment starts with '//', rather than with '/*'");
      } else if (rest[0] == '"' || rest[0] == '\'') {
        kind = Kind::kString;
        length = StringLength(rest);
        if (length == 0) {
          error(at, "the string does not end on this line; two strings in a row are one");
          break;
        }
      } else if (IsWord(rest[0])) {
        kind = Kind::kWord;
        while (length < rest.size() && IsWord(rest[length])) ++length;
      }
      tokens.push_back({kind,
                        std::string(absl::StripTrailingAsciiWhitespace(rest.substr(0, length))),
                        static_cast<int>(at) + 1});
      at += length;
    }
  }
  return lines;
}

}  // namespace hf::idl
