// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// hfidl: the ABI compiler. `hfidl --help` says what it does.

#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "abi/compiler/compile.h"
#include "abi/compiler/generate.h"
#include "abi/compiler/print_ir.h"
#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/flags/usage_config.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

ABSL_FLAG(std::string, as, "",
          "the IDL file's name in messages and generated files; its path if empty");
ABSL_FLAG(std::vector<std::string>, unserved, {},
          "gen: calls that the hypervisor answers as if they did not exist, such as share_memory");

namespace {

constexpr char kUsage[] =
    R"(compiles the formal specification of the hypercall ABI.

  hfidl lower FILE                 checks FILE and prints its intermediate representation
  hfidl gen FILE KIND=OUTPUT...    checks FILE and writes generated files

Errors are 'file:line:column: error: what'; then nothing is written and the exit status is 1.
Kinds of generated files: )";

int Fail(const std::string& message) {
  std::cerr << "hfidl: " << message << "\n";
  return 1;
}

bool Read(const std::string& path, std::string& text) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  // Sets a failure of either stream for a directory, a read error, and also for an empty file.
  bytes << in.rdbuf();
  text = bytes.str();
  const bool ended = bytes.good() || in.peek() == std::ifstream::traits_type::eof();
  return in.is_open() && ended && !in.bad();
}

int Generate(const hf::ir::Abi& abi, const std::vector<char*>& outputs) {
  const hf::idl::GenerateOptions options = {.unserved = absl::GetFlag(FLAGS_unserved)};
  std::map<std::string, std::string> files;
  for (const std::string output : outputs) {
    const size_t equals = output.find('=');
    if (equals == std::string::npos) return Fail(absl::StrCat("'", output, "' is not KIND=OUTPUT"));
    const auto text = hf::idl::Generate(abi, output.substr(0, equals), options);
    if (!text.ok()) return Fail(std::string(text.status().message()));
    files[output.substr(equals + 1)] = *text;
  }
  for (const auto& [path, text] : files) {
    std::ofstream out(path, std::ios::binary);
    out << text;
    out.close();
    if (!out) return Fail(absl::StrCat("cannot write '", path, "'"));
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  absl::FlagsUsageConfig config;
  config.contains_help_flags = [](absl::string_view file) {
    return absl::EndsWith(file, "abi/compiler/main.cc");
  };
  absl::SetFlagsUsageConfig(config);
  absl::SetProgramUsageMessage(
      absl::StrCat(kUsage, absl::StrJoin(hf::idl::GeneratedKinds(), ", "),
                   ",\nand dot_MACHINE, the diagram of a state machine, such as dot_vcpu"));
  std::vector<char*> args = absl::ParseCommandLine(argc, argv);
  args.erase(args.begin());
  const std::string command = args.empty() ? "" : args[0];
  if (command != "lower" && command != "gen") {
    return Fail("expected 'lower' or 'gen'; see hfidl --help");
  }
  if (args.size() < 2) return Fail("expected an IDL file; see hfidl --help");
  const std::string path = args[1];
  std::string text;
  if (!Read(path, text)) return Fail(absl::StrCat("cannot read '", path, "'"));

  const std::string name = absl::GetFlag(FLAGS_as).empty() ? path : absl::GetFlag(FLAGS_as);
  hf::idl::Diagnostics diagnostics(name);
  const hf::ir::Abi abi = hf::idl::Compile(name, text, diagnostics);
  if (!diagnostics.ok()) {
    std::cerr << diagnostics.ToString();
    return 1;
  }
  args.erase(args.begin(), args.begin() + 2);
  if (command == "gen") return Generate(abi, args);
  if (!args.empty()) return Fail(absl::StrCat("unexpected argument '", args[0], "'"));
  std::cout << hf::idl::PrintIr(abi);
  return 0;
}
