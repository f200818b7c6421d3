// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A vCPU that blocks in mailbox_receive while others send to it.

#include "testing/guest/services.h"
#include "testing/guest/test.h"
#include "testing/races/wake.h"

namespace hf::races {
namespace {

constexpr guest::VmId kReceiver = test::Service("receiver");

TEST(SendRaces, BlockInReceiveAndSend) {
  test::OpenMailbox();
  ASSERT_EQ(test::Run(kReceiver).code(), guest::RunCode::kWaitForInterrupt);
  WakeAndRun("block/send", kReceiver, 1,
             [] { return bool(guest::MailboxSend(kReceiver, 8, /*notify=*/false)); });
}

}  // namespace
}  // namespace hf::races
