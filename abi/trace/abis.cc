// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See abis.h.

#include "abi/trace/abis.h"

#include <google/protobuf/text_format.h>

#include <utility>

#include "abi/compiler/fingerprint.h"
#include "abi/trace/built_in.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::trace {

std::string LevelName(Level level) { return absl::StrCat(level.major, ".", level.minor); }

Abis Abis::BuiltIn() {
  Abis abis;
  for (const absl::string_view text : BuiltInAbis()) {
    ir::Abi abi;
    // They were checked before they were built in, and so can be read.
    google::protobuf::TextFormat::ParseFromString(std::string(text), &abi);
    abis.Add(std::move(abi));
  }
  return abis;
}

void Abis::Add(ir::Abi abi) {
  const Level level = {static_cast<uint8_t>(abi.major()), static_cast<uint8_t>(abi.minor())};
  abis_[level] = std::make_unique<Entry>(std::move(abi));
}

const Words* Abis::Find(Level level) const {
  const auto entry = abis_.find(level);
  return entry == abis_.end() ? nullptr : &entry->second->words;
}

const Words* Abis::Newest() const {
  return abis_.empty() ? nullptr : &abis_.rbegin()->second->words;
}

std::set<Level> Abis::levels() const {
  std::set<Level> levels;
  for (const auto& [level, entry] : abis_) levels.insert(level);
  return levels;
}

std::string Abis::LevelNames() const {
  return absl::StrJoin(abis_, ", ", [](std::string* out, const auto& abi) {
    absl::StrAppend(out, LevelName(abi.first));
  });
}

std::string Abis::ProblemOf(const Header& header) const {
  const auto entry = abis_.find(header.abi);
  if (entry == abis_.end()) {
    return absl::StrCat("a trace of ABI ", LevelName(header.abi), "; known are ", LevelNames(),
                        ": give the one that the hypervisor was built from by --abi=FILE");
  }
  const std::string known = idl::Fingerprint(entry->second->abi);
  const std::string its = absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(header.fingerprint.data()), header.fingerprint.size()));
  if (known == its) return "";
  return absl::StrCat("a trace of ABI ", LevelName(header.abi), " with the fingerprint ", its,
                      "; the known one has ", known,
                      ": give the one that the hypervisor was built from by --abi=FILE");
}

}  // namespace hf::trace
