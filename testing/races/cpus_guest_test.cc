// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// CPUs that all run the same few vCPUs, which hold values of their own in all registers and abort
// when one has changed: a code that may not occur.

#include "testing/guest/cpus.h"
#include "testing/guest/test.h"
#include "testing/races/race.h"

namespace hf::races {
namespace {

constexpr uint32_t kMostCanaries = 7;
uint32_t canaries;
uint64_t cpus;

void RunCanaries(uint64_t cpu) {
  uint64_t random = 77 + cpu;
  Watch watch("run/run");
  for (uint32_t i = static_cast<uint32_t>(cpu); GoesOn(); ++i) {
    RunOnce(guest::VmId{1 + i % canaries}, cpu);
    Dawdle(random, 32);
    if (cpu == 0) watch.See(yields);
  }
}

void RunOnAll(uint32_t vms) {
  canaries = vms;
  cpus = test::CpuCount();
  Begin();
  test::OnCpus(cpus, &RunCanaries);
  EXPECT_EQ(wrong_codes.load(), 0);
  EXPECT_GE(yields.load(), kIterations);
  for (uint64_t cpu = 0; cpu < cpus; ++cpu) EXPECT_GT(RunsOf(cpu), 0);
  PrintCount("run/run", yields);
}

TEST(RunRaces, OneVcpuFromAllCpus) { RunOnAll(1); }
TEST(RunRaces, AnyVmFromAnyCpu) { RunOnAll(kMostCanaries); }

}  // namespace
}  // namespace hf::races
