// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include <hf/call.h>

#include <cstdint>
#include <cstring>

#include "bindings/start/start.h"
#include "testing/benchmarks/measure.h"
#include "testing/benchmarks/vms.h"

namespace hf::benchmarks {
namespace {

alignas(HF_MAILBOX_SIZE) char send_page[HF_MAILBOX_SIZE];
alignas(HF_MAILBOX_SIZE) char receive_page[HF_MAILBOX_SIZE];

// Nothing is copied here: what is measured is the hypervisor.
[[noreturn]] void Echo() {
  hf_vm_configure(reinterpret_cast<uint64_t>(send_page), reinterpret_cast<uint64_t>(receive_page));
  while (true) {
    const hf_mailbox_receive_return message = hf_mailbox_receive(true);
    hf_mailbox_clear();
    hf_mailbox_send(message.vm_id, message.size, false);
  }
}

void Calls() {
  MeasureLoop("of a secondary: vm_get_id", [] { hf_vm_get_id(); });
  MeasureLoop("of a secondary: mailbox_receive without a message",
              [] { hf_mailbox_receive(false); });
  MeasureLoop("of a secondary: SMC", [] { asm volatile("smc #0" : : : "x0", "memory"); });
  auto& uart = *reinterpret_cast<volatile uint32_t*>(0x09000000);
  Sum character, line;
  for (int i = 0; i < 10; ++i) {
    for (int n = 0; n < 160; ++n) character.Measure([&] { uart = 'x'; });
    line.Measure([&] { uart = '\n'; });
  }
  character.Report("of a secondary: a character for the console");
  line.Report("of a secondary: the end of a line of 160 characters");
}

}  // namespace

extern "C" void guest_main(uint64_t) {
  switch (hf_vm_get_id()) {
    case kYields:
      while (true) hf_vcpu_yield();
    case kEcho:
      Echo();
    case kCalls:
      Calls();
      break;
    default:
      *reinterpret_cast<volatile uint32_t*>(0);
      break;
  }
  guest_wait();
}

}  // namespace hf::benchmarks
