/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The primary's own bad accesses: answered like a bus would, with an external abort at its own EL1.
 */

#include "testing/suites/abi/primary.h"

/* What trap_take in traps.S stores. */
struct trap {
  uint64_t esr;
  uint64_t elr;
  uint64_t far;
  uint64_t spsr;
};

extern struct trap trap;
struct trap trap;

void trap_install(void);
void trap_read(uint64_t address);
void trap_write(uint64_t address);
void trap_execute(uint64_t address);

enum {
  DATA_ABORT = 0x25,        /* ESR_EL1.EC: from the same EL */
  INSTRUCTION_ABORT = 0x21, /* the same */
  EXTERNAL_ABORT = 0x10,    /* ISS[5:0]: synchronous, not on a walk */
  EL1H_MASKED = 0x3c5,      /* SPSR_EL1: how the primary was entered */
};

static void check_trap(const char* what, uint64_t class, uint64_t elr, uint64_t far, bool write) {
  guest_print("abi: ");
  guest_print(what);
  guest_print("\n");
  check("ESR_EL1.EC", trap.esr >> 26, class);
  check("ESR_EL1.IL", trap.esr >> 25 & 1, 1);
  check("ESR_EL1.DFSC", trap.esr & 0x3f, EXTERNAL_ABORT);
  if (class == DATA_ABORT) check("ESR_EL1.WnR", trap.esr >> 6 & 1, write);
  check("ELR_EL1", trap.elr, elr);
  check("FAR_EL1", trap.far, far);
  check("SPSR_EL1", trap.spsr & 0x3df, EL1H_MASKED);
  trap = (struct trap){0};
}

static void try_all(const char* whose, uint64_t address) {
  guest_print("abi: the primary's access to ");
  guest_print(whose);
  guest_print("\n");
  trap_read(address);
  check_trap("read", DATA_ABORT, (uint64_t)&trap_read + 4, address, false);
  trap_write(address);
  check_trap("write", DATA_ABORT, (uint64_t)&trap_write + 4, address, true);
  trap_execute(address);
  check_trap("execute", INSTRUCTION_ABORT, address, address, false);
}

void check_own_traps(uint64_t hypervisor, uint64_t secondary) {
  trap_install();
  try_all("the hypervisor", hypervisor);
  try_all("a secondary", secondary);
  trap_read((uint64_t)&trap);
  check("ESR_EL1 after a good access", trap.esr, 0);
}
