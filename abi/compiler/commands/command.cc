// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See command.h.

#include "abi/compiler/commands/command.h"

#include <iostream>

#include "abi/compiler/load.h"
#include "absl/flags/flag.h"

ABSL_FLAG(std::string, as, "", "the file's name in messages and in what is generated");

namespace hf::idl {

int Fail(const std::string& message) {
  std::cerr << "hfidl: " << message << "\n";
  return kFindings;
}

int WrongUsage(const std::string& message) {
  std::cerr << "hfidl: " << message << "; `hfidl --help` and `hfidl COMMAND --help` say more\n";
  return kWrongUsage;
}

std::optional<ir::Abi> LoadInput(const std::vector<std::string>& args) {
  std::string errors;
  std::optional<ir::Abi> abi = LoadAbi(args[0], errors, absl::GetFlag(FLAGS_as));
  std::cerr << errors;
  return abi;
}

}  // namespace hf::idl
