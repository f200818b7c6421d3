// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A secondary that does what it is told and answers what came of it; see worker.h.

#include "testing/suites/interrupts/worker.h"

#include <hf/call.h>
#include <hf/hf.h>

#include <cstring>

#include "bindings/start/start.h"
#include "testing/suites/interrupts/clock.h"

namespace hf::suite {
namespace {

alignas(HF_MAILBOX_SIZE) char send_page[HF_MAILBOX_SIZE];
alignas(HF_MAILBOX_SIZE) char receive_page[HF_MAILBOX_SIZE];

volatile uint64_t taken;
volatile uint64_t intids;

void SetTimerAhead(uint64_t ticks) {
  if (ticks != 0) SetTimer(Now() + ticks, kTimerEnable);
}

int64_t Spin() {
  const uint64_t end = Now() + Ticks(10'000'000);
  while (taken == 0) {
    if (Now() > end) return -1;
  }
  return 0;
}

int64_t Receive() {
  const hf_mailbox_receive_return message = hf_mailbox_receive(true);
  if (message.vm_id != HF_INVALID_VM_ID) hf_mailbox_clear();
  return message.vm_id;
}

int64_t Do(const Command& command) {
  switch (command.op) {
    case Op::kNothing:
      return 0;
    case Op::kEnable:
      return hf_interrupt_enable(static_cast<uint32_t>(command.a), command.b != 0);
    case Op::kGet:
      return hf_interrupt_get();
    case Op::kInject:
      return hf_interrupt_inject(static_cast<uint32_t>(command.a), static_cast<uint32_t>(command.b),
                                 static_cast<uint32_t>(command.c));
    case Op::kWritable:
      return hf_mailbox_writable_get();
    case Op::kSend:
      return hf_mailbox_send(static_cast<uint32_t>(command.a), 0, command.b != 0);
    case Op::kUnmask:
      guest_interrupts_enable();
      return 0;
    case Op::kMask:
      guest_interrupts_disable();
      return 0;
    case Op::kTimer:
      SetTimer(command.a, command.b);
      return 0;
    case Op::kWfi:
      SetTimerAhead(command.a);
      guest_wait();
      return 0;
    case Op::kReceive:
      SetTimerAhead(command.a);
      return Receive();
    case Op::kSpin:
      SetTimerAhead(command.a);
      return Spin();
  }
  return -1;
}

void Reply(int64_t value) {
  const Answer answer = {value, taken, intids, HF_READ(cntv_ctl_el0)};
  taken = 0;
  intids = 0;
  std::memcpy(send_page, &answer, sizeof(answer));
  while (hf_mailbox_send(HF_PRIMARY_VM_ID, sizeof(answer), false) != 0) hf_vcpu_yield();
}

}  // namespace

extern "C" void guest_interrupt() {
  const uint64_t intid = hf_interrupt_get();
  if (taken < 8) intids = intids | intid << 8 * taken;
  taken = taken + 1;
}

extern "C" void guest_main(uint64_t) {
  const auto send = reinterpret_cast<uint64_t>(send_page);
  const auto receive = reinterpret_cast<uint64_t>(receive_page);
  if (hf_vm_configure(send, receive) != 0) guest_panic("worker: the mailbox pages are refused");
  for (;;) {
    const hf_mailbox_receive_return message = hf_mailbox_receive(true);
    if (message.vm_id == HF_INVALID_VM_ID) continue;
    Command command = {};
    std::memcpy(&command, receive_page, message.size);
    hf_mailbox_clear();
    if (message.size == sizeof(command)) Reply(Do(command));
  }
}

}  // namespace hf::suite
