// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The commands that the build needs.

#include "abi/compiler/commands/command.h"

namespace hf::idl {

std::vector<Command> Commands() { return {LowerCommand(), GenCommand()}; }

}  // namespace hf::idl
