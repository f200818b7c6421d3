// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Secondaries that execute instructions at random. Whatever becomes of them, the hypervisor, the
// primary and those that wait go on.

#include "bindings/start/start.h"
#include "testing/guest/services.h"
#include "testing/guest/show.h"
#include "testing/guest/test.h"
#include "testing/hostile/attack.h"
#include "testing/isolation/timer.h"

namespace hf::hostile {
namespace {

using guest::RunCode;
using guest::VmId;
using isolation::Timer;

constexpr uint32_t kVictims = 14;
constexpr VmId kWitness{15};
constexpr uint64_t kInstructionsAYield = 256;
// For each VM: what it gets done in so many runs, of a millisecond at most.
constexpr int kRuns = 100;

void RunVictims(uint64_t seed) {
  isolation::SetUpInterrupts();
  uint64_t yields = 0, aborts = 0;
  for (uint32_t i = 1; i <= kVictims; ++i) {
    const VmId vm{i};
    ASSERT_TRUE(Tell(vm, {Op::kRandom, {seed * 0x9e3779b97f4a7c15 + i}}));
    for (int run = 0; run < kRuns; ++run) {
      isolation::StartTimer(Timer::kVirtual, 1);
      const RunCode code = guest::VcpuRun(vm, {0}).code();
      isolation::StopTimer(Timer::kVirtual);
      if (code == RunCode::kYield) ++yields;
      if (code == RunCode::kAborted) {
        ++aborts;
        break;
      }
    }
    ExpectAlive(kWitness);
  }
  EXPECT_GT(yields, 0);
  test::Text text;
  text << "random: " << yields * kInstructionsAYield << " instructions, " << aborts << " of "
       << uint64_t{kVictims} << " VMs aborted\n";
  guest_print_bytes(text.view().data(), text.view().size());
}

TEST(RandomInstructions, Seed1) { RunVictims(1); }
TEST(RandomInstructions, Seed2) { RunVictims(2); }
TEST(RandomInstructions, Seed3) { RunVictims(3); }
TEST(RandomInstructions, Seed4) { RunVictims(4); }

}  // namespace
}  // namespace hf::hostile
