// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Registers in the words of released versions, which never change.

#include "abi/trace/words.h"

#include <gtest/gtest.h>

#include "abi/trace/abis.h"

namespace hf::trace {
namespace {

class WordsTest : public testing::Test {
 protected:
  const Abis abis_ = Abis::BuiltIn();
  const Words& old_ = *abis_.Find({.major = 0, .minor = 1});
  const Words& words_ = *abis_.Find({.major = 1, .minor = 0});
};

TEST_F(WordsTest, Calls) {
  EXPECT_EQ(words_.Call({0xff00, 9, 9, 9}).words, "vm_get_id()");
  EXPECT_EQ(words_.Call({0xff03, 2, 1, 9}).words, "vcpu_run(vm_id=2, vcpu=1)");
  EXPECT_EQ(words_.Call({0xff05, 0x4010'1000, 0x4010'2000, 0}).words,
            "vm_configure(send=0x40101000, receive=0x40102000)");
  EXPECT_EQ(words_.Call({0xff06, 0, 12, 1}).words,
            "mailbox_send(vm_id=0, size=12 bytes, notify=true)");
  EXPECT_EQ(words_.Call({0xff07, 0, 0, 0}).words, "mailbox_receive(block=false)");
}

TEST_F(WordsTest, BitsThatDoNotCount) {
  EXPECT_EQ(words_.Call({0xab'4000'ff03, 0xab'0000'0002, 1, 9}).words, "vcpu_run(vm_id=2, vcpu=1)");
}

TEST_F(WordsTest, NumbersThatAreNone) {
  const CallText call = words_.Call({0xc400'0003, 1, 2, 3});
  EXPECT_EQ(call.name, "call 0xc4000003");
  EXPECT_EQ(call.words, "call 0xc4000003");
  EXPECT_EQ(call.arguments, "{}");
}

TEST_F(WordsTest, ArgumentsForPrograms) {
  EXPECT_EQ(words_.Call({0xff06, 0, 12, 1}).arguments, R"({"vm_id":0,"size":12,"notify":true})");
  EXPECT_EQ(words_.Call({0xff05, 0x4010'1000, 0, 0}).arguments,
            R"({"send":"0x40101000","receive":"0x0"})");
  // Not exact in JSON.
  EXPECT_EQ(words_.Call({0xff06, 0, ~uint64_t{0}, 0}).arguments,
            R"({"vm_id":0,"size":"0xffffffffffffffff","notify":false})");
}

TEST_F(WordsTest, Results) {
  EXPECT_EQ(words_.Result(0xff00, 3).words, "3");
  EXPECT_EQ(words_.Result(0xff02, ~uint64_t{0}).words, "-1");
  EXPECT_EQ(words_.Result(0xff07, uint64_t{12} << 32 | 1).words, "vm_id=1, size=12 bytes");
  EXPECT_EQ(words_.Result(0xff07, uint64_t{12} << 32 | 1).json, R"({"vm_id":1,"size":12})");
  EXPECT_EQ(words_.Result(0xff07, 0xffff'ffff).words, "vm_id=INVALID_VM_ID, size=0 bytes");
  EXPECT_EQ(words_.Result(0xff03, uint64_t{12} << 32 | 4).words, "MESSAGE(size=12 bytes)");
  EXPECT_EQ(words_.Result(0xff03, uint64_t{12} << 32 | 4).json, R"({"code":"MESSAGE","size":12})");
  EXPECT_EQ(words_.Result(0x1234, ~uint64_t{0}).words, "-1");
}

TEST_F(WordsTest, RunCodes) {
  EXPECT_EQ(words_.RunCode(0).words, "PREEMPTED");
  EXPECT_EQ(words_.RunCode(0).json, R"({"code":"PREEMPTED"})");
  EXPECT_EQ(words_.RunCode(uint64_t{3} << 32 | 1 << 16 | 3).words, "WAKE_UP(vm_id=3, vcpu=1)");
  EXPECT_EQ(words_.RunCode(uint64_t{3} << 32 | uint64_t{0xffff} << 16 | 3).words,
            "WAKE_UP(vm_id=3, vcpu=INVALID_VCPU)");
  EXPECT_EQ(words_.RunCode(7).words, "ABORTED");
  EXPECT_EQ(words_.RunCode(0xee).words, "unknown 238");
}

TEST_F(WordsTest, TheSameRegistersAtLevel0_1) {
  EXPECT_EQ(old_.Call({0xff00, 2, 1, 0}).words, "vcpu_run(vm_id=2, vcpu=1)");
  EXPECT_EQ(old_.Call({0xff04, 1, 12, 0}).words, "mailbox_send(vm_id=1, size=12 bytes)");
  EXPECT_EQ(old_.Call({0xff07, 0, 0, 0}).words, "call 0xff07");
  EXPECT_EQ(old_.RunCode(0).words, "YIELD");
  EXPECT_EQ(old_.RunCode(uint64_t{12} << 32 | 3).words, "MESSAGE(size=12 bytes)");
}

TEST_F(WordsTest, TheNewestKnowsWhatItAdds) {
  EXPECT_NE(abis_.Newest()->FindCall("abi_version"), nullptr);
  EXPECT_EQ(words_.FindCall("abi_version"), nullptr);
}

}  // namespace
}  // namespace hf::trace
