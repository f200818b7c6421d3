// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// One case of decide.h: the values of all that guards ask for, and the value of a guard in it.

#ifndef ABI_COMPILER_CASE_TABLE_H_
#define ABI_COMPILER_CASE_TABLE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "abi/ir.pb.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

// Expressions that have a value of their own in each case.
bool IsVariable(const ir::Expr& expr);

class CaseTable {
 public:
  // What `caller` is depends on the id of the calling VM.
  explicit CaseTable(uint64_t primary_vm_id) : primary_vm_id_(primary_vm_id) {}

  // Whether a variable, of arguments that have values, has one already: perhaps as the same
  // function of other expressions with the same values.
  bool Has(const ir::Expr& variable) const { return Number(variable).has_value(); }
  void Push(const ir::Expr& variable, uint64_t value);
  void Pop() { entries_.pop_back(); }

  // The value of a guard or of a number; nothing if it depends on what has no value. `bound` are
  // the values of v1, v2, ….
  std::optional<bool> Truth(const ir::Expr& expr, const std::vector<uint64_t>& bound = {}) const;
  std::optional<uint64_t> Number(const ir::Expr& expr,
                                 const std::vector<uint64_t>& bound = {}) const;

 private:
  struct Entry {
    std::string name;
    std::vector<uint64_t> args;
    uint64_t value;
  };

  std::optional<bool> Compare(const ir::Expr& expr, const std::vector<uint64_t>& bound) const;

  uint64_t primary_vm_id_;
  std::vector<Entry> entries_;
};

}  // namespace hf::idl

#endif  // ABI_COMPILER_CASE_TABLE_H_
