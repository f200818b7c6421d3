// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The command of `formatter`, which //testing/lint runs.

#include "abi/compiler/commands/command.h"

namespace hf::idl {

std::vector<Command> Commands() { return {FmtCommand()}; }

}  // namespace hf::idl
