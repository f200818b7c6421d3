/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * How a guest ends, on purpose or by an exception, and the primary's PSCI calls.
 */

#include <hf/call.h>

#include "bindings/start/start.h"

/* Arm DEN 0022 (PSCI), chapter 5. */
#define PSCI_SYSTEM_OFF UINT64_C(0x84000008)
#define PSCI_CPU_ON UINT64_C(0xc4000003)
#define PSCI_AFFINITY_INFO UINT64_C(0xc4000004)

/* In start.S; only ever passed as an address. */
void guest_cpu_entry(void);

/* Called from the vectors in start.S. */
HF_NORETURN void guest_exception(uint64_t vector, uint64_t syndrome, uint64_t address,
                                 uint64_t fault_address);

void guest_stop(void) {
  /* Does not return in the primary; an unknown call (-1) in a secondary. */
  hf_call(PSCI_SYSTEM_OFF, 0, 0, 0);
  for (;;) __asm__ volatile("wfi");
}

void guest_panic(const char* reason) {
  guest_print("guest: ");
  guest_print(reason);
  guest_print("\n");
  guest_stop();
}

void guest_exception(uint64_t vector, uint64_t syndrome, uint64_t address, uint64_t fault_address) {
  guest_print("guest: unexpected exception, vector ");
  guest_print_decimal(vector);
  guest_print(", ESR_EL1 ");
  guest_print_hex(syndrome);
  guest_print(", ELR_EL1 ");
  guest_print_hex(address);
  guest_print(", FAR_EL1 ");
  guest_print_hex(fault_address);
  guest_print("\n");
  guest_stop();
}

int32_t guest_cpu_on(uint64_t affinity, const struct guest_cpu* cpu) {
  /* The structure must have reached memory before the other CPU reads it. */
  __asm__ volatile("dsb sy" ::: "memory");
  return (int32_t)hf_call(PSCI_CPU_ON, affinity, (uint64_t)(uintptr_t)&guest_cpu_entry,
                          (uint64_t)(uintptr_t)cpu);
}

int32_t guest_cpu_state(uint64_t affinity) {
  return (int32_t)hf_call(PSCI_AFFINITY_INFO, affinity, 0, 0);
}
