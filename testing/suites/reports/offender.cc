// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A secondary that asks for what it is not given, and then touches memory that is not its own with
// the instruction of its id. Its stage 1 is on, so that memory is normal memory, and not only
// single aligned loads and stores work.

#include <hf/call.h>

#include <cstdint>
#include <initializer_list>

#include "bindings/start/start.h"
#include "testing/suites/reports/board.h"

extern "C" void offend(uint64_t which, uint64_t vm, uint64_t address);

namespace hf::reports {
namespace {

constexpr uint64_t kMinusOne = ~uint64_t{0};

// Level 1: a GiB of devices, a GiB of RAM; one to one.
alignas(4096) uint64_t table[512];

void TurnOnStage1() {
  constexpr uint64_t kBlock = 1 | 1 << 10;  // valid, accessed
  table[0] = kBlock | 1 << 2;               // MAIR attribute 1
  table[1] = 0x40000000 | kBlock | 3 << 8;  // inner shareable
  asm volatile(
      "dsb sy\n\tmsr mair_el1, %1\n\tmsr tcr_el1, %2\n\tmsr ttbr0_el1, %0\n\t"
      "mov x9, #(3 << 20)\n\tmsr cpacr_el1, x9\n\tisb\n\ttlbi vmalle1\n\tdsb sy\n\tisb\n\t"
      "mrs x9, sctlr_el1\n\torr x9, x9, #1\n\torr x9, x9, #4\n\tmsr sctlr_el1, x9\n\tisb"
      :
      : "r"(table), "r"(uint64_t{0x04ff}), "r"(uint64_t{2} << 32 | 3 << 12 | 1 << 10 | 1 << 8 | 25)
      : "x9", "memory");
}

void Expect(uint64_t result, const char* what, uint64_t number) {
  if (result == kMinusOne) return;
  guest_print(what);
  guest_print_hex(number);
  guest_print(" gives ");
  guest_print_hex(result);
  guest_panic("it should give -1");
}

uint64_t Smc(uint64_t function) {
  // What would start CPU 1 here, or suspend this one.
  register uint64_t x0 asm("x0") = function;
  register uint64_t x1 asm("x1") = 1;
  register uint64_t x2 asm("x2") = reinterpret_cast<uint64_t>(&guest_stop);
  register uint64_t x3 asm("x3") = 0;
  asm volatile("smc #0" : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3) : : "memory");
  return x0;
}

// PC goes on by one instruction, not two.
template <uint32_t kImmediate>
uint64_t Hvc(uint64_t number) {
  register uint64_t x0 asm("x0") = number;
  register uint64_t x9 asm("x9") = 0;
  asm volatile("hvc %2\n\tadd x9, x9, #1\n\tadd x9, x9, #1"
               : "+r"(x0), "+r"(x9)
               : "i"(kImmediate)
               : "x1", "x2", "x3", "memory");
  if (x9 != 2) guest_panic("an instruction after HVC was not executed, or twice");
  return x0;
}

// PSCI (Arm DEN 0022) has its functions at 0 to 0x1f of two ranges; SMCCC's own, and a vendor's.
void PsciIsRefused() {
  for (const uint64_t base : {uint64_t{0x84000000}, uint64_t{0xc4000000}}) {
    for (uint64_t function = base; function < base + 0x20; ++function) {
      Expect(Smc(function), "SMC ", function);
      Expect(static_cast<uint64_t>(hf_call(function, 1, 2, 3)), "HVC ", function);
    }
  }
  for (const uint64_t function :
       {0x80000000u, 0x80000001u, 0x80008000u, 0x86000000u, 0xbf00ff01u}) {
    Expect(Smc(function), "SMC ", function);
  }
}

void OtherImmediatesAreRefused() {
  for (const uint64_t number : {uint64_t{0xff00}, uint64_t{0x84000008}, kMinusOne}) {
    Expect(Hvc<1>(number), "HVC #1 ", number);
    Expect(Hvc<0x4a48>(number), "HVC #0x4a48 ", number);
    Expect(Hvc<0xffff>(number), "HVC #0xffff ", number);
  }
}

}  // namespace

extern "C" void guest_main(uint64_t) {
  const uint64_t vm = hf_vm_get_id();
  TurnOnStage1();
  PsciIsRefused();
  OtherImmediatesAreRefused();
  guest_print("is refused what it may not ask for\nand says its last words");
  hf_call(0xff01, vm, 0, 0);
  hf_call(0x1ff06, vm, 1, 2);
  hf_call(0xff06, vm, ~uint64_t{0}, 1);
  hf_vcpu_yield();
  // Since its registers were last saved.
  asm volatile("msr ttbr1_el1, %0\n\tmsr far_el1, %0" : : "r"(vm << 12));
  offend(vm - 1, vm, TargetOf(vm));
}

}  // namespace hf::reports
