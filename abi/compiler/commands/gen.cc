// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// hfidl gen: generated files.

#include <fstream>
#include <iostream>
#include <map>
#include <string>

#include "abi/compiler/commands/command.h"
#include "abi/compiler/generate.h"
#include "abi/compiler/load.h"
#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

ABSL_FLAG(std::vector<std::string>, unserved, {}, "calls that are answered as if unknown");
ABSL_FLAG(std::vector<std::string>, released, {}, "older versions whose VMs are served too");

namespace hf::idl {
namespace {

constexpr char kHelp[] = R"(hfidl gen FILE KIND=OUTPUT...

Checks FILE, an IDL file or a representation (.textproto), and writes what is generated from it: for
each KIND the file OUTPUT.

  --as=NAME              the file's name in messages and generated files; its path if not given
  --unserved=CALL,...    calls that the hypervisor answers as if they did not exist, such as
                         share_memory
  --released=FILE,...    released versions whose VMs the hypervisor serves too

Errors are 'file:line:column: error: what'; then nothing is written and the exit status is 1.

For example, the C binding's constants, and the manual of a released version:

  hfidl gen abi/hafnia.proto c_types=types.h
  hfidl gen abi/released/1.0.textproto manual=1.0.md

Kinds: )";

int Run(const std::vector<std::string>& args) {
  if (args.empty()) return WrongUsage("gen: expected a file");
  if (args.size() == 1) {
    return WrongUsage("gen: expected KIND=OUTPUT after the file, such as c_types=types.h");
  }
  const std::optional<ir::Abi> abi = LoadInput(args);
  if (!abi) return kFindings;
  GenerateOptions options;
  options.unserved = absl::GetFlag(FLAGS_unserved);
  for (const std::string& file : absl::GetFlag(FLAGS_released)) {
    std::string errors;
    const std::optional<ir::Abi> released = LoadAbi(file, errors);
    if (!released) {
      std::cerr << errors;
      return kFindings;
    }
    options.released.push_back(*released);
  }
  std::map<std::string, std::string> files;
  for (size_t i = 1; i < args.size(); ++i) {
    const size_t equals = args[i].find('=');
    if (equals == std::string::npos) {
      return WrongUsage(absl::StrCat("gen: '", args[i], "' is not KIND=OUTPUT"));
    }
    const auto text = Generate(*abi, args[i].substr(0, equals), options);
    if (!text.ok()) return WrongUsage(absl::StrCat("gen: ", text.status().message()));
    const std::string output = args[i].substr(equals + 1);
    if (!files.emplace(output, *text).second) {
      return WrongUsage(absl::StrCat("gen: '", output, "' is the output of two kinds"));
    }
  }
  for (const auto& [path, text] : files) {
    std::ofstream out(path, std::ios::binary);
    out << text;
    out.close();
    if (!out) return Fail(absl::StrCat("cannot write '", path, "'"));
  }
  return kGood;
}

}  // namespace

Command GenCommand() {
  return {.name = "gen",
          .summary = "writes what is generated from a file: bindings, dispatch, tests, manual",
          .help = absl::StrCat(kHelp, absl::StrJoin(GeneratedKinds(), ", "),
                               ",\nand dot_MACHINE, the diagram of a state machine, such as "
                               "dot_vcpu.\n"),
          .flags = {"as", "unserved", "released"},
          .run = Run};
}

}  // namespace hf::idl
