// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The framework in a VM, as far as it can be seen by tests that pass.

#include <atomic>

#include "bindings/start/start.h"
#include "testing/guest/cpus.h"
#include "testing/guest/services.h"
#include "testing/guest/test.h"

namespace {

using hf::guest::Maybe;
using hf::guest::VmId;
using hf::test::OnCpus;

TEST(Compare, IntegersByValue) {
  EXPECT_EQ(uint64_t{5}, 5);
  EXPECT_NE(~uint64_t{0}, -1);
  EXPECT_LT(-1, uint64_t{0});
  EXPECT_LE(-1, -1);
  EXPECT_GT(uint8_t{200}, int8_t{-56});
  EXPECT_GE(7u, 7);
}

TEST(Compare, Texts) {
  char text[] = "abc";
  EXPECT_EQ(text, "abc");
  EXPECT_NE(std::string_view("abcd"), text);
}

TEST(Compare, ResultsOfCalls) {
  EXPECT_EQ(Maybe<VmId>(), Maybe<VmId>());
  EXPECT_NE(Maybe<VmId>(VmId{1}), Maybe<VmId>());
  EXPECT_TRUE(Maybe<VmId>(VmId{1}));
  EXPECT_FALSE(Maybe<VmId>());
}

void Leave(bool* after) {
  ASSERT_EQ(1, 1);
  *after = true;
}

TEST(Flow, AssertionsThatHoldGoOn) {
  bool after = false;
  Leave(&after);
  EXPECT_TRUE(after);
}

TEST(Flow, SkippedCasesEndAtOnce) { SKIP("to see that it can be"); }

// Each suite has a boot of its own: what the other has left behind is gone.
int boots = 0;
TEST(Fresh1, SeesNoOther) { EXPECT_EQ(boots++, 0); }
TEST(Fresh2, SeesNoOther) { EXPECT_EQ(boots++, 0); }
TEST(Fresh2, SeesItsOwn) { EXPECT_EQ(boots++, 1); }

// What CPU 0 prints outside the report, even without a newline, does not damage it.
TEST(Console, MayBeUsed) { guest_print("a line\nand a piece of one: "); }

std::atomic<uint64_t> seen;

TEST(Cpus, RunAtTheSameTime) {
  ASSERT_EQ(hf::test::CpuCount(), 4);
  seen = 0;
  OnCpus(4, [](uint64_t cpu) {
    EXPECT_EQ(hf::test::ThisCpu(), cpu);
    seen |= uint64_t{1} << cpu;
    // Each waits for all.
    while (seen != 0xf) {
    }
  });
  EXPECT_EQ(seen.load(), 0xf);
}

TEST(Cpus, AgainAndFewer) {
  seen = 0;
  OnCpus(2, [](uint64_t cpu) { seen |= uint64_t{1} << cpu; });
  EXPECT_EQ(seen.load(), 3);
}

static_assert(hf::test::Service("b", "a,b,c").value == 2);
static_assert(hf::test::Service("c", "a,b,c").value == 3);

}  // namespace
