// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "testing/races/wake.h"

#include "testing/guest/cpus.h"
#include "testing/guest/test.h"
#include "testing/races/race.h"

namespace hf::races {
namespace {

constexpr uint64_t kCpus = 4;

// For all CPUs.
std::string_view name;
guest::VmId target;
Wake wake_target;
std::atomic<uint64_t> woken;

// By chance one or the other, so that about every second time the vCPU blocks before it is woken.
void Work(uint64_t cpu) {
  uint64_t random = 0x9e3779b97f4a7c15 + cpu;
  Watch watch(name);
  while (woken < kIterations && GoesOn()) {
    Dawdle(random, 512);
    if (random >> 20 & 1) {
      if (wake_target()) ++woken;
    } else {
      RunOnce(target, cpu);
    }
    if (cpu == 0) watch.See(woken);
  }
}

}  // namespace

void WakeAndRun(std::string_view race, guest::VmId vm, uint64_t wakes_a_yield, Wake wake) {
  name = race;
  target = vm;
  wake_target = wake;
  woken = 0;
  Begin();
  test::OnCpus(kCpus, &Work);
  // What was still under way.
  guest::RunCode code = guest::VcpuRun(vm, {0}).code();
  for (; code != guest::RunCode::kWaitForInterrupt; code = guest::VcpuRun(vm, {0}).code()) {
    ASSERT_TRUE(code == guest::RunCode::kYield || code == guest::RunCode::kPreempted);
    if (code == guest::RunCode::kYield) ++yields;
  }
  EXPECT_EQ(wrong_codes.load(), 0);
  EXPECT_GE(woken.load(), kIterations);
  EXPECT_EQ(yields.load(), woken / wakes_a_yield);
  PrintCount(race, woken);
}

}  // namespace hf::races
