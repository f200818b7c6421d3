// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Findings as people and programs read them.

#ifndef ABI_CHECK_REPORT_H_
#define ABI_CHECK_REPORT_H_

#include <string>
#include <vector>

#include "abi/check/check.h"
#include "abi/compiler/level.h"

namespace hf::check {

struct Report {
  // What is compared, as people call it: "abi/released/1.0.textproto".
  std::string old_name;
  std::string new_name;
  idl::Level old_level;
  idl::Level new_level;
  // Nothing was promised about the old ABI, so the version is not judged by it: it is a state of
  // the tree between two releases.
  bool unreleased = false;
  std::vector<Finding> findings;
};

// Whether the change can go in as it is: no error that is not waived.
bool IsGood(const Report& report);

// For a terminal: a line a finding, `file:line:column: class: subject: what [HF042]`, grouped by
// family, and a summary.
std::string TextReport(const Report& report);

// For programs; docs/abi/rules.md describes it. Fields are added, never changed.
std::string JsonReport(const Report& report);

// For a review: what a reviewer has to look at, the gravest first.
std::string MarkdownReport(const Report& report);

// For a manual: what has changed from the old version to the new one, a line each. Without places,
// errors and what only concerns documentation.
std::string ChangeLog(const std::vector<Finding>& findings);

}  // namespace hf::check

#endif  // ABI_CHECK_REPORT_H_
