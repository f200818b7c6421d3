// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Findings that are let pass on purpose: waivers.proto says how they are written.

#ifndef ABI_CHECK_WAIVERS_H_
#define ABI_CHECK_WAIVERS_H_

#include <string>
#include <vector>

#include "abi/check/check.h"
#include "abi/compiler/level.h"
#include "absl/strings/string_view.h"

namespace hf::check {

class Waivers {
 public:
  // Reads the text of the file `name`. What is wrong with it is in errors().
  Waivers(absl::string_view name, absl::string_view text, const idl::Level& level,
          absl::string_view today);

  // Lets those of the findings pass that there are waivers for.
  void Apply(std::vector<Finding>& findings);

  // HF086, HF087 and HF089 of the file: findings at places in it.
  const std::vector<Finding>& errors() const { return errors_; }
  // HF088 of those that have let nothing pass until now.
  std::vector<Finding> Unused() const;

 private:
  struct Entry {
    std::string rule;
    std::string subject;
    std::string reason;
    int line;
    int column;
    bool used;
  };

  Finding At(absl::string_view rule, int line, int column, absl::string_view subject,
             const std::string& what) const;

  std::string name_;
  std::vector<Entry> entries_;
  std::vector<Finding> errors_;
};

// The day, as a waiver has it: "2026-11-22".
std::string Today();

}  // namespace hf::check

#endif  // ABI_CHECK_WAIVERS_H_
