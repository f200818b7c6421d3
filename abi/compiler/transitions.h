// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The steps of a state machine, gathered from the moves of all calls and events.

#ifndef ABI_COMPILER_TRANSITIONS_H_
#define ABI_COMPILER_TRANSITIONS_H_

#include <string>
#include <vector>

#include "abi/ir.pb.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

// What makes a step: a call, such as "mailbox_send", or an event, such as "Abort".
struct Cause {
  std::string name;
  // The rows of it that do.
  std::vector<std::string> rows = {};
};

struct Transition {
  std::string from;
  std::string to;
  // In the order of the calls, then of the events.
  std::vector<Cause> causes;
};

// From one state to another, each pair once, in the order of the states. A move from any state is
// one from each state that is left ever; a move to the same state is none.
std::vector<Transition> Transitions(const ir::Abi& abi, absl::string_view machine);

}  // namespace hf::idl

#endif  // ABI_COMPILER_TRANSITIONS_H_
