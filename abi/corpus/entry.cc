// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See entry.h.

#include "abi/corpus/entry.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

namespace hf::corpus {
namespace {

namespace pb = google::protobuf;

std::string At(const std::string& file, int line, absl::string_view what) {
  return absl::StrCat(file, ":", line, ": error: ", what, "\n");
}

// protobuf counts lines from 0.
class Collector : public pb::io::ErrorCollector {
 public:
  explicit Collector(const std::string& file) : file_(file) {}

  void AddError(int line, int /*column*/, const std::string& message) override {
    if (errors_.empty()) errors_ = At(file_, std::max(line, 0) + 1, message);
  }

  const std::string& errors() const { return errors_; }

 private:
  const std::string file_;
  std::string errors_;
};

std::vector<PlacedEdit> Place(const pb::RepeatedPtrField<Edit>& edits, const char* field,
                              const pb::TextFormat::ParseInfoTree& tree) {
  std::vector<PlacedEdit> placed;
  for (const Edit& edit : edits) {
    const auto at = tree.GetLocation(Entry::descriptor()->FindFieldByName(field),
                                     static_cast<int>(placed.size()));
    placed.push_back({.edit = edit, .line = at.line + 1});
  }
  return placed;
}

// What the parser cannot see; empty if all is well.
std::string Check(const Entry& entry) {
  if (entry.base() != "1.0" && entry.base() != "current") {
    return absl::StrCat("the base '", entry.base(), "' is neither '1.0' nor 'current'");
  }
  if (entry.edit().empty()) return "there is no edit, so nothing changes";
  if (entry.has_refused() == entry.has_bump()) {
    return "an entry has either a 'bump' or, if the compiler refuses it, 'refused'";
  }
  if (entry.has_refused() && entry.expect_size() + entry.may_size() > 0) {
    return "what the compiler refuses is not checked: 'refused' is without 'expect' and 'may'";
  }
  if (entry.kind() == HARMLESS && entry.bump() != NONE) {
    return "what is HARMLESS has the bump NONE";
  }
  return "";
}

bool IsSpace(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

// Where the words end that begin at `start`, with white space between them; npos if they are not
// there.
size_t EndOf(const std::vector<std::string>& words, const std::string& text, size_t start) {
  size_t at = start;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) {
      const size_t gap = at;
      while (at < text.size() && IsSpace(text[at])) ++at;
      if (at == gap) return std::string::npos;
    }
    if (text.compare(at, words[i].size(), words[i]) != 0) return std::string::npos;
    at += words[i].size();
  }
  return at;
}

int LineOf(const std::string& text, size_t at) {
  return 1 + static_cast<int>(
                 std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

bool ApplyAll(const std::vector<PlacedEdit>& edits, const std::string& file, std::string& text,
              std::string& error) {
  for (const PlacedEdit& placed : edits) {
    const std::string wrong = Apply(placed.edit, text);
    if (wrong.empty()) continue;
    error = At(file, placed.line, wrong);
    return false;
  }
  return true;
}

// Reads a number behind `name` from `at` on, which is then behind it.
std::optional<int> NumberAfter(absl::string_view name, const std::string& text, size_t& at) {
  at = text.find(std::string(name), at);
  if (at == std::string::npos) return std::nullopt;
  at += name.size();
  const size_t end = text.find_first_not_of("0123456789", at);
  int number = 0;
  if (!absl::SimpleAtoi(text.substr(at, end - at), &number)) return std::nullopt;
  at = end;
  return number;
}

// Raises the version that the text states; returns whether it states one.
bool Raise(Bump bump, std::string& text) {
  const size_t start = text.find("major: ");
  size_t at = start;
  std::optional<int> major = NumberAfter("major: ", text, at);
  std::optional<int> minor = NumberAfter("minor: ", text, at);
  if (!major || !minor) return false;
  if (bump == MAJOR) {
    major = *major + 1;
    minor = 0;
  } else if (bump == MINOR) {
    minor = *minor + 1;
  }
  text.replace(start, at - start, absl::StrCat("major: ", *major, " minor: ", *minor));
  return true;
}

}  // namespace

std::optional<PlacedEntry> ReadEntry(const std::string& file, const std::string& text,
                                     std::string& error) {
  PlacedEntry placed;
  placed.file = file;
  Collector collector(file);
  pb::TextFormat::ParseInfoTree tree;
  pb::TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.WriteLocationsTo(&tree);
  if (!parser.ParseFromString(text, &placed.entry)) {
    error = collector.errors();
    return std::nullopt;
  }
  const std::string wrong = Check(placed.entry);
  if (!wrong.empty()) {
    error = At(file, 1, wrong);
    return std::nullopt;
  }
  placed.given = Place(placed.entry.given(), "given", tree);
  placed.edits = Place(placed.entry.edit(), "edit", tree);
  const char* last = placed.entry.has_refused() ? "refused" : "bump";
  placed.labels_line = tree.GetLocation(Entry::descriptor()->FindFieldByName(last), -1).line + 1;
  return placed;
}

std::string Apply(const Edit& edit, std::string& text) {
  const std::vector<std::string> words =
      absl::StrSplit(edit.old(), absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty());
  if (words.empty()) return "'old' is empty; it is the piece of the IDL to be replaced";
  size_t found = std::string::npos;
  size_t end = 0;
  for (size_t at = text.find(words[0]); at != std::string::npos; at = text.find(words[0], at + 1)) {
    const size_t stop = EndOf(words, text, at);
    if (stop == std::string::npos) continue;
    if (found != std::string::npos) {
      return absl::StrCat("the IDL has 'old' twice, in lines ", LineOf(text, found), " and ",
                          LineOf(text, at), "; more of the text around makes it unique");
    }
    found = at;
    end = stop;
  }
  if (found == std::string::npos) {
    return absl::StrCat("the IDL does not have 'old', which begins with '", words[0],
                        "'; edits are made one after the other");
  }
  text.replace(found, end - found, edit.new_());
  return "";
}

std::optional<Sides> MakeSides(const PlacedEntry& entry, const std::string& base,
                               std::string& error) {
  Sides sides;
  sides.before = base;
  if (!ApplyAll(entry.given, entry.file, sides.before, error)) return std::nullopt;
  sides.after = sides.before;
  if (!ApplyAll(entry.edits, entry.file, sides.after, error)) return std::nullopt;
  if (sides.after == sides.before) {
    error = At(entry.file, entry.edits[0].line, "the edits change nothing");
    return std::nullopt;
  }
  if (entry.entry.keep_version() || entry.entry.has_refused()) return sides;
  if (!Raise(entry.entry.bump(), sides.after)) {
    error = At(entry.file, entry.labels_line, "the IDL has no 'major: N minor: N' to be raised");
    return std::nullopt;
  }
  return sides;
}

}  // namespace hf::corpus
