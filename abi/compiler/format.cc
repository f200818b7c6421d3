// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See format.h.

#include "abi/compiler/format.h"

#include <utility>

#include "abi/compiler/format_tokens.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace hf::idl {
namespace {

using Kind = FormatToken::Kind;

bool Is(const FormatToken& token, absl::string_view text) { return token.text == text; }

bool Opens(const FormatToken& token) { return Is(token, "{") || Is(token, "[") || Is(token, "("); }
bool Closes(const FormatToken& token) { return Is(token, "}") || Is(token, "]") || Is(token, ")"); }

std::string Closing(const std::string& opening) {
  return opening == "{" ? "}" : opening == "[" ? "]" : ")";
}

// Whether a blank is between two tokens of a line.
bool Apart(const FormatToken& before, const FormatToken& token) {
  if (Is(before, "{") && Is(token, "}")) return false;
  if (Is(token, ";") || Is(token, ",") || Is(token, ":") || Is(token, ")") || Is(token, "]")) {
    return false;
  }
  if (Is(before, "(") || Is(before, "[") || Is(before, "-")) return false;
  // The arguments of an rpc, rather than the name of an option.
  if (Is(token, "(") && before.kind == Kind::kWord) {
    return Is(before, "option") || Is(before, "returns");
  }
  return true;
}

std::string Text(const FormatToken& token) {
  if (token.kind == Kind::kComment) {
    std::string text = token.text;
    if (text.size() > 2 && text[2] != ' ' && text[2] != '/') text.insert(2, " ");
    for (const char fill : {'=', '-'}) {
      if (absl::StartsWith(text, std::string("// ") + std::string(4, fill) + " ")) {
        while (text.back() == fill) text.pop_back();
        if (text.back() != ' ') text.push_back(' ');
        if (text.size() < kFormatColumns) text.append(kFormatColumns - text.size(), fill);
      }
    }
    return text;
  }
  if (token.kind == Kind::kWord && absl::StartsWithIgnoreCase(token.text, "0x")) {
    return absl::AsciiStrToLower(token.text);
  }
  return token.text;
}

class Formatter {
 public:
  explicit Formatter(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  std::vector<FormattedLine> All(const std::vector<FormatLine>& lines) {
    for (number_ = 1; number_ <= static_cast<int>(lines.size()); ++number_) {
      const FormatLine& tokens = lines[static_cast<size_t>(number_) - 1];
      if (tokens.empty()) {
        empty_ = number_;
      } else {
        Line(tokens);
      }
    }
    if (!open_.empty() && diagnostics_.ok()) {
      Error(open_.back().at, "the bracket is not closed");
    }
    return std::move(out_);
  }

 private:
  // A bracket that is open.
  struct Bracket {
    std::string closing;
    // Statements are in it, rather than the fields of a value.
    bool statements;
    size_t inside;
    // The indentation of the line that it is in, for one that closes it at the start of a line.
    size_t line;
    ir::Place at;
  };

  void Line(const FormatLine& tokens) {
    const bool closes = Closes(tokens[0]);
    if (empty_ != 0 && !out_.empty() && !closes && !after_opening_) out_.push_back({empty_, ""});
    empty_ = 0;
    const size_t indent = Indentation(tokens[0], closes);
    std::string text(indent, ' ');
    const FormatToken* before = nullptr;
    for (const FormatToken& token : tokens) {
      if (before != nullptr && token.kind == Kind::kComment) {
        text.append("  ");
      } else if (before != nullptr && Apart(*before, token)) {
        text.push_back(' ');
      }
      if (token.kind == Kind::kString) string_ = text.size();
      absl::StrAppend(&text, Text(token));
      const bool last = &token == &tokens.back();
      if (Opens(token)) Open(token, indent, last ? indent + 2 : Inside(text, token), Value(before));
      if (Closes(token)) Close(token);
      if (token.kind != Kind::kComment) last_ = token;
      before = &token;
    }
    after_opening_ = Opens(tokens.back());
    if (text.size() > kFormatColumns) {
      Error(PlaceOf(static_cast<int>(kFormatColumns) + 1),
            absl::StrCat("the line has ", text.size(), " columns; a line has at most ",
                         kFormatColumns));
    }
    out_.push_back({number_, text});
  }

  size_t Indentation(const FormatToken& first, bool closes) const {
    if (closes && !open_.empty()) return open_.back().line;
    // A string in a row of strings.
    if (first.kind == Kind::kString && last_.kind == Kind::kString) return string_;
    const size_t inside = open_.empty() ? 0 : open_.back().inside;
    const bool statements = open_.empty() || open_.back().statements;
    const bool begins = last_.text.empty() || Is(last_, ";") || Is(last_, "{") || Is(last_, "}");
    return statements && !begins ? inside + 4 : inside;
  }

  // Where what is in a bracket stands if it begins on the bracket's line.
  static size_t Inside(absl::string_view text, const FormatToken& token) {
    return text.size() + (Is(token, "{") ? 1 : 0);
  }

  // Whether a bracket after the token begins a value: `option (x) = {`, `move: {`.
  bool Value(const FormatToken* before) const {
    const FormatToken& token = before == nullptr ? last_ : *before;
    return Is(token, "=") || Is(token, ":") || (!open_.empty() && !open_.back().statements);
  }

  void Open(const FormatToken& token, size_t line, size_t inside, bool value) {
    const bool statements = Is(token, "{") && !value;
    open_.push_back({Closing(token.text), statements, inside, line, PlaceOf(token.column)});
  }

  void Close(const FormatToken& token) {
    if (open_.empty() || open_.back().closing != token.text) {
      Error(PlaceOf(token.column),
            open_.empty()
                ? absl::StrCat("'", token.text, "' closes nothing")
                : absl::StrCat("'", token.text, "' where '", open_.back().closing,
                               "' closes what is open since line ", open_.back().at.line()));
    }
    if (!open_.empty()) open_.pop_back();
  }

  ir::Place PlaceOf(int column) const {
    ir::Place place;
    place.set_line(number_);
    place.set_column(column);
    return place;
  }

  void Error(const ir::Place& place, absl::string_view message) {
    diagnostics_.Error(place, message);
  }

  Diagnostics& diagnostics_;
  std::vector<FormattedLine> out_;
  std::vector<Bracket> open_;
  int number_ = 0;
  // The last of the empty lines before this one; 0 if there is none.
  int empty_ = 0;
  bool after_opening_ = false;
  // The last token that is no comment, and where the last string began.
  FormatToken last_ = {};
  size_t string_ = 0;
};

}  // namespace

std::vector<FormattedLine> FormatLines(absl::string_view text, Diagnostics& diagnostics) {
  const std::vector<FormatLine> lines = SplitLines(text, diagnostics);
  if (!diagnostics.ok()) return {};
  return Formatter(diagnostics).All(lines);
}

std::string Format(absl::string_view text, Diagnostics& diagnostics) {
  std::string formatted;
  for (const FormattedLine& line : FormatLines(text, diagnostics)) {
    absl::StrAppend(&formatted, line.text, "\n");
  }
  return formatted;
}

}  // namespace hf::idl
