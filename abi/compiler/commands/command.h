// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The commands of hfidl: one file each in this folder. Options are Abseil's flags, defined in the
// command's file; main.cc parses them, so that what is wrong with them is said in one way.
//
// There are three programs. `generator` has the commands that the build itself needs, `hfidl` all
// of them: others may depend on what the generator has made. `decoder` has those that a system is
// run with.

#ifndef ABI_COMPILER_COMMANDS_COMMAND_H_
#define ABI_COMPILER_COMMANDS_COMMAND_H_

#include <optional>
#include <string>
#include <vector>

#include "abi/ir.pb.h"

namespace hf::idl {

// Exit statuses.
inline constexpr int kGood = 0;
// Errors in a file, findings, something that cannot be read or written.
inline constexpr int kFindings = 1;
inline constexpr int kWrongUsage = 2;

struct Command {
  std::string name;
  // For the list of commands: one line without a full stop.
  std::string summary;
  // What `hfidl NAME --help` prints: how to call it, its options, an example.
  std::string help;
  // The names of the flags that it takes.
  std::vector<std::string> flags;
  // Gets the arguments that are not flags, and returns the exit status.
  int (*run)(const std::vector<std::string>& args);
};

// The commands of this program.
std::vector<Command> Commands();

Command LowerCommand();
Command GenCommand();
Command FmtCommand();
Command CheckCommand();
Command ExplainCommand();
Command ChangesCommand();
Command TraceCommand();
Command WordCommand();

// What commands share. Each prints to the standard error output and returns the exit status.

int Fail(const std::string& message);
// Says where help is too.
int WrongUsage(const std::string& message);

// The ABI of the file args[0], under the name of --as; nothing, after a message, if there is none.
std::optional<ir::Abi> LoadInput(const std::vector<std::string>& args);

}  // namespace hf::idl

#endif  // ABI_COMPILER_COMMANDS_COMMAND_H_
