// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "testing/guest/services.h"

#include <cstring>

#include "testing/guest/internal.h"
#include "testing/guest/report.h"

namespace hf::test {
namespace {

using guest::Ipa;
using guest::kInvalidVcpu;
using guest::kMailboxSize;
using guest::kPrimaryVmId;
using guest::RunCode;
using guest::VcpuIndex;
using guest::VcpuRunReturn;
using guest::VmId;

constexpr unsigned kMostRuns = 10000;
constexpr unsigned kMostWakeUps = 1000;

alignas(kMailboxSize) char send_page[kMailboxSize];
alignas(kMailboxSize) char receive_page[kMailboxSize];
// What a message held, because the receive page is free again once the mailbox is cleared.
char taken[kMailboxSize];
bool is_open = false;

void Fails(VmId vm, std::string_view what) {
  Text text;
  text << "VM " << uint64_t{vm.value} << ' ' << what;
  ReportFailure(__FILE__, __LINE__, text.view());
}

}  // namespace

char* SendPage() { return send_page; }
const char* ReceivePage() { return receive_page; }

VcpuRunReturn Run(VmId vm, VcpuIndex vcpu) {
  for (unsigned i = 0; i < kMostRuns; ++i) {
    const VcpuRunReturn result = guest::VcpuRun(vm, vcpu);
    if (result.code() != RunCode::kPreempted && result.code() != RunCode::kYield) return result;
  }
  Fails(vm, "does nothing but yield or be preempted");
  return guest::VcpuRun(vm, vcpu);
}

void OpenMailbox() {
  if (is_open) return;
  is_open = true;
  if (!guest::VmConfigure(Ipa::Of(send_page), Ipa::Of(receive_page))) {
    Fails(kPrimaryVmId, "may not configure its mailbox");
  }
}

bool Send(VmId vm, std::string_view bytes) {
  OpenMailbox();
  if (bytes.size() > kMailboxSize) {
    Fails(vm, "was to be sent more than a page");
    return false;
  }
  std::memcpy(send_page, bytes.data(), bytes.size());
  if (guest::MailboxSend(vm, bytes.size(), /*notify=*/false)) return true;
  Run(vm);
  if (guest::MailboxSend(vm, bytes.size(), /*notify=*/false)) return true;
  Fails(vm, "does not take the message");
  return false;
}

std::optional<Message> Receive(VmId vm) {
  OpenMailbox();
  VmId next = vm;
  VcpuIndex vcpu{0};
  for (unsigned i = 0; i < kMostWakeUps; ++i) {
    const VcpuRunReturn result = Run(next, vcpu);
    if (const auto message = result.message()) {
      std::memcpy(taken, receive_page, message->size);
      const Message got{next, {taken, message->size}};
      if (!guest::MailboxClear()) Fails(next, "has sent a message that cannot be cleared");
      return got;
    }
    if (const auto wake_up = result.wake_up()) {
      next = wake_up->vm_id;
      vcpu = wake_up->vcpu.value_or(VcpuIndex{0});
    } else if (next.value != vm.value) {
      // The one that was woken has nothing more to do: back to the first.
      next = vm;
      vcpu = VcpuIndex{0};
    } else {
      Text text;
      text << "sends no message: run code " << static_cast<uint64_t>(result.code());
      Fails(vm, text.view());
      return std::nullopt;
    }
  }
  Fails(vm, "and others wake each other for ever");
  return std::nullopt;
}

std::string_view Ask(VmId vm, std::string_view bytes) {
  if (!Send(vm, bytes)) return {};
  const std::optional<Message> answer = Receive(vm);
  return answer ? answer->bytes : std::string_view();
}

}  // namespace hf::test
