// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Where the parts of the comparison put what they find. Internal to the checker.

#ifndef ABI_CHECK_FINDINGS_H_
#define ABI_CHECK_FINDINGS_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "abi/check/check.h"
#include "absl/strings/string_view.h"

namespace hf::check {

class Findings {
 public:
  // The files that places are in.
  Findings(std::string old_file, std::string new_file)
      : old_file_(std::move(old_file)), new_file_(std::move(new_file)) {}
  Findings(const Findings&) = delete;
  Findings& operator=(const Findings&) = delete;

  // Adds a finding at a place in the new file, of the rule's class unless another is given.
  Finding& New(absl::string_view rule, const ir::Place& place, absl::string_view subject,
               absl::string_view what, std::optional<Class> classification = std::nullopt) {
    return Add(rule, new_file_, place, subject, what, classification);
  }
  // The same in the old one: of something that is gone.
  Finding& Old(absl::string_view rule, const ir::Place& place, absl::string_view subject,
               absl::string_view what, std::optional<Class> classification = std::nullopt) {
    return Add(rule, old_file_, place, subject, what, classification);
  }

  // Hands over all, by rule's family and place.
  std::vector<Finding> Take();

 private:
  Finding& Add(absl::string_view rule, const std::string& file, const ir::Place& place,
               absl::string_view subject, absl::string_view what,
               std::optional<Class> classification);

  std::string old_file_;
  std::string new_file_;
  std::vector<Finding> findings_;
};

}  // namespace hf::check

#endif  // ABI_CHECK_FINDINGS_H_
