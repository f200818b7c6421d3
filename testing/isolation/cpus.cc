// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "testing/isolation/cpus.h"

#include <hf/call.h>

#include <atomic>

#include "bindings/start/start.h"
#include "testing/isolation/board.h"
#include "testing/isolation/check.h"

namespace hf::isolation {
namespace {

constexpr unsigned kMaxCpus = 8;
constexpr unsigned kRuns = 3000;

struct Worker {
  guest_cpu cpu;
  alignas(16) char stack[4096];
  std::atomic<uint64_t> yields;
  std::atomic<uint64_t> others;  // codes that may not occur
  std::atomic<bool> done;
};
Worker workers[kMaxCpus];

void Work(uint64_t index) {
  Worker& worker = workers[index];
  uint64_t yields = 0, others = 0;
  for (unsigned i = 0; i < kRuns; ++i) {
    const uint32_t vm = (i + index) % 2 == 0 ? kCanaryA : kCanaryB;
    switch (hf_vcpu_run(vm, 0).code) {
      case HF_VCPU_RUN_YIELD:
        ++yields;
        break;
      case HF_VCPU_RUN_WAIT_FOR_INTERRUPT:  // another CPU runs it
      case HF_VCPU_RUN_PREEMPTED:
        break;
      default:
        ++others;
        break;
    }
  }
  worker.yields = yields;
  worker.others = others;
  worker.done = true;
}

}  // namespace

void CpusRunVcpus() {
  Case("cpus_run_the_same_vcpus");
  unsigned cpus = 1;
  while (cpus < kMaxCpus) {
    Worker& worker = workers[cpus];
    worker.cpu = {.stack_top = reinterpret_cast<uint64_t>(worker.stack + sizeof worker.stack),
                  .function = &Work,
                  .argument = cpus};
    if (guest_cpu_on(cpus, &worker.cpu) != 0) break;
    ++cpus;
  }
  Work(0);
  uint64_t yields = workers[0].yields;
  for (unsigned i = 1; i < cpus; ++i) {
    while (!workers[i].done) {
    }
    // PSCI: off again, and on again, and off.
    while (guest_cpu_state(i) != 1) {
    }
    ExpectEqual(workers[i].others, 0, "run codes of another kind");
    yields += workers[i].yields;
  }
  ExpectEqual(workers[0].others, 0, "run codes of another kind");
  ExpectEqual(yields > 0, true, "some vCPU ran");

  Case("psci_errors");
  ExpectEqual(static_cast<uint64_t>(guest_cpu_on(0, &workers[0].cpu)), static_cast<uint64_t>(-4),
              "CPU_ON of the calling CPU");
  ExpectEqual(static_cast<uint64_t>(guest_cpu_on(cpus, &workers[0].cpu)), static_cast<uint64_t>(-2),
              "CPU_ON of a CPU that is not there");
  constexpr uint64_t kJunkAbove = 0xdeadbeef00000000;
  ExpectEqual(static_cast<uint64_t>(hf_call(0x84000003, kJunkAbove, 0, 0)),
              static_cast<uint64_t>(-4), "32-bit CPU_ON with junk above its arguments");
  ExpectEqual(static_cast<uint64_t>(guest_cpu_on(~uint64_t{0}, &workers[0].cpu)),
              static_cast<uint64_t>(-2), "CPU_ON of an absurd CPU");
}

}  // namespace hf::isolation
