// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// A guest in C++20, to be compiled against the release.

#include <hf/hf.h>
#include <hf/mailbox.h>

#include "bindings/start/print.h"

using namespace hf::guest;

static MailboxPages g_pages;

extern "C" void guest_main(uint64_t) {
  const Result<Mailbox> mailbox = Mailbox::Configure(g_pages);
  if (!mailbox) guest_panic("the mailbox is refused");
  while (ReceivedMessage message = mailbox->Receive()) {
    Print("VM ", message.sender().value, " sends ", message.size(), " bytes\n");
  }
}
