// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The PL011 (Arm DDI 0183) that EL2 shares with the primary.

#include "hypervisor/arch/aarch64/hw/cpu.h"
#include "hypervisor/arch/aarch64/hw/panic.h"
#include "hypervisor/arch/aarch64/hw/sysreg.h"
#include "hypervisor/arch/memory.h"
#include "hypervisor/arch/switch.h"
#include "hypervisor/base/log.h"
#include "hypervisor/sync/spin_lock.h"

namespace hf {
namespace {

constexpr uint64_t kDataRegister = 0x00;
constexpr uint64_t kFlagRegister = 0x18;
constexpr uint32_t kTransmitFull = 1 << 5;

// A PL011 that never gets ready, because the primary turned it off, costs this and no more.
constexpr int kMaxPolls = 100000;

// Locking: uart_lock below, unless EL2 is panicking.
class Uart {
 public:
  void set_base(PhysAddr base) { base_ = base; }
  void Write(std::string_view line) {
    if (base_.raw() == 0) return;
    for (const char c : line) {
      if (Silenced()) return;
      for (int i = 0; i < kMaxPolls && (Register(kFlagRegister) & kTransmitFull); ++i) {
      }
      Register(kDataRegister) = static_cast<unsigned char>(c);
    }
  }

 private:
  // Another CPU panics: this one has nothing more to say.
  static bool Silenced() {
    const uint64_t cpu = hf_panicking_cpu.load(std::memory_order_relaxed);
    return cpu != 0 && cpu != HF_READ_SYSREG(mpidr_el1);
  }
  volatile uint32_t& Register(uint64_t offset) {
    return *reinterpret_cast<volatile uint32_t*>(arch::DirectMap(base_ + offset));
  }
  PhysAddr base_;
};

// Of rank LockRank::kConsole. Not a Protected, because a CPU that panics may hold it already.
constinit SpinLock uart_lock;
constinit Uart uart;

}  // namespace

// A CPU that panics gets past the lock, which it may hold itself; what others were writing ends.
ConsoleWriter::ConsoleWriter() {
  if (arch::Panicking()) return;
  uart_lock.Lock();
  locked_ = true;
}

ConsoleWriter::~ConsoleWriter() {
  if (locked_) uart_lock.Unlock();
}

void ConsoleWriter::Write(std::string_view line) { uart.Write(line); }

void arch::TakeConsole() {
  const uint64_t end = Now() + CounterFrequency() / 10;
  while (uart_lock.held() && Now() < end) Relax();
  // The primary, or whoever wrote last, may have been in the middle of a line.
  uart.Write("\n");
}

void arch::SetConsole(PhysAddr pl011) { uart.set_base(pl011); }

}  // namespace hf
