// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Findings of behaviour come with a sequence of calls, and what is searched for them is bounded.

#include "abi/check/witnesses.h"

#include <string>

#include "abi/check/test_abi.h"
#include "abi/compiler/load.h"
#include "gtest/gtest.h"

namespace hf::check {
namespace {

class WitnessesTest : public testing::Test {
 protected:
  // mailbox_clear of an empty mailbox succeeds.
  WitnessesTest() {
    const std::string text = idl::ReadFile("abi/hafnia.proto").value_or("");
    const std::string from = "when: \"mailbox(caller.vm) != READ\" result: \"-1\"";
    std::string changed = text;
    const size_t at = changed.find(from);
    EXPECT_NE(at, std::string::npos);
    changed.replace(at, from.size(), "when: \"mailbox(caller.vm) != READ\" result: \"0\"");
    old_ = AbiOf("old.proto", text);
    new_ = AbiOf("new.proto", changed);
    findings_ = Compare(old_, new_);
  }

  ir::Abi old_;
  ir::Abi new_;
  std::vector<Finding> findings_;
};

TEST_F(WitnessesTest, TheShortestSequence) {
  EXPECT_EQ(AddWitnesses(old_, new_, findings_), 1u);
  std::string witness;
  for (const Finding& finding : findings_) {
    if (finding.rule == "HF061") witness = finding.witness;
  }
  EXPECT_NE(witness.find("mailbox_clear"), std::string::npos) << ToText(findings_);
  EXPECT_NE(witness.find("-1 → 0"), std::string::npos) << witness;
}

TEST_F(WitnessesTest, IsBounded) {
  EXPECT_EQ(AddWitnesses(old_, new_, findings_, {.most_searches = 0, .most_states = 1}), 0u);
  for (const Finding& finding : findings_) EXPECT_EQ(finding.witness, "") << finding.rule;
}

}  // namespace
}  // namespace hf::check
