// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/aarch64/hw/panic.h"

#include <algorithm>
#include <array>

#include "hypervisor/arch/aarch64/hw/sysreg.h"
#include "hypervisor/arch/aarch64/model/pte.h"
#include "hypervisor/arch/memory.h"
#include "hypervisor/arch/power.h"
#include "hypervisor/arch/switch.h"
#include "hypervisor/base/check.h"
#include "hypervisor/base/log.h"

constinit std::atomic<uint64_t> hf_panicking_cpu = 0;

namespace hf {
namespace arch {
namespace {

constexpr size_t kMaxVms = 16;
constinit std::array<const Stage2Root*, kMaxVms> roots = {};
constinit size_t root_count = 0;

// VTTBR_EL2.BADDR (D17.2.155), and an entry for each GiB that VTCR_EL2.T0SZ leaves.
void Empty(const Stage2Root& root) {
  const PhysAddr table(root.vttbr & 0x0000fffffffffffe);
  const unsigned bits = 64 - (root.vtcr & 0x3f);
  std::fill_n(reinterpret_cast<volatile Descriptor*>(DirectMap(table)), uint64_t{1} << (bits - 30),
              Descriptor{});
}

}  // namespace

void StopInPanic(const Stage2Root& root) {
  HF_CHECK(root_count < roots.size());
  roots[root_count++] = &root;
}

void StopAllVms() {
  for (size_t i = 0; i < root_count; ++i) Empty(*roots[i]);
  // All translations of EL1 and EL0, whatever their VMID, on all CPUs; complete on return.
  asm volatile("dsb ishst\n\ttlbi alle1is\n\tdsb ish\n\tisb" : : : "memory");
  TakeConsole();
}

void BeginPanic() {
  const uint64_t self = HF_READ_SYSREG(mpidr_el1);
  uint64_t other = 0;
  if (!hf_panicking_cpu.compare_exchange_strong(other, self, std::memory_order_relaxed)) {
    if (other == self) PowerOff();
    Park();
  }
  StopAllVms();
}

void EndPanic() {
#ifdef HF_SELF_ATTACK
  // Time in which a test sees that nothing else happens.
  const uint64_t end = Now() + CounterFrequency() / 2;
  while (Now() < end) {
  }
#endif
  PowerOff();
}

void Park() {
  while (true) asm volatile("wfe");
}

}  // namespace arch

void Panic(const char* what, std::source_location where) {
  arch::BeginPanic();
  Log("panic: % at %:%", what, where.file_name(), where.line());
  arch::EndPanic();
}

}  // namespace hf
