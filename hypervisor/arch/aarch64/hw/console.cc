// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The PL011 (Arm DDI 0183) that EL2 shares with the primary, and the end of everything.

#include <atomic>

#include "hypervisor/arch/aarch64/hw/cpu.h"
#include "hypervisor/arch/aarch64/hw/panic.h"
#include "hypervisor/arch/aarch64/hw/sysreg.h"
#include "hypervisor/arch/memory.h"
#include "hypervisor/arch/power.h"
#include "hypervisor/base/check.h"
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

// Of rank LockRank::kConsole. Not a Protected, because a CPU that panics may hold it already.
constinit SpinLock uart_lock;
constinit Uart uart;

// Set by the first CPU that panics, whose MPIDR_EL1, which is never 0, follows. It alone prints
// from then on.
constinit std::atomic<bool> panicking = false;
constinit std::atomic<uint64_t> panicking_cpu = 0;

uint64_t ThisCpu() { return HF_READ_SYSREG(mpidr_el1); }

}  // namespace

// A CPU that panics gets past the lock, which it may hold itself; what others were writing ends.
ConsoleWriter::ConsoleWriter() {
  if (panicking_cpu.load(std::memory_order_relaxed) != 0) return;
  uart_lock.Lock();
  locked_ = true;
}

ConsoleWriter::~ConsoleWriter() {
  if (locked_) uart_lock.Unlock();
}

void ConsoleWriter::Write(std::string_view line) {
  const uint64_t cpu = panicking_cpu.load(std::memory_order_relaxed);
  if (cpu == 0 || cpu == ThisCpu()) uart.Write(line);
}

void arch::SetConsole(PhysAddr pl011) { uart.set_base(pl011); }

bool arch::BeginPanic() {
  if (panicking.exchange(true, std::memory_order_relaxed)) return false;
  panicking_cpu.store(ThisCpu(), std::memory_order_relaxed);
  return true;
}

void Panic(const char* what, std::source_location where) {
  // One report is enough. A panic of the CPU that panics, or of another, just ends it.
  if (arch::BeginPanic()) Log("panic: % at %:%", what, where.file_name(), where.line());
  // Powering off stops every CPU.
  arch::PowerOff();
}

}  // namespace hf
