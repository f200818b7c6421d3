// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "bindings/start/start.h"

void guest_main(uint64_t device_tree) {
  (void)device_tree;
  guest_print("hello: PASS\n");
}
