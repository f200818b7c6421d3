// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The commands of `decoder`: what the runner and gdb need to put registers into words.

#include "abi/compiler/commands/command.h"

namespace hf::idl {

std::vector<Command> Commands() { return {TraceCommand(), WordCommand()}; }

}  // namespace hf::idl
