// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// hfidl lower: the intermediate representation of a file.

#include <iostream>

#include "abi/compiler/budget.h"
#include "abi/compiler/commands/command.h"
#include "abi/compiler/fingerprint.h"
#include "abi/compiler/print_ir.h"
#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"

ABSL_FLAG(bool, budget, false, "print what is left for later versions");
ABSL_FLAG(bool, fingerprint, false, "print the fingerprint alone");

namespace hf::idl {
namespace {

constexpr char kHelp[] = R"(hfidl lower FILE

Checks FILE and prints its intermediate representation (abi/ir.proto) as canonical text: the form in
which versions are released, and all that the checks and generators read. FILE is an IDL file, or a
representation, whose name ends with .textproto.

  --fingerprint    print the fingerprint alone: the SHA-256 digest of what the ABI means, that is
                   of the representation without documentation and without the file's name
  --budget         print what is left for later versions instead: numbers of calls, bits of
                   registers, values of codes
  --as=NAME        the file's name in messages and in the representation; its path if not given

Errors are 'file:line:column: error: what'; then nothing is printed and the exit status is 1.

For example, to see what the rows of a call become, and whether a change is one of the ABI:

  hfidl lower abi/hafnia.proto | less '+/name: "MailboxSend"'
  hfidl lower --fingerprint abi/hafnia.proto

Which numbers and bits a change can still use:

  hfidl lower --budget abi/hafnia.proto
)";

int Run(const std::vector<std::string>& args) {
  if (args.empty()) return WrongUsage("lower: expected a file");
  if (args.size() > 1)
    return WrongUsage(absl::StrCat("lower: unexpected argument '", args[1], "'"));
  if (absl::GetFlag(FLAGS_budget) && absl::GetFlag(FLAGS_fingerprint)) {
    return WrongUsage("lower: expected --budget or --fingerprint, not both");
  }
  const std::optional<ir::Abi> abi = LoadInput(args);
  if (!abi) return kFindings;
  if (absl::GetFlag(FLAGS_budget)) {
    std::cout << Budget(*abi);
  } else if (absl::GetFlag(FLAGS_fingerprint)) {
    std::cout << Fingerprint(*abi) << "\n";
  } else {
    std::cout << PrintIr(*abi);
  }
  return kGood;
}

}  // namespace

Command LowerCommand() {
  return {.name = "lower",
          .summary = "prints the intermediate representation of a file",
          .help = kHelp,
          .flags = {"as", "budget", "fingerprint"},
          .run = Run};
}

}  // namespace hf::idl
