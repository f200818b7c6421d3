// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "testing/guest/cpus.h"

#include "bindings/start/start.h"
#include "testing/guest/internal.h"
#include "testing/guest/report.h"

namespace hf::test {
namespace {

// PSCI (Arm DEN 0022), AFFINITY_INFO.
constexpr int32_t kOff = 1;

constexpr uint64_t kPatienceSeconds = 10;

struct Slot {
  guest_cpu start;
  alignas(16) char stack[0x4000];
  // Written by the slot's CPU, read when it is off.
  uint64_t failures;
  Text first;
};

Slot slots[kMaxCpus];

void (*current_work)(uint64_t cpu);

void Begin(uint64_t cpu) {
  current_work(cpu);
  asm volatile("dsb sy" ::: "memory");
}

uint64_t Ticks() {
  uint64_t ticks;
  asm volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(ticks) : : "memory");
  return ticks;
}

uint64_t TicksPerSecond() {
  uint64_t frequency;
  asm("mrs %0, cntfrq_el0" : "=r"(frequency));
  return frequency;
}

void Fails(uint64_t cpu, std::string_view what) {
  Text text;
  text << "CPU " << cpu << ": " << what;
  ReportFailure(__FILE__, __LINE__, text.view());
}

// Whether the CPU is off before the patience is at its end.
bool Join(uint64_t cpu, uint64_t deadline) {
  while (guest_cpu_state(cpu) != kOff) {
    if (Ticks() > deadline) return false;
  }
  return true;
}

}  // namespace

uint64_t ThisCpu() {
  uint64_t mpidr;
  asm("mrs %0, mpidr_el1" : "=r"(mpidr));
  return mpidr & (kMaxCpus - 1);
}

uint64_t CpuCount() {
  uint64_t count = 1;
  while (count < kMaxCpus && guest_cpu_state(count) >= 0) ++count;
  return count;
}

void NoteFailure(uint64_t cpu, std::string_view file, uint64_t line, std::string_view what) {
  Slot& slot = slots[cpu];
  if (slot.failures++ == 0) slot.first << file << ':' << line << ": " << what;
}

void OnCpus(uint64_t count, void (*work)(uint64_t cpu)) {
  if (count > kMaxCpus) {
    Fails(0, "more CPUs than there can be are asked for");
    count = kMaxCpus;
  }
  current_work = work;
  uint64_t started = 1;
  for (; started < count; ++started) {
    Slot& slot = slots[started];
    slot.failures = 0;
    slot.first = Text();
    slot.start = {reinterpret_cast<uintptr_t>(slot.stack) + sizeof(slot.stack), &Begin, started};
    if (guest_cpu_on(started, &slot.start) != 0) {
      Fails(started, "PSCI CPU_ON is refused");
      break;
    }
  }
  work(0);
  const uint64_t deadline = Ticks() + kPatienceSeconds * TicksPerSecond();
  for (uint64_t cpu = 1; cpu < started; ++cpu) {
    if (!Join(cpu, deadline)) {
      // Its stack and slot are in use: nothing can run after this.
      Fails(cpu, "it has not finished after 10 s");
      guest_panic("a CPU is still busy");
    }
    Slot& slot = slots[cpu];
    if (slot.failures == 0) continue;
    Text text;
    text << slot.first.view();
    if (slot.failures > 1) text << " (and " << slot.failures - 1 << " more)";
    Fails(cpu, text.view());
  }
}

}  // namespace hf::test
