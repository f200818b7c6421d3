// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Lets all secondaries do what ends them, as many at once as there are CPUs, and lives.

#include <hf/call.h>

#include <array>
#include <atomic>
#include <cstdint>

#include "bindings/start/start.h"
#include "testing/suites/reports/board.h"

namespace hf::reports {
namespace {

constexpr uint32_t kCpus = 4;

std::atomic<uint32_t> arrived = 0;
std::atomic<uint32_t> wrong = 0;
std::atomic<uint32_t> done = 0;

// The CPUs go on together.
void Meet(uint32_t times) {
  arrived.fetch_add(1);
  while (arrived.load() < times * kCpus) {
  }
}

void Run(uint32_t vm, hf_vcpu_run_code code) {
  if (hf_vcpu_run(vm, 0).code != code) wrong.fetch_add(1);
}

void Work(uint64_t cpu) {
  uint32_t meetings = 0;
  for (uint32_t first = 1; first <= kOffenders; first += kCpus) {
    const uint32_t vm = first + static_cast<uint32_t>(cpu);
    const bool there_is_one = vm <= kOffenders;
    if (there_is_one) Run(vm, HF_VCPU_RUN_YIELD);
    Meet(++meetings);
    if (!there_is_one) continue;
    Run(vm, HF_VCPU_RUN_ABORTED);
    Run(vm, HF_VCPU_RUN_WAIT_FOR_INTERRUPT);
  }
  done.fetch_add(1);
}

struct Worker {
  guest_cpu cpu;
  alignas(16) std::array<char, 4096> stack;
};
std::array<Worker, kCpus - 1> workers;

}  // namespace

extern "C" void guest_main(uint64_t) {
  for (uint32_t cpu = 1; cpu < kCpus; ++cpu) {
    Worker& worker = workers[cpu - 1];
    const auto stack = reinterpret_cast<uint64_t>(worker.stack.data());
    worker.cpu = {.stack_top = stack + worker.stack.size(), .function = &Work, .argument = cpu};
    if (guest_cpu_on(cpu, &worker.cpu) != 0) guest_panic("a CPU does not start");
  }
  Work(0);
  while (done.load() < kCpus) {
  }
  guest_print(wrong.load() == 0 ? "reports: PASS\n" : "reports: FAIL: a run code is wrong\n");
  guest_stop();
}

}  // namespace hf::reports
