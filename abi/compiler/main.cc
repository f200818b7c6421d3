// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// hfidl: the ABI compiler. `hfidl --help` says what it does.

#include <algorithm>
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
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

ABSL_FLAG(std::string, as, "", "see kUsage");
ABSL_FLAG(std::vector<std::string>, unserved, {}, "see kUsage");

namespace {

constexpr char kUsage[] =
    R"(hfidl compiles the formal description of the hypercall ABI.

  hfidl lower FILE                 checks FILE and prints its intermediate representation
  hfidl gen FILE KIND=OUTPUT...    checks FILE and writes generated files

  --as=NAME              the IDL file's name in messages and generated files; its path if not given
  --unserved=CALL,...    gen: calls that the hypervisor answers as if they did not exist, such as
                         share_memory

Errors are 'file:line:column: error: what'; then nothing is written and the exit status is 1. The
grammar is in abi/README.md. For example, the C binding's constants, and the manual:

  hfidl gen abi/hafnia.proto c_types=types.h manual=1.0.md

Kinds of generated files: )";

void Help() {
  std::cout << kUsage << absl::StrJoin(hf::idl::GeneratedKinds(), ", ")
            << ",\nand dot_MACHINE, the diagram of a state machine, such as dot_vcpu.\n";
}

// Abseil's own answer to these ends with the exit status of an error.
bool AsksForHelp(const std::string& argument) {
  return argument == "--help" || argument == "-help" || argument == "-h";
}

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
  if (std::any_of(argv + 1, argv + argc, AsksForHelp)) {
    Help();
    return 0;
  }
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
