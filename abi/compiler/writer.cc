// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See writer.h.

#include "abi/compiler/writer.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace hf::idl {

std::vector<std::string> Wrap(absl::string_view text, size_t columns) {
  std::vector<std::string> lines;
  for (absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    if (lines.empty() || lines.back().size() + 1 + word.size() > columns) {
      lines.emplace_back(word);
    } else {
      absl::StrAppend(&lines.back(), " ", word);
    }
  }
  return lines;
}

void Writer::RawLine(absl::string_view line) {
  if (!line.empty()) text_.append(indent_, ' ');
  absl::StrAppend(&text_, line, "\n");
}

void Writer::Lines(absl::string_view text) {
  for (absl::string_view line : absl::StrSplit(text, '\n')) RawLine(line);
}

void Writer::Comment(absl::string_view mark, absl::string_view text) {
  bool first = true;
  for (absl::string_view paragraph : absl::StrSplit(text, '\n')) {
    if (!first) RawLine(mark);
    first = false;
    for (const std::string& line : Wrap(paragraph, kColumns - indent_ - mark.size() - 1)) {
      Line(mark, " ", line);
    }
  }
}

void Writer::List(absl::string_view head, const std::vector<std::string>& items,
                  absl::string_view tail) {
  const std::string line = absl::StrCat(head, absl::StrJoin(items, ", "), tail);
  if (indent_ + line.size() <= kColumns) return RawLine(line);
  // A break after the `=` comes first.
  const size_t equals = head.find(" = ");
  if (equals != absl::string_view::npos) {
    RawLine(head.substr(0, equals + 2));
    Indent(4);
    List(head.substr(equals + 3), items, tail);
    return Outdent(4);
  }
  std::string current(head);
  for (size_t i = 0; i < items.size(); ++i) {
    const bool last = i + 1 == items.size();
    const std::string item = absl::StrCat(items[i], last ? tail : absl::string_view(","));
    const bool fresh = current.size() == head.size();
    if (!fresh && indent_ + current.size() + 1 + item.size() > kColumns) {
      RawLine(current);
      current = std::string(head.size(), ' ');
      absl::StrAppend(&current, item);
    } else {
      absl::StrAppend(&current, fresh ? "" : " ", item);
    }
  }
  RawLine(current);
}

void Writer::Designated(absl::string_view head, const std::vector<std::string>& items,
                        absl::string_view tail) {
  const std::string line = absl::StrCat(head, absl::StrJoin(items, ", "), tail);
  if (indent_ + line.size() <= kColumns) return RawLine(line);
  bool fits = true;
  for (const std::string& item : items) {
    fits = fits && indent_ + head.size() + item.size() + tail.size() <= kColumns;
  }
  const std::string under(fits ? head.size() : 4, ' ');
  if (!fits) RawLine(head);
  for (size_t i = 0; i < items.size(); ++i) {
    RawLine(absl::StrCat(fits && i == 0 ? head : absl::string_view(under), items[i],
                         i + 1 == items.size() ? tail : absl::string_view(",")));
  }
}

void Writer::EndFunction() {
  const size_t body = text_.rfind('\n', text_.size() - 2) + 1;
  const size_t head = body < 2 ? 0 : text_.rfind('\n', body - 2) + 1;
  const absl::string_view text = text_;
  const absl::string_view signature = text.substr(head, body - head - 1);
  const absl::string_view statement =
      absl::StripAsciiWhitespace(text.substr(body, text.size() - body - 1));
  const std::string line = absl::StrCat(signature, " ", statement, " }");
  // What is left of a signature of several lines is indented more.
  const bool whole = signature.size() > indent_ && signature[indent_] != ' ' &&
                     signature.find('(') != absl::string_view::npos && signature.back() == '{';
  if (!whole || line.size() > kColumns) return RawLine("}");
  text_.resize(head);
  absl::StrAppend(&text_, line, "\n");
}

}  // namespace hf::idl
