// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The input is what vCPUs do, on two CPUs in turn: hypercalls, instructions and accesses that trap,
// interrupts, in any order and with any arguments. After each step the invariants hold; none of
// them is a panic. With HF_FUZZ_TRACE in the environment the steps are printed.

#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "hypervisor/testing/fuzz.h"
#include "hypervisor/testing/invariants.h"
#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

constexpr uint32_t kCpus = 2;

class Fuzz {
 public:
  explicit Fuzz(FuzzInput input) : input_(input) {
    for (uint32_t cpu = 0; cpu < kCpus; ++cpu) {
      t_.system().cpus[cpu].power.store(Cpu::Power::kOn);
    }
    // There is no call by which a vCPU that is off gets ready: the second of VM 1 is.
    t_.vm(1).state().Lock()->vcpus[1] = abi::VcpuState::kReady;
  }

  void Run() {
    try {
      while (!input_.empty()) {
        Step();
        Expect(invariants_.CheckVcpus(t_));
        if (look_at_memory_) Expect(invariants_.CheckMemory(t_));
        look_at_memory_ = false;
      }
    } catch (const host::PoweredOff&) {
      ByPrimary("the machine is powered off");
    } catch (const host::WasReset&) {
      ByPrimary("the machine is reset");
    } catch (const host::CpuStopped&) {
      ByPrimary("a CPU is stopped");
    } catch (const host::Panicked& panic) {
      Require(false, panic.what.c_str());
    }
    Expect(invariants_.CheckMemory(t_));
  }

 private:
  static Spec Machine() {
    Spec spec = WithSecondaries(
        {{.memory = 16 * kPageSize, .vcpus = 2}, {.memory = 16 * kPageSize, .vcpus = 1}});
    // Few, so that they run out.
    spec.pool_pages = 32;
    // Small root tables are faster to walk.
    spec.physical_address_bits = 36;
    return spec;
  }

  static void Expect(const std::string& wrong) { Require(wrong.empty(), wrong.c_str()); }

  // The machine is the primary's.
  void ByPrimary(const char* what) const {
    Require(caller_is_primary_, what);
    if (trace_) std::fprintf(stderr, "%s\n", what);
  }

  // A page that is of interest: of a VM's memory, of the primary's, EL2's, a device's, or anywhere.
  uint64_t Page() {
    const uint8_t b = input_.Byte();
    const uint64_t page = b & 0x0f;
    switch (b >> 4) {
      case 0:
        return kPrimaryKernel + kMiB + page * kPageSize;
      case 1:
      case 2:
        return t_.MemoryOf(b >> 4) + page * kPageSize;
      case 3:
        return t_.image().begin().raw() + page * kPageSize;
      case 4:
        return kUart + page * kPageSize;
      case 5:
        return kRam + kRamSize - page * kPageSize;
      case 6:
        // Blocks, to be split.
        return kRam + page * 2 * kMiB;
      case 7:
        return input_.Word(5) & ~(kPageSize - 1);
      default:
        return t_.MemoryOf(1) + (b & 0x7f) * 0x101;
    }
  }

  uint64_t Value() {
    const uint8_t b = input_.Byte();
    switch (b >> 6) {
      case 0:
        return b;
      case 1:
        return Page();
      case 2:
        // Sizes: of some pages, and beside them.
        return ((b >> 2) & 0x0f) * kPageSize + (b & 3) - ((b & 3) == 3 ? 4 : 0);
      default:
        return input_.Word(8);
    }
  }

  // Mostly a VM, a vCPU or an interrupt that there is.
  uint64_t Small(unsigned below) {
    const uint8_t b = input_.Byte();
    return b < 0xf0 ? b % below : Value();
  }

  void Step() {
    const uint8_t b = input_.Byte();
    const uint32_t cpu = b >> 7;
    const bool is_primary = t_.on(cpu).vm->is_primary();
    caller_is_primary_ = is_primary;
    switch (b & 0x0f) {
      case 9:
        // Only a secondary's traps.
        if (!is_primary) Leave(cpu, "wfi", Wfi());
        break;
      case 10:
        // The primary takes its own.
        if (!is_primary) Leave(cpu, "interrupt", Interrupt());
        break;
      case 11:
        Psci(cpu);
        break;
      case 12:
        Access(cpu);
        break;
      case 13:
        TrappedInstruction(cpu, is_primary);
        break;
      case 14: {
        auto& x = t_.on(cpu).registers.x;
        x[input_.Byte() % x.size()] = Value();
        break;
      }
      case 15:
        Time(cpu);
        break;
      default:
        Call(cpu);
        break;
    }
  }

  void Call(uint32_t cpu) {
    const uint8_t b = input_.Byte();
    // Both bits that are ignored, and numbers that nobody serves.
    const uint64_t number = (0xff00 + (b & 0x1f) % 17) | (b & 0x40 ? uint64_t{1} << 30 : 0) |
                            (b & 0x80 ? uint64_t{1} << 40 : 0);
    uint64_t x1 = 0, x2 = 0, x3 = 0;
    switch (static_cast<abi::Call>(number & 0xffff)) {
      case abi::Call::kVmGetId:
      case abi::Call::kVmGetCount:
      case abi::Call::kVcpuYield:
      case abi::Call::kMailboxClear:
      case abi::Call::kMailboxWritableGet:
      case abi::Call::kInterruptGet:
        break;
      case abi::Call::kVmConfigure:
        look_at_memory_ = true;
        x1 = Page();
        x2 = Page();
        break;
      case abi::Call::kShareMemory: {
        look_at_memory_ = true;
        const uint8_t how = input_.Byte();
        x1 = uint64_t{how & 7u} << 32 | (how >> 3 & 3u) | (how & 0x80 ? uint64_t{1} << 31 : 0);
        x2 = Page();
        x3 = Value();
        break;
      }
      case abi::Call::kMailboxSend:
        x1 = Small(4);
        x2 = Value();
        x3 = Small(2);
        break;
      case abi::Call::kInterruptEnable:
        x1 = Small(5);
        x2 = Small(2);
        break;
      case abi::Call::kMailboxReceive:
        x1 = Small(2);
        break;
      default:
        x1 = Small(4);
        x2 = Small(3);
        x3 = Small(5);
        break;
    }
    auto& x = t_.on(cpu).registers.x;
    x[0] = number;
    x[1] = x1;
    x[2] = x2;
    x[3] = x3;
    Leave(cpu, abi::Name(static_cast<abi::Call>(number & 0xffff)), Hvc());
  }

  void Psci(uint32_t cpu) {
    const uint8_t b = input_.Byte();
    auto& x = t_.on(cpu).registers.x;
    x[0] = 0x84000000 + (b & 0x0f) + (b & 0x10 ? 0x40000000 : 0);
    x[1] = Value();
    x[2] = Value();
    x[3] = Value();
    const uint16_t immediate = b & 0x20 ? 1 : 0;
    Leave(cpu, "smc or hvc", b & 0x40 ? Hvc(immediate) : Smc(immediate));
  }

  void Access(uint32_t cpu) {
    const uint8_t b = input_.Byte();
    DataAbort abort{.ipa = Page() + input_.Byte(), .write = (b & 1) != 0};
    if (b & 2) {
      const uint8_t how = input_.Byte();
      abort.access = Access_{.size = 1u << (how & 3),
                             .rt = static_cast<unsigned>(how >> 2 & 31),
                             .sign_extend = (how & 0x80) != 0,
                             .is_64bit = (b & 4) != 0};
    }
    constexpr uint64_t kStatus[] = {kTranslationFault | 3, kPermissionFault | 3,
                                    kAddressSizeFault | 3, kAccessFlagFault | 3};
    abort.status = kStatus[b >> 3 & 3];
    abort.stage1_walk = (b & 0x20) != 0;
    abort.cache_maintenance = (b & 0x40) != 0;
    abort.ipa_known = (b & 0x80) == 0;
    Leave(cpu, "data abort", abort.exit());
  }
  using Access_ = hf::test::Access;

  // Any syndrome, but that of what does not trap.
  void TrappedInstruction(uint32_t cpu, bool is_primary) {
    const uint64_t syndrome = input_.Word(4);
    constexpr uint64_t kWfi = 0x01;
    if (is_primary && syndrome >> 26 == kWfi) return;
    arch::Exit exit{.kind = arch::ExitKind::kSynchronous, .syndrome = syndrome};
    const uint8_t b = input_.Byte();
    if (!is_primary && b == 0xff) exit.kind = arch::ExitKind::kSError;
    exit.far = VirtAddr(Value());
    if (b & 1) exit.fault_ipa = IpaAddr(Page() + b);
    Leave(cpu, "exit", exit);
  }

  void Time(uint32_t cpu) {
    const uint8_t b = input_.Byte();
    if (b & 1) t_.machine().now += input_.Word(2);
    if (b & 2) t_.el1(cpu).cntv_ctl = input_.Byte() & 3;
    if (b & 4) t_.el1(cpu).cntv_cval = b & 8 ? input_.Word(8) : t_.machine().now + input_.Byte();
  }

  void Leave(uint32_t cpu, const char* what, const arch::Exit& exit) {
    const Vcpu& vcpu = t_.on(cpu);
    const auto& x = vcpu.registers.x;
    if (trace_) {
      std::fprintf(stderr,
                   "CPU %u, VM %u vCPU %u: %s; x0 to x3 %#" PRIx64 " %#" PRIx64 " %#" PRIx64
                   " %#" PRIx64 ", syndrome %#" PRIx64 "\n",
                   cpu, vcpu.vm->id(), vcpu.index, what, x[0], x[1], x[2], x[3], exit.syndrome);
    }
    t_.Exit(exit, cpu);
    if (trace_) {
      std::fprintf(stderr, "  then VM %u vCPU %u, x0 %#" PRIx64 "\n", t_.on(cpu).vm->id(),
                   t_.on(cpu).index, t_.x0(cpu));
    }
  }

  FuzzInput input_;
  TestSystem t_{Machine()};
  const Invariants invariants_{t_};
  const bool trace_ = std::getenv("HF_FUZZ_TRACE") != nullptr;
  bool look_at_memory_ = false;
  bool caller_is_primary_ = false;
};

}  // namespace
}  // namespace hf::test

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  hf::test::Fuzz(hf::test::FuzzInput({data, size})).Run();
  return 0;
}
