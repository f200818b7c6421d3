// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See option_text.h.

#include "abi/compiler/option_text.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace hf::idl {
namespace {

using google::protobuf::io::Tokenizer;

// The text has been parsed before: there is nothing to report.
class Silent : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int, int, const std::string&) override {}
};

}  // namespace

// Collects the values between the braces. Names are as in text format: `name: value`, `name { … }`;
// the first value of a name is `name`, the next ones are `name[1]`, `name[2]`, ….
class OptionText::Parser {
 public:
  Parser(Tokenizer& tokens, OptionText& out) : tokens_(tokens), out_(out) { tokens_.Next(); }

  void Statement() {
    while (!At("=") && !AtEnd()) tokens_.Next();
    tokens_.Next();
    if (At("{")) {
      Fields("");
    } else {
      Value("");
    }
  }

 private:
  bool At(absl::string_view text) const { return tokens_.current().text == text; }
  bool AtEnd() const { return tokens_.current().type == Tokenizer::TYPE_END; }

  void Fields(const std::string& prefix) {
    std::map<std::string, int> count;
    tokens_.Next();
    while (!At("}") && !AtEnd()) {
      const std::string name = tokens_.current().text;
      tokens_.Next();
      if (At(":")) tokens_.Next();
      const int index = count[name]++;
      const std::string path =
          index == 0 ? absl::StrCat(prefix, name) : absl::StrCat(prefix, name, "[", index, "]");
      if (At("{")) {
        out_.values_[path].push_back(Current());
        Fields(absl::StrCat(path, "."));
      } else {
        Value(path);
      }
      if (At(",") || At(";")) tokens_.Next();
    }
    tokens_.Next();
  }

  // A scalar: one token, a sign and a token, or several strings.
  void Value(const std::string& path) {
    std::vector<Piece>& pieces = out_.values_[path];
    pieces.push_back(Current());
    if (At("-")) tokens_.Next();
    const bool string = tokens_.current().type == Tokenizer::TYPE_STRING;
    tokens_.Next();
    while (string && tokens_.current().type == Tokenizer::TYPE_STRING) {
      pieces.push_back(Current());
      tokens_.Next();
    }
  }

  // Tokens count lines and columns from 0 and from the start of the statement.
  Piece Current() const {
    const Tokenizer::Token& token = tokens_.current();
    const bool string = token.type == Tokenizer::TYPE_STRING;
    Piece piece;
    piece.place.set_line(out_.start_.line() + token.line);
    piece.place.set_column(token.column + (token.line == 0 ? out_.start_.column() : 1) +
                           (string ? 1 : 0));
    piece.length = token.text.size() - (string ? 2 : 0);
    return piece;
  }

  Tokenizer& tokens_;
  OptionText& out_;
};

OptionText::OptionText(absl::string_view text, const ir::Place& start) : start_(start) {
  google::protobuf::io::ArrayInputStream stream(text.data(), static_cast<int>(text.size()));
  Silent silent;
  Tokenizer tokens(&stream, &silent);
  tokens.set_comment_style(Tokenizer::CPP_COMMENT_STYLE);
  Parser(tokens, *this).Statement();
}

ir::Place OptionText::Find(absl::string_view path, size_t offset) const {
  auto found = values_.find(path);
  if (found == values_.end()) return start_;
  for (const Piece& piece : found->second) {
    if (offset < piece.length || &piece == &found->second.back()) {
      ir::Place place = piece.place;
      place.set_column(place.column() + static_cast<int>(offset));
      return place;
    }
    offset -= piece.length;
  }
  return start_;
}

}  // namespace hf::idl
