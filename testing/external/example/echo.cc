// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include <hf/hf.h>

#include <cstring>

#include "bindings/start/start.h"

using namespace hf::guest;

alignas(kMailboxSize) char out[kMailboxSize], in[kMailboxSize];

void guest_main(uint64_t) {
  VmConfigure(Ipa::Of(out), Ipa::Of(in)).value();
  while (const auto message = MailboxReceive(true)) {
    std::memcpy(out, in, message->size);
    MailboxClear().value();
    MailboxSend(message->vm_id, message->size, false).value();
  }
}
