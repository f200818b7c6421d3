// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// VMs that abort while all CPUs want to run them. An abort is final, so there are as many as a
// machine can have; and a few machines.

#include "testing/guest/cpus.h"
#include "testing/guest/services.h"
#include "testing/guest/test.h"
#include "testing/races/race.h"

namespace hf::races {
namespace {

using guest::RunCode;
using guest::VmId;

constexpr uint64_t kCpus = 4;
constexpr uint32_t kVms = 14;
constexpr VmId kCanary = test::Service("canary_1");

std::atomic<uint64_t> aborted[kVms + 1];
std::atomic<uint64_t> canary_yields;

// Whether the VM is known to have aborted; else it may have.
bool RunOne(VmId vm) {
  switch (guest::VcpuRun(vm, {0}).code()) {
    case RunCode::kAborted:
      ++aborted[vm.value];
      return true;
    case RunCode::kYield:
    case RunCode::kPreempted:
    case RunCode::kWaitForInterrupt:  // it runs elsewhere, or has aborted
      return aborted[vm.value] != 0;
    default:
      ++wrong_codes;
      return true;
  }
}

void AllAbort(bool together) {
  static bool at_once;
  static std::atomic<uint64_t> waiting;
  at_once = together;
  test::OnCpus(kCpus, [](uint64_t cpu) {
    ++waiting;
    while (waiting < kCpus) {
    }
    for (uint32_t i = 0; i < kVms; ++i) {
      // All at one VM, or each CPU at another one.
      const uint32_t ahead = at_once ? 0 : static_cast<uint32_t>(cpu * kVms / kCpus);
      const VmId vm{1 + (i + ahead) % kVms};
      while (!RunOne(vm)) {
      }
      // And none runs again.
      if (guest::VcpuRun(vm, {0}).code() != RunCode::kWaitForInterrupt) ++wrong_codes;
      if (guest::VcpuRun(kCanary, {0}).code() == RunCode::kYield) ++canary_yields;
    }
  });
  EXPECT_EQ(wrong_codes.load(), 0);
  uint64_t told = 0;
  for (uint32_t vm = 1; vm <= kVms; ++vm) {
    EXPECT_EQ(aborted[vm].load(), 1);
    told += aborted[vm];
  }
  // Who did not abort goes on.
  EXPECT_EQ(guest::VcpuRun(kCanary, {0}).code(), RunCode::kYield);
  PrintCount("abort/run", told);
}

TEST(AbortRaces, OneVmOnAllCpus1) { AllAbort(true); }
TEST(AbortRaces, OneVmOnAllCpus2) { AllAbort(true); }
TEST(AbortRaces, OneVmOnAllCpus3) { AllAbort(true); }
TEST(AbortRaces, OneVmOnAllCpus4) { AllAbort(true); }
TEST(AbortRaces, OneVmOnAllCpus5) { AllAbort(true); }
TEST(AbortRaces, VmsOnEachCpu1) { AllAbort(false); }
TEST(AbortRaces, VmsOnEachCpu2) { AllAbort(false); }
TEST(AbortRaces, VmsOnEachCpu3) { AllAbort(false); }
TEST(AbortRaces, VmsOnEachCpu4) { AllAbort(false); }
TEST(AbortRaces, VmsOnEachCpu5) { AllAbort(false); }

}  // namespace
}  // namespace hf::races
