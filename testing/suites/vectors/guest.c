/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The primary: runs the vectors in C, then the other VMs, which run theirs and tell themselves.
 */

#include <hf/call.h>

#include "bindings/start/start.h"
#include "bindings/vectors/vectors.h"

static void tell(const struct hf_vectors_result* result) {
  if (result->failures > 0) {
    guest_print("vectors: FAIL: ");
    guest_print(result->name);
    guest_print(", vector ");
    guest_print_decimal(result->number);
    guest_print(": wanted ");
    guest_print_hex(result->wanted);
    guest_print(", got ");
    guest_print_hex(result->got);
    guest_print("\n");
    return;
  }
  guest_print("vectors: C: ");
  guest_print_decimal(result->count);
  guest_print(" vectors passed\n");
}

/* Runs the VM's vCPU until it waits, or is gone. */
static void run_vm(uint32_t vm) {
  for (;;) {
    const struct hf_vcpu_run_return left = hf_vcpu_run(vm, 0);
    if (left.code == HF_VCPU_RUN_WAIT_FOR_INTERRUPT) return;
    if (left.code == HF_VCPU_RUN_ABORTED) {
      guest_print("vectors: FAIL: a VM has aborted\n");
      return;
    }
  }
}

void guest_main(uint64_t device_tree) {
  (void)device_tree;
  const struct hf_vectors_result result = hf_vectors_c();
  tell(&result);
  const int64_t vms = hf_vm_get_count();
  for (uint32_t vm = 1; vm < vms; ++vm) run_vm(vm);
  guest_print("vectors: done\n");
}
