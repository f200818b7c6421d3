/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A guest in C11, to be compiled against the release.
 */

#include <hf/abi.h>
#include <hf/call.h>

#include "bindings/start/start.h"

void guest_main(uint64_t device_tree) {
  (void)device_tree;
  const struct hf_vcpu_run_return left = hf_vcpu_run(1, 0);
  guest_print("run code ");
  guest_print_decimal(left.code);
  guest_print("\n");
}
