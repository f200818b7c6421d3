// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See frozen.h.

#include "abi/compiler/frozen.h"

#include <filesystem>
#include <optional>
#include <set>
#include <vector>

#include "abi/compiler/diagnostics.h"
#include "abi/compiler/fingerprint.h"
#include "abi/compiler/load.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace hf::idl {
namespace {

// A line is the digest, two blanks and the name of a file in the same folder.
constexpr size_t kDigestLength = 64;
constexpr absl::string_view kBlanks = "  ";

}  // namespace

std::string FrozenErrors(const std::string& folder) {
  const std::string list = absl::StrCat(folder, "/", kFrozenList);
  Diagnostics diagnostics(list);
  const std::optional<std::string> text = ReadFile(list);
  if (!text) {
    diagnostics.ErrorIn(list, 0, 0, "cannot be read: released versions are frozen by it");
    return diagnostics.ToString();
  }
  std::set<std::string> frozen;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(*text, '\n', absl::SkipEmpty())) {
    ++number;
    if (line.size() <= kDigestLength + 2 || line.substr(kDigestLength, 2) != kBlanks) {
      diagnostics.ErrorIn(list, number, 1,
                          "not a line of sha256sum: 64 digits, two blanks and the file's name");
      continue;
    }
    const std::string name(line.substr(kDigestLength + 2));
    const absl::string_view expected = line.substr(0, kDigestLength);
    const std::string path = absl::StrCat(folder, "/", name);
    frozen.insert(name);
    const std::optional<std::string> bytes = ReadFile(path);
    if (!bytes) {
      diagnostics.ErrorIn(list, number, kDigestLength + 3,
                          absl::StrCat("the released file '", name, "' is missing"));
    } else if (const std::string actual = Sha256(*bytes); actual != expected) {
      diagnostics.ErrorIn(
          path, 1, 1,
          absl::StrCat("the file has the SHA-256 digest ", actual, ", but it was released with ",
                       expected, " (", list, ":", number,
                       "): a released version never changes; restore it, "
                       "and make the change in abi/hafnia.proto"));
    }
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    if (!absl::EndsWith(name, ".proto") && !absl::EndsWith(name, ".textproto")) continue;
    if (frozen.count(name) != 0) continue;
    diagnostics.ErrorIn(absl::StrCat(folder, "/", name), 1, 1,
                        absl::StrCat("the file is not frozen: append what `sha256sum ", name,
                                     "` prints to ", list));
  }
  return diagnostics.ToString();
}

}  // namespace hf::idl
