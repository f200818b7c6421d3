// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the checker says of a change, held against the change's labels.

#ifndef ABI_CORPUS_JUDGE_H_
#define ABI_CORPUS_JUDGE_H_

#include <set>
#include <string>
#include <vector>

#include "abi/corpus/corpus.pb.h"

namespace hf::corpus {

// What was said of the new side of a change.
struct Said {
  // The errors with which the compiler refused it; empty if it did not.
  std::string errors;
  // The rules with findings that are more than documentation, and those with any.
  std::set<std::string> alarms;
  std::set<std::string> rules;
  // What the findings make of the version.
  Bump bump = NONE;
};

struct Verdict {
  // Labels that what was said does not bear out: "HF062", "bump MAJOR (computed: NONE)".
  std::vector<std::string> missed;
  // What was said without a label: "HF061", "bump MAJOR (labelled: NONE)".
  std::vector<std::string> false_alarms;
};

// The entry has labels, so that there is something to be found.
bool HasLabels(const Entry& entry);

Verdict Judge(const Entry& entry, const Said& said);

}  // namespace hf::corpus

#endif  // ABI_CORPUS_JUDGE_H_
