// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// share_memory as the primary and secondaries see it: who can use the memory, and what is in it.

#include <hf/hf.h>

#include <atomic>
#include <cstring>
#include <string_view>

#include "testing/guest/cpus.h"
#include "testing/guest/services.h"
#include "testing/guest/test.h"
#include "testing/isolation/board.h"
#include "testing/isolation/timer.h"
#include "testing/isolation/trap.h"
#include "testing/suites/memory/caches.h"
#include "testing/suites/memory/command.h"

namespace hf::memory {
namespace {

using guest::Ipa;
using guest::RunCode;
using guest::Share;
using guest::ShareMemory;
using guest::VmId;

constexpr VmId kA = test::Service("worker_a");
constexpr VmId kB = test::Service("worker_b");
constexpr VmId kC = test::Service("worker_c");
constexpr VmId kAbsent{4};

constexpr uint64_t kPage = 4096;
constexpr uint64_t kMiB = 1 << 20;
// Each worker has 4 MiB at the end of RAM, of which it uses the first 2 MiB itself.
constexpr uint64_t kRamEnd = 0x40000000 + uint64_t{HF_MEMORY_MIB} * kMiB;
constexpr uint64_t MemoryOf(VmId worker) { return kRamEnd - worker.value * 4 * kMiB + 2 * kMiB; }
constexpr uint64_t kPattern = 0x1234'5678'9abc'def0;

// RAM that the primary's image does not use.
constexpr uint64_t kMine = 0x41000000;

volatile uint64_t& Word(uint64_t address) { return *reinterpret_cast<volatile uint64_t*>(address); }

// The worker's answer; -1, and the case fails, if there is none.
uint64_t Tell(VmId worker, const Command& command) {
  const std::string_view answer =
      test::Ask(worker, {reinterpret_cast<const char*>(&command), sizeof(command)});
  uint64_t value = ~uint64_t{0};
  if (answer.size() == sizeof(value)) std::memcpy(&value, answer.data(), sizeof(value));
  return value;
}
uint64_t Read(VmId worker, uint64_t address) { return Tell(worker, {Op::kRead, address, 0, 0}); }
void Write(VmId worker, uint64_t address, uint64_t value) {
  EXPECT_EQ(Tell(worker, {Op::kWrite, address, 0, value}), 1);
}
bool Pass(VmId from, VmId to, Share mode, uint64_t address, uint64_t size = kPage) {
  return Tell(from, {Op::kShare, address, size, To(to.value, static_cast<uint64_t>(mode))}) == 1;
}
bool SeesZeros(VmId worker, uint64_t address, uint64_t size = kPage) {
  return Tell(worker, {Op::kIsZero, address, size, 0}) == 1;
}
bool ZerosHere(uint64_t address, uint64_t size = kPage) {
  for (uint64_t at = address; at < address + size; at += 8) {
    if (Word(at) != 0) return false;
  }
  return true;
}

// The primary's own access is answered as a bus would, at its EL1.
void ExpectExternalAbort(isolation::Attempt attempt, uint64_t address) {
  const isolation::Trap trap = isolation::Try(attempt, address);
  EXPECT_EQ(trap.taken, 5);
  EXPECT_EQ(trap.esr >> 26, 0x25);
  EXPECT_EQ(trap.esr & 0x3f, 0x10);
  EXPECT_EQ(trap.far, address);
}
void ExpectNoAccess(uint64_t address) {
  ExpectExternalAbort(&isolation::try_read, address);
  ExpectExternalAbort(&isolation::try_write, address);
}

// The command is the last of the worker's.
void ExpectAborted(VmId worker, const Command& command) {
  ASSERT_TRUE(test::Send(worker, {reinterpret_cast<const char*>(&command), sizeof(command)}));
  EXPECT_EQ(test::Run(worker).code(), RunCode::kAborted);
  EXPECT_EQ(test::Run(worker).code(), RunCode::kWaitForInterrupt);
}

void Dirty(uint64_t address, uint64_t size = kPage) {
  for (uint64_t at = address; at < address + size; at += 8) Word(at) = kPattern;
}

// A function: mov w0, #42; ret.
constexpr uint64_t kFunction = 0xd65f03c0'52800540;

TEST(OfThePrimary, ShareIsSeenByBoth) {
  Dirty(kMine - 8, kPage + 16);
  ASSERT_TRUE(ShareMemory(kA, {kMine}, kPage, Share::kShare));
  EXPECT_TRUE(ZerosHere(kMine));
  EXPECT_EQ(Word(kMine - 8), kPattern);
  EXPECT_EQ(Word(kMine + kPage), kPattern);
  EXPECT_TRUE(SeesZeros(kA, kMine));
  Word(kMine) = 1;
  EXPECT_EQ(Read(kA, kMine), 1);
  Write(kA, kMine + 8, 2);
  EXPECT_EQ(Word(kMine + 8), 2);
  Word(kMine + 16) = kFunction;
  EXPECT_EQ(Tell(kA, {Op::kExecute, kMine + 16, 0, 0}), 42);

  ASSERT_TRUE(Pass(kA, guest::kPrimaryVmId, Share::kGive, kMine));
  EXPECT_TRUE(ZerosHere(kMine));
}

TEST(OfThePrimary, WhatIsLentIsGoneUntilItIsBack) {
  Dirty(kMine, 3 * kPage);
  ASSERT_TRUE(ShareMemory(kA, {kMine + kPage}, kPage, Share::kLend));
  ExpectNoAccess(kMine + kPage);
  ExpectNoAccess(kMine + 2 * kPage - 8);
  EXPECT_EQ(Word(kMine + kPage - 8), kPattern);
  EXPECT_EQ(Word(kMine + 2 * kPage), kPattern);
  EXPECT_TRUE(SeesZeros(kA, kMine + kPage));
  Write(kA, kMine + kPage, kFunction);
  EXPECT_EQ(Tell(kA, {Op::kExecute, kMine + kPage, 0, 0}), 42);
  ASSERT_TRUE(Pass(kA, guest::kPrimaryVmId, Share::kGive, kMine + kPage));
  EXPECT_TRUE(ZerosHere(kMine + kPage));
  Word(kMine + kPage) = 1;
}

TEST(OfThePrimary, WhatIsGivenIsTheRecipients) {
  Dirty(kMine);
  ASSERT_TRUE(ShareMemory(kA, {kMine}, kPage, Share::kGive));
  ExpectNoAccess(kMine);
  EXPECT_FALSE(ShareMemory(kA, {kMine}, kPage, Share::kGive));
  EXPECT_TRUE(SeesZeros(kA, kMine));
  // It can lend it to its former owner.
  Write(kA, kMine, kPattern);
  ASSERT_TRUE(Pass(kA, guest::kPrimaryVmId, Share::kLend, kMine));
  EXPECT_TRUE(ZerosHere(kMine));
  ASSERT_TRUE(ShareMemory(kA, {kMine}, kPage, Share::kGive));
  ExpectNoAccess(kMine);
  ASSERT_TRUE(Pass(kA, guest::kPrimaryVmId, Share::kGive, kMine));
  Word(kMine) = 1;
}

TEST(OfASecondary, ThereAndBack) {
  const uint64_t address = MemoryOf(kA);
  ExpectNoAccess(address);
  for (const Share mode : {Share::kShare, Share::kLend, Share::kGive}) {
    Write(kA, address, kPattern);
    ASSERT_TRUE(Pass(kA, guest::kPrimaryVmId, mode, address));
    EXPECT_TRUE(ZerosHere(address));
    Word(address) = kFunction;
    EXPECT_EQ(isolation::Try(&isolation::try_execute, address).taken, 0);
    if (mode == Share::kShare) EXPECT_EQ(Read(kA, address), kFunction);
    ASSERT_TRUE(ShareMemory(kA, {address}, kPage, Share::kGive));
    ExpectNoAccess(address);
    EXPECT_TRUE(SeesZeros(kA, address));
  }
}

TEST(OfASecondary, BetweenTwo) {
  const uint64_t address = MemoryOf(kA) + 5 * kPage;
  for (const Share mode : {Share::kShare, Share::kLend, Share::kGive}) {
    Write(kA, address, kPattern);
    ASSERT_TRUE(Pass(kA, kB, mode, address));
    EXPECT_TRUE(SeesZeros(kB, address));
    Write(kB, address, kFunction);
    EXPECT_EQ(Tell(kB, {Op::kExecute, address, 0, 0}), 42);
    ExpectNoAccess(address);
    // To no third, whoever asks; nor by whom it does not belong to.
    if (mode != Share::kGive) {
      EXPECT_FALSE(Pass(kB, kC, Share::kGive, address));
      EXPECT_FALSE(Pass(kB, kC, Share::kShare, address));
      EXPECT_FALSE(Pass(kB, guest::kPrimaryVmId, Share::kGive, address));
    }
    EXPECT_FALSE(Pass(kA, kC, Share::kShare, address));
    EXPECT_FALSE(Pass(kC, kA, Share::kGive, address));
    ASSERT_TRUE(Pass(kB, kA, Share::kGive, address));
    EXPECT_TRUE(SeesZeros(kA, address));
  }
}

TEST(AfterGiving, AccessAborts) {
  ASSERT_TRUE(Pass(kA, kB, Share::kGive, MemoryOf(kA)));
  Write(kB, MemoryOf(kA), kPattern);
  ExpectAborted(kA, {Op::kWrite, MemoryOf(kA), 0, 1});
  // The others do not notice.
  EXPECT_EQ(Read(kB, MemoryOf(kA)), kPattern);
  ASSERT_TRUE(Pass(kB, kC, Share::kLend, MemoryOf(kB)));
  ExpectAborted(kB, {Op::kRead, MemoryOf(kB), 0, 0});
  EXPECT_TRUE(SeesZeros(kC, MemoryOf(kB)));
  ASSERT_TRUE(Pass(kC, guest::kPrimaryVmId, Share::kShare, MemoryOf(kC)));
  ASSERT_TRUE(ShareMemory(kC, {MemoryOf(kC)}, kPage, Share::kGive));
  ExpectNoAccess(MemoryOf(kC));
}

// The borrower's access ends when it gives back.
TEST(AfterGivingBack, AccessAborts) {
  ASSERT_TRUE(ShareMemory(kA, {kMine}, kPage, Share::kShare));
  ASSERT_TRUE(Pass(kA, guest::kPrimaryVmId, Share::kGive, kMine));
  ExpectAborted(kA, {Op::kRead, kMine, 0, 0});
}

TEST(Refused, Arguments) {
  test::OpenMailbox();
  const uint64_t mine = kMine;
  const uint64_t theirs = MemoryOf(kA);
  struct {
    uint64_t to, address, size;
  } const kBad[] = {
      {kA.value, mine, 0},
      {kA.value, mine, kPage - 1},
      {kA.value, mine + 8, kPage},
      {kA.value, mine, uint64_t{1} << 63},
      {kA.value, mine, uint64_t{1} << 32 | kPage},
      {kA.value, mine, ~uint64_t{0xfff}},
      {kA.value, mine | uint64_t{1} << 32, kPage},
      {kA.value, mine | uint64_t{1} << 63, kPage},
      {0, mine, kPage},
      {kAbsent.value, mine, kPage},
      {0xffffffff, mine, kPage},
      {kA.value, theirs, kPage},
      {kB.value, theirs, kPage},
      {kA.value, isolation::kUart, kPage},
      {kA.value, isolation::kDistributor, kPage},
      {kA.value, isolation::kEl2Begin & ~(kPage - 1), 2 * kPage},
      {kA.value, isolation::kEl2Begin + kPage - 1, kPage},
      {kA.value, isolation::kEl2Begin & ~(kPage - 1), kPage * 129},
      {kA.value, kRamEnd, kPage},
      {kA.value, 0, kPage},
      {kA.value, reinterpret_cast<uint64_t>(test::SendPage()), kPage},
      {kA.value, reinterpret_cast<uint64_t>(test::ReceivePage()), kPage},
  };
  Dirty(mine);
  for (const auto& bad : kBad) {
    for (const Share mode : {Share::kGive, Share::kLend, Share::kShare}) {
      if (ShareMemory({static_cast<uint32_t>(bad.to)}, {bad.address}, bad.size, mode)) {
        test::Text text;
        (text << "mode " << static_cast<uint64_t>(mode) << ", VM " << bad.to << ", 0x")
            .Hex(bad.address);
        ADD_FAILURE(text.view());
      }
    }
  }
  for (const uint64_t mode : {uint64_t{3}, uint64_t{0x80000000}, uint64_t{0xffffffff}}) {
    EXPECT_EQ(hf_call(HF_SHARE_MEMORY, To(kA.value, mode), mine, kPage), -1);
  }
  EXPECT_EQ(Word(mine), kPattern);
}

TEST(Refused, ASecondarysArguments) {
  const uint64_t own = MemoryOf(kA);
  for (const Share mode : {Share::kGive, Share::kLend, Share::kShare}) {
    EXPECT_FALSE(Pass(kA, kA, mode, own));
    EXPECT_FALSE(Pass(kA, kAbsent, mode, own));
    EXPECT_FALSE(Pass(kA, kB, mode, own + 1));
    EXPECT_FALSE(Pass(kA, kB, mode, own, 0));
    EXPECT_FALSE(Pass(kA, kB, mode, own, uint64_t{1} << 63));
    EXPECT_FALSE(Pass(kA, kB, mode, own + 2 * kMiB - kPage, 2 * kPage));
    for (const uint64_t foreign : {MemoryOf(kB), kMine, isolation::kUart,
                                   isolation::kEl2Begin + kPage - 1, kRamEnd, uint64_t{0}}) {
      EXPECT_FALSE(Pass(kA, kB, mode, foreign));
      EXPECT_FALSE(Pass(kA, guest::kPrimaryVmId, mode, foreign));
    }
  }
  EXPECT_EQ(Read(kA, own), 0);
}

TEST(Refused, TwiceAndMixed) {
  ASSERT_TRUE(ShareMemory(kA, {kMine}, kPage, Share::kShare));
  ASSERT_TRUE(ShareMemory(kA, {kMine + kPage}, kPage, Share::kLend));
  for (const Share mode : {Share::kGive, Share::kLend, Share::kShare}) {
    for (const VmId to : {kA, kB}) {
      EXPECT_FALSE(ShareMemory(to, {kMine}, kPage, mode));
      EXPECT_FALSE(ShareMemory(to, {kMine + kPage}, kPage, mode));
      EXPECT_FALSE(ShareMemory(to, {kMine}, 2 * kPage, mode));
      EXPECT_FALSE(ShareMemory(to, {kMine}, 2 * kMiB, mode));
    }
  }
  EXPECT_FALSE(Pass(kA, guest::kPrimaryVmId, Share::kGive, kMine, 2 * kPage));
  EXPECT_TRUE(Pass(kA, guest::kPrimaryVmId, Share::kGive, kMine));
  EXPECT_TRUE(Pass(kA, guest::kPrimaryVmId, Share::kGive, kMine + kPage));
  EXPECT_FALSE(Pass(kA, guest::kPrimaryVmId, Share::kGive, kMine));
}

// Of memory that is shared or lent no mailbox is made, by its owner or by who borrows it.
TEST(Configure, PassedMemoryIsNoMailbox) {
  const auto free = Ipa{kMine + 8 * kPage};
  const auto refused = [&](Ipa page) {
    EXPECT_FALSE(guest::VmConfigure(page, free));
    EXPECT_FALSE(guest::VmConfigure(free, page));
  };
  ASSERT_TRUE(ShareMemory(kA, {kMine}, kPage, Share::kShare));
  ASSERT_TRUE(ShareMemory(kA, {kMine + kPage}, kPage, Share::kLend));
  ASSERT_TRUE(ShareMemory(kA, {kMine + 2 * kPage}, kPage, Share::kGive));
  for (uint64_t i = 0; i < 3; ++i) refused({kMine + i * kPage});
  Word(free.value) = 1;
  ASSERT_TRUE(guest::VmConfigure({kMine + 4 * kPage}, free));
  EXPECT_FALSE(ShareMemory(kA, free, kPage, Share::kShare));
}

TEST(Long, AWholeBlock) {
  for (const Share mode : {Share::kShare, Share::kLend, Share::kGive}) {
    Dirty(kMine, 2 * kMiB);
    ASSERT_TRUE(ShareMemory(kA, {kMine}, 2 * kMiB, mode));
    EXPECT_TRUE(SeesZeros(kA, kMine, 2 * kMiB));
    EXPECT_EQ(Tell(kA, {Op::kFill, kMine, 2 * kMiB, kPattern}), 1);
    if (mode != Share::kShare) ExpectNoAccess(kMine + kMiB);
    ASSERT_TRUE(Pass(kA, guest::kPrimaryVmId, Share::kGive, kMine, 2 * kMiB));
    EXPECT_TRUE(ZerosHere(kMine, 2 * kMiB));
  }
}

// An interrupt waits all the time: the call comes back to EL2 after each piece until it is done.
TEST(Long, WithAnInterruptThatWaits) {
  isolation::SetUpInterrupts();
  isolation::StartTimer(isolation::Timer::kPhysical, 0);
  while (isolation::PendingInterrupt() == isolation::kNoInterrupt) continue;
  Dirty(kMine + kPage, kMiB);
  ASSERT_TRUE(ShareMemory(kA, {kMine + kPage}, kMiB, Share::kLend));
  ExpectNoAccess(kMine + kPage);
  ExpectNoAccess(kMine + kMiB);
  isolation::StopTimer(isolation::Timer::kPhysical);
  EXPECT_TRUE(SeesZeros(kA, kMine + kPage, kMiB));
  ASSERT_TRUE(Pass(kA, guest::kPrimaryVmId, Share::kGive, kMine + kPage, kMiB));
  EXPECT_TRUE(ZerosHere(kMine + kPage, kMiB));
}

// A secondary is preempted in the middle of its call: it gets a little time, then twice as much,
// and so on until it is done.
TEST(Long, PreemptedOnTheWay) {
  isolation::SetUpInterrupts();
  uint64_t frequency;
  asm("mrs %0, cntfrq_el0" : "=r"(frequency));
  // How often depends on the machine: its timer may be late.
  uint64_t preempted = 0;
  for (int round = 0; round < 10 || (preempted == 0 && round < 200); ++round) {
    const Share mode = round % 2 == 0 ? Share::kGive : Share::kLend;
    ASSERT_EQ(Tell(kA, {Op::kFill, MemoryOf(kA), 2 * kMiB, kPattern}), 1);
    const Command command{Op::kShare, MemoryOf(kA), 2 * kMiB,
                          To(kB.value, static_cast<uint64_t>(mode))};
    ASSERT_TRUE(test::Send(kA, {reinterpret_cast<const char*>(&command), sizeof(command)}));
    for (uint64_t ticks = frequency / 50'000;; ticks *= 2) {
      isolation::StartTimer(isolation::Timer::kPhysical, 1);
      asm volatile("msr cntp_tval_el0, %0\n\tisb" : : "r"(ticks));
      const auto result = guest::VcpuRun(kA, {0});
      isolation::StopTimer(isolation::Timer::kPhysical);
      if (result.code() == RunCode::kMessage) break;
      ASSERT_EQ(result.code(), RunCode::kPreempted);
      ++preempted;
    }
    EXPECT_EQ(test::ReceivePage()[0], 1);
    ASSERT_TRUE(guest::MailboxClear());
    EXPECT_TRUE(SeesZeros(kB, MemoryOf(kA), 2 * kMiB));
    ASSERT_TRUE(Pass(kB, kA, Share::kGive, MemoryOf(kA), 2 * kMiB));
  }
  EXPECT_GT(preempted, 0);
}

std::atomic<uint64_t> written, refused, rounds;
std::atomic<bool> stop;

// Each has one writer, and with the MMU off there are no exclusive loads.
void Count(std::atomic<uint64_t>& number) { number = number + 1; }

// Case 6: CPU 1 writes in a loop while CPU 0 gives the memory away. As soon as the call has
// returned, none of the writes arrives.
TEST(Race, WritesOfTheGiversOtherCpu) {
  for (const Share mode : {Share::kGive, Share::kLend}) {
    static Share current;
    current = mode;
    written = refused = rounds = 0;
    stop = false;
    test::OpenMailbox();
    Write(kA, MemoryOf(kA), 0);
    test::OnCpus(2, [](uint64_t cpu) {
      const uint64_t address = kMine + 3 * kPage;
      if (cpu == 1) {
        while (!stop) {
          const isolation::Trap trap = isolation::Try(&isolation::try_write, address);
          Count(trap.taken == 0 ? written : refused);
        }
        return;
      }
      for (int i = 0; i < 100; ++i) {
        const uint64_t before = written;
        while (written == before) continue;
        ASSERT_TRUE(ShareMemory(kA, {address}, kPage, current));
        const uint64_t at_return = written;
        EXPECT_EQ(Read(kA, address), 0);
        Write(kA, address, kPattern);
        const uint64_t refusals = refused;
        while (refused < refusals + 2) continue;
        EXPECT_EQ(Read(kA, address), kPattern);
        // One may have been made before and counted since.
        EXPECT_LE(written.load(), at_return + 1);
        ASSERT_TRUE(Pass(kA, guest::kPrimaryVmId, Share::kGive, address));
        Count(rounds);
      }
      stop = true;
    });
    stop = true;
    EXPECT_EQ(rounds.load(), 100);
  }
}

// SHARE takes nothing from the giver: its other CPU never sees a fault.
TEST(Race, TheGiverOfSharedMemoryGoesOn) {
  written = refused = 0;
  stop = false;
  test::OpenMailbox();
  Write(kA, MemoryOf(kA), 0);
  test::OnCpus(2, [](uint64_t cpu) {
    if (cpu == 1) {
      while (!stop) {
        const isolation::Trap trap = isolation::Try(&isolation::try_write, kMine + 7 * kPage);
        Count(trap.taken == 0 ? written : refused);
      }
      return;
    }
    for (int i = 0; i < 50; ++i) {
      const uint64_t size = i % 2 == 0 ? kPage : 32 * kPage;
      const uint64_t before = written;
      while (written == before) continue;
      ASSERT_TRUE(ShareMemory(kA, {kMine + 7 * kPage}, size, Share::kShare));
      ASSERT_TRUE(Pass(kA, guest::kPrimaryVmId, Share::kGive, kMine + 7 * kPage, size));
    }
    stop = true;
  });
  stop = true;
  EXPECT_EQ(refused.load(), 0);
  EXPECT_GT(written.load(), 50);
}

// Case 7: zeros by both views, and what the giver wrote through its caches never comes back. QEMU
// has no caches: on hardware this would see a clean that is missing.
TEST(Caches, NothingOfTheGiverComesBack) {
  const uint64_t address = MemoryOf(kA) + 9 * kPage;
  for (const bool cached : {true, false}) {
    ASSERT_EQ(Tell(kA, {Op::kCaches, 0, 0, cached}), 1);
    ASSERT_EQ(Tell(kA, {Op::kFill, address, 8 * kPage, kPattern}), 1);
    ASSERT_TRUE(Pass(kA, kB, Share::kShare, address, 8 * kPage));
    for (const bool seen_cached : {false, true, false}) {
      ASSERT_EQ(Tell(kB, {Op::kCaches, 0, 0, seen_cached}), 1);
      EXPECT_TRUE(SeesZeros(kB, address, 8 * kPage));
    }
    EXPECT_TRUE(SeesZeros(kA, address, 8 * kPage));
    ASSERT_TRUE(Pass(kB, kA, Share::kGive, address, 8 * kPage));
    EXPECT_TRUE(SeesZeros(kA, address, 8 * kPage));
  }
}

TEST(Caches, ThePrimarysToo) {
  TurnCaches(true);
  Dirty(kMine, 4 * kPage);
  const bool lent = ShareMemory(kA, {kMine}, 4 * kPage, Share::kLend).has_value();
  TurnCaches(false);
  ASSERT_TRUE(lent);
  EXPECT_TRUE(SeesZeros(kA, kMine, 4 * kPage));
  ASSERT_EQ(Tell(kA, {Op::kCaches, 0, 0, 1}), 1);
  EXPECT_TRUE(SeesZeros(kA, kMine, 4 * kPage));
  ASSERT_EQ(Tell(kA, {Op::kFill, kMine, 4 * kPage, kPattern}), 1);
  ASSERT_TRUE(Pass(kA, guest::kPrimaryVmId, Share::kGive, kMine, 4 * kPage));
  EXPECT_TRUE(ZerosHere(kMine, 4 * kPage));
}

// As many single pages of different blocks as there are tables for: then -1, and all comes back.
TEST(Tables, UntilThereAreNone) {
  constexpr uint64_t kFirst = 0x40800000;
  uint64_t shared[64];
  // The mailboxes come first: there will be no tables for them.
  Write(kA, MemoryOf(kA), 0);
  for (int round = 0; round < 2; ++round) {
    uint64_t count = 0, failed = 0;
    for (uint64_t at = kFirst; at < kRamEnd - 16 * kMiB; at += 2 * kMiB) {
      if (ShareMemory(kA, {at}, kPage, Share::kShare)) {
        shared[count++] = at;
      } else {
        ++failed;
      }
    }
    static uint64_t first_count;
    if (round == 0) first_count = count;
    EXPECT_GT(count, 0);
    EXPECT_GT(failed, 0);
    EXPECT_EQ(count, first_count);
    for (uint64_t i = 0; i < count; ++i) {
      ASSERT_TRUE(Pass(kA, guest::kPrimaryVmId, Share::kGive, shared[i]));
    }
  }
}

}  // namespace
}  // namespace hf::memory
