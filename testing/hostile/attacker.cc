// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A secondary that does what the primary tells it to.

#include <hf/call.h>

#include <cstring>

#include "bindings/start/start.h"
#include "testing/hostile/command.h"
#include "testing/hostile/registers.h"

extern "C" {
void faults_run(uint64_t seed);
void random_run(uint64_t seed);
void undefined_run();
}

namespace hf::hostile {
namespace {

alignas(HF_MAILBOX_SIZE) unsigned char send_page[HF_MAILBOX_SIZE];
alignas(HF_MAILBOX_SIZE) unsigned char receive_page[HF_MAILBOX_SIZE];

// TCR_EL1: 39 bits, so that the walk begins at level 1 with the table that was named; write-back,
// inner shareable, 40 bits of addresses.
void Walk(uint64_t table) {
  asm volatile(
      "msr mair_el1, %1\n\tmsr tcr_el1, %2\n\tmsr ttbr0_el1, %0\n\tisb\n\t"
      "mrs x9, sctlr_el1\n\torr x9, x9, #1\n\tmsr sctlr_el1, x9\n\tisb\n\tnop"
      :
      : "r"(table), "r"(uint64_t{0xff}), "r"(uint64_t{2} << 32 | 3 << 12 | 1 << 10 | 1 << 8 | 25)
      : "x9", "memory");
}

// All that EL1 may: levels 1 to 3, sets and ways that there are and that there are not,
// invalidation by all of EL1's instructions for it.
[[noreturn]] void Maintain() {
  for (uint64_t i = 0;; ++i) {
    const uint64_t set_and_way = (i % 3) << 1 | (i * 0x9e3779b9 & 0xffffffc0);
    asm volatile(
        "dc isw, %0\n\tdc csw, %0\n\tdc cisw, %0\n\tic iallu\n\tic ialluis\n\t"
        "tlbi vmalle1\n\ttlbi vmalle1is\n\ttlbi vae1is, %0\n\ttlbi aside1is, %0\n\t"
        "tlbi vaae1, %0\n\ttlbi vale1is, %0\n\tdsb sy\n\tisb"
        :
        : "r"(set_and_way)
        : "memory");
  }
}

Answer Perform(const Command& command, const hf_mailbox_receive_return& message, uint64_t beyond) {
  const uint64_t address = command.x[0];
  switch (command.op) {
    case Op::kRead:
      for (uint64_t i = 0; i < command.x[1]; ++i) hf_vcpu_yield();
      return {{*reinterpret_cast<volatile uint64_t*>(address)}, 0};
    case Op::kWrite:
      *reinterpret_cast<volatile uint64_t*>(address) = address;
      break;
    case Op::kExecute:
      asm volatile("blr %0" : : "r"(address) : "x30", "memory");
      break;
    case Op::kWalk:
      Walk(address);
      break;
    case Op::kCall:
      return CallAndCompare(command.x);
    case Op::kSpin:
      for (;;) asm volatile("msr daifset, #0xf");
    case Op::kWfe:
      for (;;) asm volatile("wfe");
    case Op::kWfi:
      for (;;) asm volatile("wfi");
    case Op::kYield:
      for (;;) hf_vcpu_yield();
    case Op::kSev:
      for (;;) asm volatile("sev\n\tsevl");
    case Op::kMaintain:
      Maintain();
    case Op::kLook:
      return {{message.vm_id, message.size, beyond}, 0};
    case Op::kUndefined:
      undefined_run();
      break;
    case Op::kRandom:
      random_run(command.x[0]);
      break;
    case Op::kFaults:
      faults_run(command.x[0]);
      break;
  }
  return {{~uint64_t{0}}, 1};
}

}  // namespace
}  // namespace hf::hostile

extern "C" void guest_main(uint64_t) {
  using namespace hf::hostile;  // NOLINT: this is its main function
  if (hf_vm_configure(reinterpret_cast<uintptr_t>(send_page),
                      reinterpret_cast<uintptr_t>(receive_page)) != 0) {
    guest_panic("the mailbox is refused");
  }
  for (;;) {
    const hf_mailbox_receive_return message = hf_mailbox_receive(true);
    if (message.vm_id == HF_INVALID_VM_ID) continue;
    Command command;
    std::memcpy(&command, receive_page, sizeof command);
    // What is beyond the message is looked at before the mailbox is free again.
    const unsigned char beyond = message.size < HF_MAILBOX_SIZE ? receive_page[message.size] : 0;
    hf_mailbox_clear();
    const Answer answer = Perform(command, message, beyond);
    std::memcpy(send_page, &answer, sizeof answer);
    while (hf_mailbox_send(message.vm_id, sizeof(Answer), false) != 0) hf_vcpu_yield();
  }
}
