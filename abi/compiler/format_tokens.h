// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The words of an IDL file, with its comments and line breaks: what a formatter must keep.

#ifndef ABI_COMPILER_FORMAT_TOKENS_H_
#define ABI_COMPILER_FORMAT_TOKENS_H_

#include <string>
#include <vector>

#include "abi/compiler/diagnostics.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

struct FormatToken {
  enum class Kind { kWord, kString, kSymbol, kComment };
  Kind kind;
  // Of a comment without the blanks at its end.
  std::string text;
  int column;
};

// The tokens of a line of the file; none if the line is empty.
using FormatLine = std::vector<FormatToken>;

// Splits a text. Every line of it has an entry; errors are those of the characters alone.
std::vector<FormatLine> SplitLines(absl::string_view text, Diagnostics& diagnostics);

}  // namespace hf::idl

#endif  // ABI_COMPILER_FORMAT_TOKENS_H_
