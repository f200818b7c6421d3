// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Changes of the real IDL, and the calls that show them.

#include "abi/engine/witness.h"

#include <chrono>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "abi/engine/test_abi.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

namespace hf::engine {
namespace {

std::optional<Witness> Find(const ir::Abi& old_abi, const ir::Abi& new_abi,
                            const std::string& name) {
  const auto start = std::chrono::steady_clock::now();
  auto witness = FindWitness(old_abi, new_abi, name);
  const auto end = std::chrono::steady_clock::now();
  std::printf("%s: %.0f ms\n%s", name.c_str(),
              std::chrono::duration<double, std::milli>(end - start).count(),
              witness ? witness->ToString().c_str() : "  no witness\n");
  if (witness) {
    const Replayed replayed = Replay(*witness, old_abi, new_abi);
    EXPECT_EQ(replayed.by_old.back(), witness->old_result);
    EXPECT_EQ(replayed.by_new.back(), witness->new_result);
    for (size_t i = 0; i + 1 < replayed.by_old.size(); ++i) {
      EXPECT_EQ(replayed.by_old[i], replayed.by_new[i]) << "step " << i;
    }
  }
  return witness;
}

TEST(WitnessTest, NothingChanged) {
  const ir::Abi& abi = Current();
  for (const char* name : {"mailbox_clear", "VcpuRun", "Abort"}) EXPECT_FALSE(Find(abi, abi, name));
}

TEST(WitnessTest, ClearIsIdempotent) {
  const auto witness =
      Find(Current(),
           Edited("name: \"not_read\" when: \"mailbox(caller.vm) != READ\" result: \"-1\"",
                  "name: \"not_read\" when: \"mailbox(caller.vm) != READ\" result: \"0\""),
           "mailbox_clear");
  ASSERT_TRUE(witness);
  EXPECT_EQ(witness->Summary(), "mailbox_clear() by VM 0, mailbox(caller.vm) EMPTY: -1 → 0");
}

// What is different is seen only by a later call.
TEST(WitnessTest, AnEffectIsGone) {
  const auto witness = Find(Current(),
                            Edited("result: \"first_writable(caller.vm)\" effect: "
                                   "\"take_writable(caller.vm)\"",
                                   "result: \"first_writable(caller.vm)\""),
                            "mailbox_writable_get");
  ASSERT_TRUE(witness);
  EXPECT_EQ(witness->steps.size(), 7u);
  EXPECT_EQ(witness->old_result, "-1");
  EXPECT_EQ(witness->new_result, "1");
}

TEST(WitnessTest, AMoveIsGone) {
  const ir::Abi& old_abi = Current();
  ir::Abi new_abi = old_abi;
  for (ir::Call& call : *new_abi.mutable_call()) {
    if (call.name() == "MailboxReceive") call.mutable_row(1)->clear_move();
  }
  EXPECT_TRUE(Find(old_abi, new_abi, "mailbox_receive"));
}

TEST(WitnessTest, AnEventChanges) {
  const auto witness =
      Find(Current(),
           Edited("name: \"preempts\" leave: \"PREEMPTED\"", "name: \"preempts\" leave: \"YIELD\""),
           "PhysicalInterrupt");
  ASSERT_TRUE(witness);
  EXPECT_EQ(witness->Summary(), "event PhysicalInterrupt by VM 1: PREEMPTED (0x0) → YIELD (0x1)");
}

TEST(WitnessTest, OrderOfErrors) {
  const ir::Abi& old_abi = Current();
  ir::Abi new_abi = old_abi;
  for (ir::Call& call : *new_abi.mutable_call()) {
    if (call.name() == "MailboxSend") call.mutable_row()->SwapElements(4, 5);
  }
  // The waiter is not noted: seen when the mailbox is writable.
  EXPECT_TRUE(Find(old_abi, new_abi, "mailbox_send"));
}

TEST(WitnessTest, ACallIsRemoved) {
  const ir::Abi& old_abi = Current();
  ir::Abi new_abi = old_abi;
  new_abi.mutable_call()->RemoveLast();
  const std::string last = old_abi.call().rbegin()->name();
  EXPECT_TRUE(Find(old_abi, new_abi, last));
}

TEST(WitnessTest, CallsAreRenumbered) {
  const ir::Abi& old_abi = Current();
  ir::Abi new_abi = old_abi;
  for (ir::Call& call : *new_abi.mutable_call()) call.set_number(call.number() + 1);
  const auto witness = Find(old_abi, new_abi, "vm_get_count");
  ASSERT_TRUE(witness);
  EXPECT_EQ(witness->Summary(), "vm_get_count() by VM 0: 2 → 0");
}

// Nobody can say whether the condition ever holds: the witness says what it takes.
TEST(WitnessTest, AFactThatNoStateKnows) {
  const std::string fact =
      "// The VM may send.\noption (hf.idl.fact) = { name: \"may_send\" of: VM };\n";
  const std::string at = "// There is a VM of this id. Ids are dense from 0.\n";
  std::string source = absl::StrReplaceAll(Source(), {{at, fact + at}});
  source = absl::StrReplaceAll(
      source, {{"    // Nobody sends to himself.",
                "    // It may not.\n    option (hf.idl.outcome) = { name: \"forbidden\" when: "
                "\"!may_send(caller.vm)\" result: \"-1\" };\n    // Nobody sends to himself."}});
  const auto witness = Find(Current(), Compiled(source), "mailbox_send");
  ASSERT_TRUE(witness);
  EXPECT_EQ(witness->assumptions, (std::vector<std::pair<std::string, uint64_t>>{{"may_send", 0}}));
  EXPECT_TRUE(witness->Summary().ends_with("if may_send is 0, which no state knows"));
}

}  // namespace
}  // namespace hf::engine
