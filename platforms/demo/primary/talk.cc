// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "platforms/demo/primary/talk.h"

#include <algorithm>

#include "platforms/demo/primary/report.h"

namespace hf::demo {
namespace {

alignas(HF_MAILBOX_SIZE) char send_page[HF_MAILBOX_SIZE];
alignas(HF_MAILBOX_SIZE) char receive_page[HF_MAILBOX_SIZE];

}  // namespace

void Talk::Open() {
  const int64_t result = hf_vm_configure(reinterpret_cast<uintptr_t>(send_page),
                                         reinterpret_cast<uintptr_t>(receive_page));
  if (result != 0) Fail("vm_configure of the primary's mailbox is refused");
}

void Talk::Say(uint32_t vm_id, std::string_view message) {
  ShowMessage("primary", VmName(vm_id), message);
  std::copy(message.begin(), message.end(), send_page);
  const int64_t vcpu = hf_mailbox_send(vm_id, static_cast<uint32_t>(message.size()), false);
  if (vcpu == -1) Fail("mailbox_send to ", VmName(vm_id), " is refused");
  if (vcpu != HF_INVALID_VCPU) scheduler_.Wake(vm_id, static_cast<uint32_t>(vcpu));
}

void Talk::Hear(uint32_t vm_id, std::string_view message, uint64_t quantum) {
  const std::optional<Message> got = scheduler_.Run(quantum);
  if (!got) Fail(VmName(vm_id), " does not answer");
  const std::string_view text(receive_page, std::min<size_t>(got->size, HF_MAILBOX_SIZE));
  ShowMessage(VmName(got->from), "primary", text);
  if (got->from != vm_id || got->size != message.size() || text != message) {
    ShowMessage(VmName(vm_id), "primary, expected", message);
    Fail("not the expected message");
  }
  if (hf_mailbox_clear() != 0) Fail("mailbox_clear is refused, or somebody waits for the primary");
}

void Talk::Settle() {
  const std::optional<Message> got = scheduler_.Run(/*quantum=*/0);
  if (got) Fail("a message from ", VmName(got->from), " that nobody asked for");
}

}  // namespace hf::demo
