// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// hfidl: the ABI compiler and what else there is to do with an ABI. `hfidl --help` says what.

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "abi/compiler/commands/command.h"
#include "absl/flags/reflection.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace hf::idl {
namespace {

constexpr char kHelp[] = R"(hfidl compiles and compares formal descriptions of the hypercall ABI.

  hfidl COMMAND [--OPTION=VALUE...] FILE...

A file is an IDL file, such as abi/hafnia.proto, or the representation of one, such as
abi/released/1.0.textproto. abi/README.md explains both. The commands:

)";

constexpr char kTail[] = R"(
`hfidl COMMAND --help` explains a command and shows how it is used. For example:

  hfidl lower abi/hafnia.proto
  hfidl gen abi/hafnia.proto c_types=types.h

The exit status is 0 if all is well, 1 if there are errors or findings, 2 if hfidl was called in a
wrong way. From a clone of the tree: bazel run //abi:hfidl -- COMMAND ...
)";

void PrintHelp(const std::vector<Command>& commands) {
  std::cout << kHelp;
  for (const Command& command : commands) {
    std::cout << "  " << command.name << std::string(10 - command.name.size(), ' ')
              << command.summary << "\n";
  }
  std::cout << kTail;
}

bool AsksForHelp(const std::string& argument) {
  return argument == "--help" || argument == "-h" || argument == "help";
}

// Sets the flag of `--name=value`, or of `--name` for one that is on or off. Returns what is wrong.
std::string SetFlag(const Command& command, const std::string& argument) {
  const std::string text(absl::StripPrefix(argument, "--"));
  const size_t equals = text.find('=');
  const std::string name = text.substr(0, equals);
  bool known = false;
  std::vector<std::string> options;
  for (const std::string& flag : command.flags) {
    known = known || flag == name;
    options.push_back(absl::StrCat("--", flag));
  }
  if (!known) {
    return absl::StrCat("unknown option '", argument, "'; it has ",
                        options.empty() ? "none" : absl::StrJoin(options, ", "));
  }
  absl::CommandLineFlag& flag = *absl::FindCommandLineFlag(name);
  if (equals == std::string::npos && !flag.IsOfType<bool>()) {
    return absl::StrCat("'", argument, "' needs a value: --", name, "=VALUE");
  }
  std::string error;
  const std::string value = equals == std::string::npos ? "true" : text.substr(equals + 1);
  if (flag.ParseFrom(value, &error)) return "";
  return absl::StrCat("'", value, "' is no value of --", name, ": ", error);
}

int Main(const std::vector<std::string>& args) {
  const std::vector<Command> commands = Commands();
  if (args.empty() || AsksForHelp(args[0])) {
    PrintHelp(commands);
    return args.empty() ? kWrongUsage : kGood;
  }
  for (const Command& command : commands) {
    if (command.name != args[0]) continue;
    std::vector<std::string> rest;
    for (size_t i = 1; i < args.size(); ++i) {
      if (AsksForHelp(args[i])) {
        std::cout << command.help;
        return kGood;
      }
      if (!absl::StartsWith(args[i], "--")) {
        rest.push_back(args[i]);
        continue;
      }
      const std::string error = SetFlag(command, args[i]);
      if (!error.empty()) return WrongUsage(absl::StrCat(command.name, ": ", error));
    }
    return command.run(rest);
  }
  std::vector<std::string> names;
  for (const Command& command : commands) names.push_back(command.name);
  return WrongUsage(
      absl::StrCat("unknown command '", args[0], "'; there are ", absl::StrJoin(names, ", ")));
}

}  // namespace
}  // namespace hf::idl

int main(int argc, char** argv) {
  // `bazel run` starts programs elsewhere; files are meant from where the user is.
  const char* directory = std::getenv("BUILD_WORKING_DIRECTORY");
  if (directory != nullptr && chdir(directory) != 0) {
    std::cerr << "hfidl: cannot change to '" << directory << "'\n";
    return hf::idl::kFindings;
  }
  return hf::idl::Main({argv + 1, argv + argc});
}
