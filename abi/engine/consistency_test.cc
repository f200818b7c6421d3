// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The IDL is consistent, and mistakes in it are found.

#include "abi/engine/consistency.h"

#include <cstdio>
#include <string>
#include <vector>

#include "abi/engine/test_abi.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace hf::engine {
namespace {

std::vector<std::string> RulesOf(const ir::Abi& abi, const ConsistencyOptions& options) {
  std::vector<std::string> rules;
  for (const Inconsistency& found : FindInconsistencies(abi, options)) {
    rules.push_back(found.rule + " " + found.subject);
    std::printf("%s %s: %s\n", found.rule.c_str(), found.subject.c_str(), found.what.c_str());
  }
  return rules;
}

using Rules = std::vector<std::string>;

TEST(ConsistencyTest, TheIdlIsConsistent) { EXPECT_EQ(RulesOf(Current(), {}), Rules()); }

// Whoever sends does not look whether the recipient has a mailbox.
TEST(ConsistencyTest, AnInvariantIsViolated) {
  ir::Abi abi = Current();
  for (ir::Call& call : *abi.mutable_call()) {
    if (call.name() != "MailboxSend") continue;
    for (int i = call.row_size() - 1; i >= 0; --i) {
      if (absl::StartsWith(call.row(i).name(), "busy")) call.mutable_row()->DeleteSubrange(i, 1);
    }
  }
  EXPECT_EQ(RulesOf(abi, {.rows = false}), Rules({"HF095 message_in_mailbox"}));
}

TEST(ConsistencyTest, AStateIsDead) {
  ir::Abi abi = Current();
  for (ir::Event& event : *abi.mutable_event()) {
    if (event.name() != "WaitForInterrupt") continue;
    for (ir::Row& row : *event.mutable_row()) row.clear_move();
  }
  EXPECT_EQ(RulesOf(abi, {.rows = false}), Rules({"HF093 vcpu: BLOCKED_INTERRUPT"}));
}

// A guard that is true of no state, which no look at the guards alone shows.
TEST(ConsistencyTest, ARowIsNeverTaken) {
  const ir::Abi abi =
      Edited("    // There is nothing to clear, or the message has not been taken.\n",
             "    // Never.\n    option (hf.idl.outcome) = { name: \"never\" when: "
             "\"mailbox(caller.vm) == RECEIVED && caller == PRIMARY\" result: \"0\" };\n"
             "    // There is nothing to clear, or the message has not been taken.\n");
  EXPECT_EQ(RulesOf(abi, {}), Rules({"HF092 mailbox_clear.never"}));
}

}  // namespace
}  // namespace hf::engine
