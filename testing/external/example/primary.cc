// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include <hf/hf.h>

#include <cstring>

#include "bindings/start/start.h"

using namespace hf::guest;

alignas(kMailboxSize) char out[kMailboxSize], in[kMailboxSize];

void guest_main(uint64_t) {
  constexpr VmId kEcho{1};
  if (!VmConfigure(Ipa::Of(out), Ipa::Of(in))) guest_panic("no mailbox");
  VcpuRun(kEcho, {0});  // Until it waits for a message.
  std::memcpy(out, "hello", 6);
  if (!MailboxSend(kEcho, 6, false)) guest_panic("echo takes no message");
  const auto message = VcpuRun(kEcho, {0}).message();
  if (message && std::memcmp(in, "hello", 6) == 0) guest_print("hello: PASS\n");
}
