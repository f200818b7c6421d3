// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See judge.h.

#include "abi/corpus/judge.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace hf::corpus {
namespace {

Verdict JudgeRefusal(const Entry& entry, const Said& said) {
  Verdict verdict;
  if (!absl::StrContains(said.errors, entry.refused())) {
    verdict.missed.push_back(absl::StrCat("refused with '", entry.refused(), "'"));
  }
  return verdict;
}

}  // namespace

bool HasLabels(const Entry& entry) {
  return entry.has_refused() || entry.expect_size() > 0 || entry.bump() != NONE;
}

Verdict Judge(const Entry& entry, const Said& said) {
  if (entry.has_refused()) return JudgeRefusal(entry, said);
  Verdict verdict;
  std::set<std::string> allowed(entry.may().begin(), entry.may().end());
  for (const std::string& label : entry.expect()) {
    bool found = false;
    const std::vector<std::string> ids = absl::StrSplit(label, '|');
    for (const std::string& id : ids) {
      allowed.insert(id);
      found = found || said.rules.count(id) > 0;
    }
    if (!found) verdict.missed.push_back(label);
  }
  // A version that is raised as labelled is too low if more was computed: that is one false alarm.
  if (said.bump > entry.bump()) allowed.insert("HF080");
  for (const std::string& id : said.alarms) {
    if (allowed.count(id) == 0) verdict.false_alarms.push_back(id);
  }
  if (said.bump < entry.bump()) {
    verdict.missed.push_back(
        absl::StrCat("bump ", Bump_Name(entry.bump()), " (computed: ", Bump_Name(said.bump), ")"));
  } else if (said.bump > entry.bump()) {
    verdict.false_alarms.push_back(
        absl::StrCat("bump ", Bump_Name(said.bump), " (labelled: ", Bump_Name(entry.bump()), ")"));
  }
  return verdict;
}

}  // namespace hf::corpus
