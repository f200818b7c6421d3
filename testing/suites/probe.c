/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A primary VM that tells what it was given, for the tests of bad boot input: the VMs with their
 * vCPUs, each of which it lets begin. Its last line is "probe: PASS".
 */

#include <hf/call.h>

#include "bindings/start/start.h"

/* Runs the VM's first vCPU until it waits, so that it can say that it lives. */
static void let_begin(uint32_t vm) {
  for (;;) {
    const struct hf_vcpu_run_return result = hf_vcpu_run(vm, 0);
    if (result.code == HF_VCPU_RUN_PREEMPTED || result.code == HF_VCPU_RUN_YIELD) continue;
    if (result.code == HF_VCPU_RUN_WAIT_FOR_INTERRUPT) return;
    guest_print("probe: FAIL: VM ");
    guest_print_decimal(vm);
    guest_print(" leaves with run code ");
    guest_print_decimal(result.code);
    guest_print("\n");
    guest_stop();
  }
}

void guest_main(uint64_t device_tree) {
  /* The tree's magic number, big-endian. */
  const uint32_t magic = *(const volatile uint32_t*)(uintptr_t)device_tree;
  if (magic != 0xedfe0dd0) guest_print("probe: FAIL: x0 is not the device tree\n");
  const int64_t count = hf_vm_get_count();
  guest_print("probe: ");
  guest_print_decimal((uint64_t)count - 1);
  guest_print(" secondaries\n");
  for (uint32_t vm = 1; vm < count; ++vm) {
    guest_print("probe: VM ");
    guest_print_decimal(vm);
    guest_print(" has ");
    guest_print_decimal((uint64_t)hf_vcpu_get_count(vm));
    guest_print(" vCPUs\n");
    let_begin(vm);
  }
  guest_print("probe: PASS\n");
  guest_stop();
}
