// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See rules.h.

#include "abi/check/rules.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "absl/strings/ascii.h"

namespace hf::check {
namespace {

// How many characters have to be changed to make one of the other.
size_t Distance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

absl::string_view Name(Class classification) {
  switch (classification) {
    case Class::kDocumentation:
      return "documentation";
    case Class::kCompatible:
      return "compatible";
    case Class::kBreaking:
      return "breaking";
    default:
      return "error";
  }
}

const std::vector<Rule>& Rules() {
  static const std::vector<Rule>& rules = *[] {
    auto* all = new std::vector<Rule>(ShapeRules());
    for (const auto& part : {BehaviourRules(), ProcessRules()}) {
      all->insert(all->end(), part.begin(), part.end());
    }
    std::sort(all->begin(), all->end(), [](const Rule& a, const Rule& b) { return a.id < b.id; });
    return all;
  }();
  return rules;
}

std::vector<absl::string_view> Families() {
  std::vector<absl::string_view> families;
  for (const Rule& rule : Rules()) {
    if (std::find(families.begin(), families.end(), rule.family) == families.end()) {
      families.push_back(rule.family);
    }
  }
  return families;
}

const Rule* FindRule(absl::string_view id) {
  for (const Rule& rule : Rules()) {
    if (rule.id == id) return &rule;
  }
  return nullptr;
}

const Rule& NearestRule(absl::string_view text) {
  const std::string upper = absl::AsciiStrToUpper(text);
  const std::string lower = absl::AsciiStrToLower(text);
  const auto distance = [&upper, &lower](const Rule& rule) {
    return std::min(Distance(upper, rule.id), Distance(lower, rule.name));
  };
  return *std::min_element(
      Rules().begin(), Rules().end(),
      [&distance](const Rule& a, const Rule& b) { return distance(a) < distance(b); });
}

}  // namespace hf::check
