// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A secondary that does one thing that it may not, by its id. It must not come back from it.

#include <hf/abi.h>
#include <hf/call.h>

#include "bindings/start/start.h"
#include "testing/isolation/board.h"

namespace hf::isolation {
namespace {

// .bss and the image end below this, so the VM above begins at a multiple of it.
constexpr uint64_t kMemory = 64 << 10;

uint64_t OwnBegin() {
  uint64_t here;
  asm("adr %0, ." : "=r"(here));
  return here & ~(kMemory - 1);
}

void Read(uint64_t address) { *reinterpret_cast<volatile uint64_t*>(address); }

// Turns its stage 1 on with tables that are not its own.
void WalkForeignTables() {
  asm volatile(
      "msr mair_el1, %1\n\tmsr tcr_el1, %2\n\tmsr ttbr0_el1, %0\n\tisb\n\t"
      "mrs x9, sctlr_el1\n\torr x9, x9, #1\n\tmsr sctlr_el1, x9\n\tisb"
      :
      : "r"(kEl2Begin & ~uint64_t{4095}), "r"(uint64_t{0xff}),
        "r"(uint64_t{25} | 1 << 8 | 1 << 10 | 3 << 12)
      : "x9", "memory");
}

// What is undefined goes to the vectors, which are put where the VM may execute nothing.
void VectorsInEl2() { asm volatile("msr vbar_el1, %0\n\tisb" : : "r"(kEl2Begin)); }

// PSCI SYSTEM_OFF by SMC is refused and the VM goes on; zeroing a line of EL2 is not.
void CallFirmware() {
  register uint64_t x0 asm("x0") = 0x84000008;
  asm volatile("smc #0" : "+r"(x0) : : "memory");
  if (x0 != ~uint64_t{0}) {
    guest_print("SMC gave ");
    guest_print_hex(x0);
    guest_print("\n");
    return;
  }
  asm volatile("msr daifclr, #4\n\tdc zva, %0" : : "r"(kEl2Begin) : "memory");
}

}  // namespace

extern "C" void guest_main(uint64_t) {
  switch (hf_vm_get_id()) {
    case kReadsEl2:
      Read(kEl2Begin);
      break;
    case kWritesPrimary:
      *reinterpret_cast<volatile uint64_t*>(kPrimary) = 0;
      break;
    case kExecutesPrimary:
      reinterpret_cast<void (*)()>(kPrimary)();
      break;
    case kReadsDevice:
      Read(kDistributor);
      break;
    case kReadsNeighbour:
      Read(OwnBegin() + kMemory);
      break;
    case kReadsPmu:
      VectorsInEl2();
      asm volatile("mrs x9, pmcr_el0" : : : "x9");
      break;
    case kReadsDebug:
      VectorsInEl2();
      asm volatile("mrs x9, mdscr_el1" : : : "x9");
      break;
    case kWritesPhysicalTimer:
      VectorsInEl2();
      asm volatile("msr cntp_ctl_el0, xzr");
      break;
    case kWalksForeignTables:
      WalkForeignTables();
      break;
    case kLoadsPairFromUart:
      // The console is emulated, but only single loads and stores are.
      asm volatile("ldp x9, x10, [%0]" : : "r"(kUart) : "x9", "x10", "memory");
      break;
    case kReadsBeyondIpas:
      Read(uint64_t{1} << 39);
      break;
    case kCallsFirmware:
      CallFirmware();
      break;
    default:
      break;
  }
  guest_print("still alive\n");
}

}  // namespace hf::isolation
