// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The one way in which IDL files are written. Line breaks and comments are the author's; what is
// between words and at the starts of lines is not:
//
// * What is in brackets that end a line is indented by 2; what is in others stands under what
//   follows the bracket. A statement that goes on is indented by 4, a string that goes on stands
//   under its start.
// * One blank between words, after ':', ',' and inside of braces; hexadecimal digits are small.
// * At most one empty line in a row, none at the start and the end of braces.
// * A comment starts with "// "; a heading of "====" or "----" fills its line.

#ifndef ABI_COMPILER_FORMAT_H_
#define ABI_COMPILER_FORMAT_H_

#include <string>
#include <vector>

#include "abi/compiler/diagnostics.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

// Longer lines are errors: only the author can break them well.
inline constexpr size_t kFormatColumns = 100;

struct FormattedLine {
  // The line of the file, counted from 1.
  int line;
  std::string text;
};

// The lines of a file, as they should be; those that are missing should not be there. After errors
// (unbalanced brackets, lines that are too long, characters that are none) the result is not to be
// used.
std::vector<FormattedLine> FormatLines(absl::string_view text, Diagnostics& diagnostics);

// The same as one text.
std::string Format(absl::string_view text, Diagnostics& diagnostics);

}  // namespace hf::idl

#endif  // ABI_COMPILER_FORMAT_H_
