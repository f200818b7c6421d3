// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A secondary that executes what the primary tells it to, with vectors of its own, and answers with
// what came of it.

#include <hf/hf.h>

#include <cstring>

#include "bindings/start/start.h"
#include "testing/sysregs/command.h"

namespace hf::sysregs {
namespace {

using guest::kMailboxSize;

alignas(kMailboxSize) char send_page[kMailboxSize];
alignas(kMailboxSize) char receive_page[kMailboxSize];

template <typename T>
void Answer(const T& answer) {
  static_assert(sizeof(answer) <= kMailboxSize);
  std::memcpy(send_page, &answer, sizeof(answer));
  if (!guest::MailboxClear()) guest_panic("walker: mailbox_clear is refused");
  while (!guest::MailboxSend(guest::kPrimaryVmId, sizeof(answer), false)) guest::VcpuYield();
}

void Perform(const Command& command) {
  static Report report;
  switch (command.op) {
    case Op::kWalk:
      Walk(command.machine, false, report);
      return Answer(report);
    case Op::kExecute:
      return Answer(Execute(static_cast<uint32_t>(command.instruction), command.value));
    case Op::kExecuteA32:
      return Answer(ExecuteA32(static_cast<uint32_t>(command.instruction), command.value));
    case Op::kFill:
      Fill(command.value);
      return Answer(uint64_t{0});
    case Op::kLost:
      return Answer(Lost(command.value));
  }
}

}  // namespace
}  // namespace hf::sysregs

void guest_main(uint64_t /*device_tree*/) {
  using namespace hf;  // NOLINT
  if (!guest::VmConfigure(guest::Ipa::Of(sysregs::send_page),
                          guest::Ipa::Of(sysregs::receive_page))) {
    guest_panic("walker: the mailbox pages are refused");
  }
  for (;;) {
    if (!guest::MailboxReceive(/*block=*/true)) continue;
    sysregs::Command command;
    std::memcpy(&command, sysregs::receive_page, sizeof(command));
    sysregs::Perform(command);
  }
}
