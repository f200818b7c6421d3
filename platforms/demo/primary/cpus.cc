// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "platforms/demo/primary/cpus.h"

#include "bindings/start/start.h"
#include "platforms/demo/primary/quantum.h"
#include "platforms/demo/primary/report.h"

namespace hf::demo {
namespace {

constexpr uint64_t kMaxCpus = 8;
constexpr int32_t kNoSuchCpu = -2;  // PSCI INVALID_PARAMETERS
constexpr int32_t kOff = 1;         // PSCI AFFINITY_INFO
constexpr uint64_t kPatienceMicroseconds = 10000000;

// One further CPU at a time is on, so that one stack is enough.
alignas(16) char stack[0x4000];

}  // namespace

uint64_t OnEachOtherCpu(void (*work)(uint64_t cpu)) {
  for (uint64_t cpu = 1; cpu < kMaxCpus; ++cpu) {
    const guest_cpu start = {reinterpret_cast<uintptr_t>(stack) + sizeof(stack), work, cpu};
    const int32_t result = guest_cpu_on(cpu, &start);  // On QEMU's virt board affinity n is CPU n.
    if (result == kNoSuchCpu) return cpu;
    if (result != 0) Fail("CPU_ON of CPU ", cpu, " is refused");
    const uint64_t give_up = NowMicroseconds() + kPatienceMicroseconds;
    while (guest_cpu_state(cpu) != kOff) {
      if (NowMicroseconds() > give_up) Fail("CPU ", cpu, " has not finished after 10 s");
    }
  }
  return kMaxCpus;
}

}  // namespace hf::demo
