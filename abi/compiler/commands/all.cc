// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// All commands, in the order in which they are listed. A new one has a file of its own in this
// folder, its function in command.h, and a line here.

#include "abi/compiler/commands/command.h"

namespace hf::idl {

std::vector<Command> Commands() {
  return {
      LowerCommand(),   GenCommand(),     FmtCommand(),   CheckCommand(),
      ExplainCommand(), ChangesCommand(), TraceCommand(), WordCommand(),
  };
}

}  // namespace hf::idl
