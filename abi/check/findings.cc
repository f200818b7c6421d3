// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See findings.h.

#include "abi/check/findings.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <tuple>

namespace hf::check {
namespace {

size_t FamilyIndex(const Finding& finding) {
  const std::vector<absl::string_view> families = Families();
  return static_cast<size_t>(
      std::find(families.begin(), families.end(), FindRule(finding.rule)->family) -
      families.begin());
}

}  // namespace

Finding& Findings::Add(absl::string_view rule, const std::string& file, const ir::Place& place,
                       absl::string_view subject, absl::string_view what,
                       std::optional<Class> classification) {
  findings_.push_back({.rule = std::string(rule),
                       .classification = classification.value_or(FindRule(rule)->classification),
                       .file = file,
                       .line = place.line(),
                       .column = place.column(),
                       .subject = std::string(subject),
                       .what = std::string(what)});
  return findings_.back();
}

std::vector<Finding> Findings::Take() {
  std::vector<size_t> order(findings_.size());
  std::iota(order.begin(), order.end(), size_t{0});
  // What is found at one place stays in the order in which it was.
  const auto key = [this](size_t index) {
    const Finding& finding = findings_[index];
    return std::make_tuple(FamilyIndex(finding), finding.file, finding.line, finding.column, index);
  };
  std::sort(order.begin(), order.end(), [&key](size_t a, size_t b) { return key(a) < key(b); });
  std::vector<Finding> sorted;
  for (size_t index : order) sorted.push_back(std::move(findings_[index]));
  findings_.clear();
  return sorted;
}

}  // namespace hf::check
