// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include <hf/call.h>

#include "bindings/start/start.h"
#include "testing/isolation/board.h"

extern "C" void canary_run(uint64_t seed, uint64_t el2);

extern "C" void guest_main(uint64_t) {
  canary_run(uint64_t{hf_vm_get_id()} << 8 | hf_vm_get_id(), hf::isolation::kEl2Begin);
}
