// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Text of generated files: lines of at most 100 columns, comments wrapped, lists of arguments
// broken as clang-format's Google style breaks them.

#ifndef ABI_COMPILER_WRITER_H_
#define ABI_COMPILER_WRITER_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

class Writer {
 public:
  static constexpr size_t kColumns = 100;

  // `step`: by how much Indent() indents.
  explicit Writer(size_t step = 2) : step_(step) {}

  // Appends a line, made of the parts, at the present indentation. Without parts, an empty one.
  template <typename... Parts>
  void Line(const Parts&... parts) {
    RawLine(absl::StrCat(parts...));
  }

  // A comment: each line of `text` is a paragraph. `mark` is what comment lines start with.
  void Comment(absl::string_view mark, absl::string_view text);

  // `head` items `tail`, items separated by commas: on one line, or broken under the end of `head`.
  void List(absl::string_view head, const std::vector<std::string>& items, absl::string_view tail);

  // The same for a list of designated initializers: on one line, or each on a line of its own.
  void Designated(absl::string_view head, const std::vector<std::string>& items,
                  absl::string_view tail);

  // The closing brace of a function. One with a single statement goes on one line if it fits.
  void EndFunction();

  // Lines that are there already, each at the present indentation.
  void Lines(absl::string_view text);

  // Text as it is.
  void Raw(absl::string_view text) { absl::StrAppend(&text_, text); }

  // What is between the two is indented by a step, or by so many columns, more.
  void Indent() { Indent(step_); }
  void Outdent() { Outdent(step_); }
  void Indent(size_t columns) { indent_ += columns; }
  void Outdent(size_t columns) { indent_ -= columns; }
  size_t indent() const { return indent_; }

  // The columns that a line has here.
  size_t Room() const { return kColumns - indent_; }

  const std::string& text() const { return text_; }

 private:
  void RawLine(absl::string_view line);

  size_t step_;
  size_t indent_ = 0;
  std::string text_;
};

// Breaks text into lines of at most `columns`, at blanks.
std::vector<std::string> Wrap(absl::string_view text, size_t columns);

}  // namespace hf::idl

#endif  // ABI_COMPILER_WRITER_H_
