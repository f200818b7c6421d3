// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A sender that changes its page while the hypervisor copies it: case 12 of the security model. The
// message may be torn, but not longer than it is, nor from somebody else.

#include <atomic>
#include <cstring>

#include "testing/guest/cpus.h"
#include "testing/guest/services.h"
#include "testing/guest/test.h"
#include "testing/hostile/attack.h"

namespace hf::hostile {
namespace {

constexpr guest::VmId kReader = test::Service("attacker_1");
constexpr uint64_t kMessages = 2000;

std::atomic<bool> stop;

// What each byte beyond the command is: of two kinds, of which the reader's page never had another
// but zero.
constexpr unsigned char kOne = 0x11;
constexpr unsigned char kOther = 0xee;

void Scribble(uint64_t cpu) {
  volatile char* const page = test::SendPage();
  while (!stop) {
    for (uint64_t i = sizeof(Command); i < guest::kMailboxSize; i += 8) {
      *reinterpret_cast<volatile uint64_t*>(page + i) =
          (cpu % 2 ? kOne : kOther) * 0x0101010101010101u;
    }
  }
}

// The sizes go down, so that what is beyond a message is what an earlier one left.
TEST(ASenderThatScribbles, TearsItsMessageAndNoMore) {
  test::OpenMailbox();
  ASSERT_EQ(test::Run(kReader).code(), guest::RunCode::kWaitForInterrupt);
  const Command look{Op::kLook, {}};
  std::memset(test::SendPage(), kOne, guest::kMailboxSize);
  std::memcpy(test::SendPage(), &look, sizeof(look));
  test::OnCpus(3, [](uint64_t cpu) {
    if (cpu != 0) return Scribble(cpu);
    uint64_t sent = 0;
    for (uint64_t i = 0; i < kMessages; ++i) {
      const uint64_t size = guest::kMailboxSize - i % (guest::kMailboxSize - sizeof(Command));
      if (!guest::MailboxSend(kReader, size, /*notify=*/false)) break;
      const auto result = test::Run(kReader);
      const auto message = result.message();
      if (!message || message->size != sizeof(Answer)) break;
      Answer answer;
      std::memcpy(&answer, test::ReceivePage(), sizeof(answer));
      if (!guest::MailboxClear()) break;
      if (test::Run(kReader).code() != guest::RunCode::kWaitForInterrupt) break;
      EXPECT_EQ(answer.x[0], guest::kPrimaryVmId.value);
      EXPECT_EQ(answer.x[1], size);
      const uint64_t beyond = answer.x[2];
      EXPECT_TRUE(size == guest::kMailboxSize || beyond == kOne || beyond == kOther);
      ++sent;
    }
    stop = true;
    EXPECT_EQ(sent, kMessages);
  });
}

// The same with a page that is full of one kind while the reader's has the other: not one byte
// beyond the message is copied.
TEST(ASenderThatScribbles, LeavesWhatIsBeyond) {
  test::OpenMailbox();
  test::Run(kReader);
  const Command look{Op::kLook, {}};
  for (uint64_t size = guest::kMailboxSize; size > guest::kMailboxSize - 16; --size) {
    // The longer message before had the first kind everywhere.
    const bool first = size == guest::kMailboxSize;
    std::memset(test::SendPage() + sizeof(look), first ? kOne : kOther,
                guest::kMailboxSize - sizeof(look));
    std::memcpy(test::SendPage(), &look, sizeof(look));
    ASSERT_TRUE(guest::MailboxSend(kReader, first ? size : sizeof(look) + 4096 - size, false));
    const auto message = test::Receive(kReader);
    ASSERT_TRUE(message.has_value());
    Answer answer;
    ASSERT_EQ(message->bytes.size(), sizeof(answer));
    std::memcpy(&answer, message->bytes.data(), sizeof(answer));
    if (!first) EXPECT_EQ(answer.x[2], kOne);
    EXPECT_EQ(test::Run(kReader).code(), guest::RunCode::kWaitForInterrupt);
  }
}

}  // namespace
}  // namespace hf::hostile
