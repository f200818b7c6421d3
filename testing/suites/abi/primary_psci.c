/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * PSCI as the primary has it: by HVC and by SMC, with 32- and 64-bit ids. Run on two CPUs.
 */

#include "testing/suites/abi/primary.h"
#include "testing/suites/abi/raw.h"

#define SMC64 UINT64_C(0x40000000)

enum psci {
  PSCI_VERSION = 0x84000000,
  PSCI_CPU_SUSPEND = 0x84000001,
  PSCI_CPU_OFF = 0x84000002,
  PSCI_CPU_ON = 0x84000003,
  PSCI_AFFINITY_INFO = 0x84000004,
  PSCI_MIGRATE_INFO_TYPE = 0x84000006,
  PSCI_SYSTEM_OFF = 0x84000008,
  PSCI_SYSTEM_RESET = 0x84000009,
  PSCI_FEATURES = 0x8400000a,
  SMCCC_VERSION = 0x80000000,
};

typedef int64_t (*conduit)(uint64_t, uint64_t, uint64_t, uint64_t);

static void check_by(conduit call) {
  /* Results are 32 bits wide to a caller of 32-bit ids. */
  check("PSCI VERSION", (uint32_t)call(PSCI_VERSION, 0, 0, 0), 0x10001);
  check("SMCCC_VERSION", (uint32_t)call(SMCCC_VERSION, 0, 0, 0), 0x10001);
  check("MIGRATE_INFO_TYPE", (uint32_t)call(PSCI_MIGRATE_INFO_TYPE, 0, 0, 0), 2);
  static const uint32_t served[] = {PSCI_VERSION,           PSCI_CPU_OFF,    PSCI_CPU_ON,
                                    PSCI_AFFINITY_INFO,     PSCI_SYSTEM_OFF, PSCI_SYSTEM_RESET,
                                    PSCI_MIGRATE_INFO_TYPE, PSCI_FEATURES,   SMCCC_VERSION};
  for (unsigned i = 0; i < sizeof(served) / sizeof(served[0]); ++i) {
    check_call("FEATURES of what is served", (int32_t)call(PSCI_FEATURES, served[i], 0, 0), 0);
  }
  check_call("FEATURES of CPU_SUSPEND", (int32_t)call(PSCI_FEATURES, PSCI_CPU_SUSPEND, 0, 0), -1);
  check_call("FEATURES of nothing", (int32_t)call(PSCI_FEATURES, 0x84000099, 0, 0), -1);
  check_call("CPU_SUSPEND", (int32_t)call(PSCI_CPU_SUSPEND, 0, 0, 0), -1);
  check_call("an unknown function", (int32_t)call(0x8400001f, 0, 0, 0), -1);
  for (uint64_t bits = 0; bits <= SMC64; bits += SMC64) {
    check_call("AFFINITY_INFO of CPU 0", (int32_t)call(PSCI_AFFINITY_INFO | bits, 0, 0, 0), 0);
    check_call("AFFINITY_INFO of CPU 1", (int32_t)call(PSCI_AFFINITY_INFO | bits, 1, 0, 0), 1);
    check_call("AFFINITY_INFO of CPU 2", (int32_t)call(PSCI_AFFINITY_INFO | bits, 2, 0, 0), -2);
    check_call("CPU_ON of CPU 0", (int32_t)call(PSCI_CPU_ON | bits, 0, HYPERVISOR, 0), -4);
    check_call("CPU_ON of CPU 2", (int32_t)call(PSCI_CPU_ON | bits, 2, HYPERVISOR, 0), -2);
  }
}

void check_psci(void) {
  guest_print("abi: PSCI\n");
  check_by(hf_call);
  check_by(raw_smc);
}
