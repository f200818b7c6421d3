// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include <hf/call.h>

#include "bindings/start/start.h"
#include "testing/isolation/board.h"

namespace hf::isolation {
namespace {

#define READ(name)                                             \
  ({                                                           \
    uint64_t value;                                            \
    asm volatile("mrs %0, " #name : "=r"(value) : : "memory"); \
    value;                                                     \
  })

// What a secondary is offered although it is not its own: the GIC's CPU interface and ACTLR_EL1
// read 0 and ignore writes, WFE continues, the physical counter runs, the console is ready.
bool OffersAreKept(uint64_t index) {
  asm volatile(
      "msr icc_ctlr_el1, %0\n\tmsr icc_pmr_el1, %0\n\tmsr icc_igrpen1_el1, %0\n\t"
      "msr icc_sgi1r_el1, %0\n\tmsr actlr_el1, %0\n\twfe"
      :
      : "r"(uint64_t{1}));
  const uint64_t before = READ(cntpct_el0);
  const auto uart = [](uint64_t offset) {
    return *reinterpret_cast<volatile uint32_t*>(kUart + offset);
  };
  return READ(icc_ctlr_el1) == 0 && READ(icc_pmr_el1) == 0 && READ(icc_igrpen1_el1) == 0 &&
         READ(icc_iar1_el1) == 0 && READ(actlr_el1) == 0 && READ(icc_ctlr_el1) == 0 &&
         READ(mpidr_el1) == (0x80000000 | index) && READ(cntpct_el0) >= before &&
         READ(cntv_ctl_el0) == 0 && READ(CurrentEL) == 1 << 2 && uart(0x18) == 0x90 &&
         uart(0x30) == 0;
}

}  // namespace
}  // namespace hf::isolation

extern "C" {
void canary_run(uint64_t seed, uint64_t el2);
// Whether the register can be read: the ID registers that a secondary sees do not tell.
uint64_t canary_has_tpidr2();
uint64_t canary_has_disr();
}

extern "C" void guest_main(uint64_t) {
  if (!hf::isolation::OffersAreKept(0)) guest_panic("what a secondary is offered is not kept");
  const bool sme = canary_has_tpidr2() != 0;
  const bool ras = canary_has_disr() != 0;
  canary_run(uint64_t{hf_vm_get_id()} << 8 | hf_vm_get_id(),
             (hf::isolation::kEl2Begin & ~uint64_t{0xfff}) | (ras ? 2 : 0) | (sme ? 1 : 0));
}
