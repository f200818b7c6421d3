// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A service in C++ that does not answer. It yields before it configures its mailbox. The message
// "clear" it takes and clears; any other it keeps, so that its mailbox stays busy.

#include <hf/hf.h>

#include <cstring>

#include "bindings/start/start.h"

namespace {

using hf::guest::kMailboxSize;

alignas(kMailboxSize) char send_page[kMailboxSize];
alignas(kMailboxSize) char receive_page[kMailboxSize];

}  // namespace

void guest_main(uint64_t /*device_tree*/) {
  hf::guest::VcpuYield();
  if (!hf::guest::VmConfigure(hf::guest::Ipa::Of(send_page), hf::guest::Ipa::Of(receive_page))) {
    guest_panic("mute: the mailbox pages are refused");
  }
  for (;;) {
    const auto message = hf::guest::MailboxReceive(/*block=*/true);
    if (!message) continue;
    if (message->size == 5 && std::memcmp(receive_page, "clear", 5) == 0) {
      if (!hf::guest::MailboxClear()) guest_panic("mute: mailbox_clear is refused");
    }
  }
}
