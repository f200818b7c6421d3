// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// hfidl word: what a register means that a call has returned.

#include <cstdint>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "abi/compiler/commands/command.h"
#include "abi/trace/abis.h"
#include "absl/flags/flag.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

ABSL_FLAG(std::string, level, "", "the version of the ABI");

namespace hf::idl {
namespace {

constexpr char kHelp[] = R"(hfidl word CALL WORD

Prints what x0 means when CALL returns WORD, a decimal or hexadecimal number.

  --level=X.Y      in this version of the ABI; today's if not given

For example, why a vCPU has left:

  hfidl word vcpu_run 0x0000000c00000004
)";

std::optional<uint64_t> Number(const std::string& text) {
  uint64_t number = 0;
  int64_t negative = 0;
  if (absl::StartsWith(text, "0x") && absl::SimpleHexAtoi(text, &number)) return number;
  if (absl::SimpleAtoi(text, &number)) return number;
  if (absl::SimpleAtoi(text, &negative)) return static_cast<uint64_t>(negative);
  return std::nullopt;
}

int Run(const std::vector<std::string>& args) {
  if (args.size() != 2) return WrongUsage("word: expected a call and a number");
  const trace::Abis abis = trace::Abis::BuiltIn();
  const std::string level = absl::GetFlag(FLAGS_level);
  const trace::Words* words = level.empty() ? abis.Newest() : nullptr;
  for (const trace::Level known : abis.levels()) {
    if (trace::LevelName(known) == level) words = abis.Find(known);
  }
  if (words == nullptr) {
    return WrongUsage(
        absl::StrCat("word: --level is '", level, "'; there are ", abis.LevelNames()));
  }
  const ir::Call* call = words->FindCall(args[0]);
  if (call == nullptr) return WrongUsage(absl::StrCat("word: there is no call '", args[0], "'"));
  const std::optional<uint64_t> word = Number(args[1]);
  if (!word) return WrongUsage(absl::StrCat("word: '", args[1], "' is no number"));
  std::cout << words->Result(call->number(), *word).words << "\n";
  return kGood;
}

}  // namespace

Command WordCommand() {
  return {.name = "word",
          .summary = "says what a call's result means",
          .help = kHelp,
          .flags = {"level"},
          .run = Run};
}

}  // namespace hf::idl
