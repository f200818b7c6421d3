// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The PL011 (Arm DDI 0183) that EL2 shares with the primary, and the end of everything.

#include <atomic>

#include "hypervisor/arch/aarch64/hw/cpu.h"
#include "hypervisor/arch/memory.h"
#include "hypervisor/arch/power.h"
#include "hypervisor/base/check.h"
#include "hypervisor/base/log.h"
#include "hypervisor/sync/protected.h"

namespace hf {
namespace {

constexpr uint64_t kDataRegister = 0x00;
constexpr uint64_t kFlagRegister = 0x18;
constexpr uint32_t kTransmitFull = 1 << 5;

// A PL011 that never gets ready, because the primary turned it off, costs this and no more.
constexpr int kMaxPolls = 100000;

class Uart {
 public:
  void set_base(PhysAddr base) { base_ = base; }
  void Write(std::string_view line) {
    if (base_.raw() == 0) return;
    for (const char c : line) {
      for (int i = 0; i < kMaxPolls && (Register(kFlagRegister) & kTransmitFull); ++i) {
      }
      Register(kDataRegister) = static_cast<unsigned char>(c);
    }
  }

 private:
  volatile uint32_t& Register(uint64_t offset) {
    return *reinterpret_cast<volatile uint32_t*>(arch::DirectMap(base_ + offset));
  }
  PhysAddr base_;
};

constinit Protected<Uart, LockRank::kConsole> uart;
constinit std::atomic<bool> panicking = false;

}  // namespace

void WriteConsole(std::string_view line) { uart.Lock()->Write(line); }

void arch::SetConsole(PhysAddr pl011) { uart.Lock()->set_base(pl011); }

void Panic(const char* what, std::source_location where) {
  // One report is enough, and a panic while panicking must not start again.
  if (!panicking.exchange(true)) {
    Log("panic: ", what, " at ", where.file_name(), ":", where.line());
  }
  // Powering off stops every CPU.
  arch::PowerOff();
}

}  // namespace hf
