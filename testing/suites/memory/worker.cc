// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A secondary that uses memory and passes it on as the primary says.

#include <hf/call.h>

#include <cstring>

#include "bindings/start/start.h"
#include "testing/suites/memory/caches.h"
#include "testing/suites/memory/command.h"

namespace hf::memory {
namespace {

alignas(HF_MAILBOX_SIZE) unsigned char send_page[HF_MAILBOX_SIZE];
alignas(HF_MAILBOX_SIZE) unsigned char receive_page[HF_MAILBOX_SIZE];

uint64_t Do(const Command& command) {
  auto* const words = reinterpret_cast<volatile uint64_t*>(command.address);
  const uint64_t count = command.size / sizeof(uint64_t);
  switch (command.op) {
    case Op::kRead:
      return *words;
    case Op::kWrite:
      *words = command.value;
      return 1;
    case Op::kFill:
      for (uint64_t i = 0; i < count; ++i) words[i] = command.value;
      return 1;
    case Op::kIsZero:
      for (uint64_t i = 0; i < count; ++i) {
        if (words[i] != 0) return 0;
      }
      return 1;
    case Op::kExecute:
      asm volatile("dsb sy\n\tic iallu\n\tdsb sy\n\tisb" : : : "memory");
      return reinterpret_cast<uint64_t (*)()>(command.address)();
    case Op::kShare:
      return hf_call(HF_SHARE_MEMORY, command.value, command.address, command.size) == 0;
    case Op::kConfigure:
      return hf_vm_configure(command.address, command.size) == 0;
    case Op::kCaches:
      TurnCaches(command.value != 0);
      return 1;
  }
  return ~uint64_t{0};
}

}  // namespace
}  // namespace hf::memory

void guest_main(uint64_t /*device_tree*/) {
  using namespace hf::memory;  // NOLINT: the program is this namespace's
  if (hf_vm_configure(reinterpret_cast<uintptr_t>(send_page),
                      reinterpret_cast<uintptr_t>(receive_page)) != 0) {
    guest_panic("worker: the mailbox pages are refused");
  }
  for (;;) {
    const struct hf_mailbox_receive_return message = hf_mailbox_receive(true);
    if (message.vm_id == HF_INVALID_VM_ID) continue;
    Command command;
    std::memcpy(&command, receive_page, sizeof(command));
    hf_mailbox_clear();
    const uint64_t answer = Do(command);
    std::memcpy(send_page, &answer, sizeof(answer));
    while (hf_mailbox_send(message.vm_id, sizeof(answer), false) == -1) hf_vcpu_yield();
  }
}
