// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "testing/races/race.h"

#include <array>

#include "bindings/start/start.h"
#include "testing/guest/cpus.h"
#include "testing/guest/show.h"
#include "testing/guest/test.h"

namespace hf::races {
namespace {

using guest::RunCode;

constexpr uint64_t kPatienceSeconds = 20;

struct Seen {
  std::atomic<uint64_t> runs;
  std::atomic<uint64_t> code;
};
std::array<Seen, test::kMaxCpus> seen;

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

}  // namespace

void Begin() {
  stop = false;
  yields = 0;
  wrong_codes = 0;
  for (Seen& s : seen) s.runs = s.code = 0;
}

void RunOnce(guest::VmId vm, uint64_t cpu) {
  const RunCode code = guest::VcpuRun(vm, {0}).code();
  seen[cpu].runs.fetch_add(1, std::memory_order_relaxed);
  seen[cpu].code.store(static_cast<uint64_t>(code), std::memory_order_relaxed);
  if (code == RunCode::kYield) {
    ++yields;
  } else if (code != RunCode::kWaitForInterrupt && code != RunCode::kPreempted) {
    ++wrong_codes;
  }
}

bool GoesOn() { return yields < kIterations && wrong_codes == 0 && !stop; }

uint64_t RunsOf(uint64_t cpu) { return seen[cpu].runs; }

void Watch::See(uint64_t count) {
  const uint64_t now = Ticks();
  if (count != last_) {
    last_ = count;
    since_ = now;
    return;
  }
  if (now - since_ <= kPatienceSeconds * TicksPerSecond()) return;
  stop = true;
  test::Text text;
  text << race_ << ": nothing moves any more after " << count;
  for (uint64_t cpu = 0; cpu < test::CpuCount(); ++cpu) {
    text << "; CPU " << cpu << ": " << seen[cpu].runs.load() << " runs, last code "
         << seen[cpu].code.load();
  }
  ADD_FAILURE(text.view());
}

void PrintCount(std::string_view race, uint64_t count) {
  test::Text text;
  text << "races: " << race << ": " << count << " iterations\n";
  guest_print_bytes(text.view().data(), text.view().size());
}

}  // namespace hf::races
