// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Is told of a page that it has been lent: finds it zeroed and nobody else writing to it, fills it,
// gives it back and yields.

#include <hf/call.h>

#include <cstdint>

#include "bindings/start/start.h"

namespace {
alignas(HF_MAILBOX_SIZE) uint64_t send_page[HF_MAILBOX_SIZE / 8];
alignas(HF_MAILBOX_SIZE) volatile uint64_t receive_page[HF_MAILBOX_SIZE / 8];
constexpr uint64_t kWords = HF_MAILBOX_SIZE / 8;
}  // namespace

extern "C" void guest_main(uint64_t) {
  hf_vm_configure(reinterpret_cast<uintptr_t>(send_page),
                  reinterpret_cast<uintptr_t>(receive_page));
  for (;;) {
    const hf_mailbox_receive_return message = hf_mailbox_receive(true);
    if (message.vm_id == HF_INVALID_VM_ID) continue;
    const uint64_t address = receive_page[0];
    hf_mailbox_clear();
    auto* const words = reinterpret_cast<volatile uint64_t*>(address);
    for (uint64_t i = 0; i < kWords; i += 16) {
      if (words[i] != 0) guest_panic("borrower: the page is not zeroed, or somebody writes to it");
    }
    words[0] = ~uint64_t{0};
    if (words[0] != ~uint64_t{0}) guest_panic("borrower: somebody else writes to the page");
    if (hf_share_memory(HF_PRIMARY_VM_ID, address, HF_MAILBOX_SIZE, HF_MEMORY_GIVE) != 0) {
      guest_panic("borrower: the page cannot be given back");
    }
    hf_vcpu_yield();
  }
}
