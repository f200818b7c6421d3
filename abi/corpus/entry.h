// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Labelled changes of the ABI as they are read from their files, and the two texts that one of them
// is about.

#ifndef ABI_CORPUS_ENTRY_H_
#define ABI_CORPUS_ENTRY_H_

#include <optional>
#include <string>
#include <vector>

#include "abi/corpus/corpus.pb.h"
#include "absl/strings/string_view.h"

namespace hf::corpus {

// An edit, and its line in the entry's file, counted from 1.
struct PlacedEdit {
  Edit edit;
  int line = 0;
};

struct PlacedEntry {
  Entry entry;
  std::string file;
  std::vector<PlacedEdit> given;
  std::vector<PlacedEdit> edits;
  // Of the labels: where a message about them points to.
  int labels_line = 1;
};

// The two IDL texts of a change.
struct Sides {
  std::string before;
  std::string after;
};

// Reads an entry. Without one `error` says why: `file:line: error: what`.
std::optional<PlacedEntry> ReadEntry(const std::string& file, const std::string& text,
                                     std::string& error);

// Replaces what the edit names in `text`. Returns what is wrong, or an empty string.
std::string Apply(const Edit& edit, std::string& text);

// Makes both sides of the entry from the text of its base.
std::optional<Sides> MakeSides(const PlacedEntry& entry, const std::string& base,
                               std::string& error);

}  // namespace hf::corpus

#endif  // ABI_CORPUS_ENTRY_H_
