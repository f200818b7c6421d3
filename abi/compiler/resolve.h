// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Gives the names in expressions their meaning, and checks that what is compared, passed and
// returned fits together.

#ifndef ABI_COMPILER_RESOLVE_H_
#define ABI_COMPILER_RESOLVE_H_

#include <string>
#include <vector>

#include "abi/compiler/diagnostics.h"
#include "abi/ir.pb.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

// Look-ups by name; null if there is none.
const ir::Constant* FindConstant(const ir::Abi& abi, absl::string_view name);
const ir::Enum* FindEnum(const ir::Abi& abi, absl::string_view name);
const ir::EnumValue* FindValue(const ir::Enum& enumeration, absl::string_view name);
const ir::Machine* FindMachine(const ir::Abi& abi, absl::string_view name);
const ir::Record* FindRecord(const ir::Abi& abi, absl::string_view name);
const ir::Row* FindRow(const ir::Call& call, absl::string_view name);
// What leaving a CPU returns: the one word with a tag.
const ir::Record* FindTaggedWord(const ir::Abi& abi);
// The names of an enumeration's values: "EMPTY, RECEIVED, READ".
std::string ValueNames(const ir::Enum& enumeration);

class Resolver {
 public:
  // `args` are the arguments in scope, or null; v1, v2, … are of kinds `variables`.
  Resolver(const ir::Abi& abi, const ir::Record* args, std::vector<ir::Kind> variables,
           Diagnostics& diagnostics)
      : abi_(abi), args_(args), variables_(std::move(variables)), diagnostics_(diagnostics) {}

  // Each resolves a parsed expression in place, and returns false after an error.

  // Something true or false.
  bool Guard(ir::Expr& expr);
  // A value of a word: a number, or `TAG_VALUE(fields…)`, or `Word(fields…)`.
  bool Result(ir::Expr& expr, const ir::Record& word);
  // A state machine with its arguments.
  bool Machine(ir::Expr& expr);
  bool Effect(ir::Expr& expr);

 private:
  bool Bool(ir::Expr& expr);
  bool Compare(ir::Expr& expr);
  bool Term(ir::Expr& expr);
  bool Name(ir::Expr& expr);
  bool Application(ir::Expr& expr);
  bool Number(ir::Expr& expr);
  // `of` is a list of Kind.
  template <typename Kinds>
  bool Arguments(ir::Expr& expr, const Kinds& of);
  bool Fail(const ir::Expr& expr, absl::string_view message);

  const ir::Abi& abi_;
  const ir::Record* args_;
  std::vector<ir::Kind> variables_;
  Diagnostics& diagnostics_;
};

}  // namespace hf::idl

#endif  // ABI_COMPILER_RESOLVE_H_
