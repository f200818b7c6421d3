// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Each way in which a test can fail, after a few calls that a report has to tell of. report_test.py
// says how.

#include <hf/call.h>

#include "bindings/start/start.h"
#include "testing/guest/test.h"

namespace {

// Of EL2's variant HF_SELF_ATTACK: its check that x1 is 0 fails.
constexpr uint16_t kSelfAttack = 0x5e1f;

TEST(Planted, Passes) { EXPECT_EQ(hf_vm_get_count(), 4); }

TEST(Planted, Fails) { EXPECT_EQ(hf_mailbox_send(77, 12, false), 0); }

TEST(Planted, Hangs) {
  hf_vcpu_run(2, 0);
  while (true) asm volatile("wfi");
}

TEST(Planted, Panics) {
  hf_vcpu_run(1, 0);
  register uint64_t x0 asm("x0") = 0;
  register uint64_t x1 asm("x1") = 1;
  asm volatile("hvc %2" : "+r"(x0), "+r"(x1) : "i"(kSelfAttack) : "x2", "x3", "memory");
}

}  // namespace
