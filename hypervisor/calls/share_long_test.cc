// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// share_memory of more than a piece: no lock is held while memory is zeroed, interrupts are taken
// in between, and whatever happens meanwhile there is one owner and nothing is lost.

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "hypervisor/testing/ownership.h"
#include "hypervisor/testing/snapshot.h"
#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

using abi::Call;
using abi::VcpuRunReturn;
using abi::VcpuState;
using arch::Ownership;
using arch::Stage2Page;

constexpr uint64_t kMinusOne = ~uint64_t{0};
constexpr uint64_t kGive = 0, kLend = 1, kShare = 2;
constexpr Stage2Page With(Ownership ownership) {
  return {.read = true, .write = true, .execute = true, .ownership = ownership};
}
constexpr Stage2Page kOwned = With(Ownership::kOwned);
constexpr Stage2Page kShared = With(Ownership::kShared);
constexpr Stage2Page kBorrowed = With(Ownership::kBorrowed);
constexpr Stage2Page kNothing{};
// As calls/share.cc has it.
constexpr uint64_t kPiece = 4 * kPageSize;

class ShareLongTest : public testing::Test {
 protected:
  ShareLongTest() { t_.vm(1).state().Lock()->vcpus[1] = VcpuState::kReady; }
  ~ShareLongTest() override {
    CheckOwnership(t_);
    EXPECT_EQ(CountPages(t_), pages_);
  }

  uint64_t Do(uint64_t mode, uint64_t to, uint64_t address, uint64_t size, uint32_t cpu = 0) {
    return t_.CallOn(cpu, static_cast<uint64_t>(Call::kShareMemory), to << 32 | mode, address,
                     size);
  }
  uint64_t Refused(uint64_t mode, uint64_t to, uint64_t address, uint64_t size) {
    return CallWithoutEffect(t_, Call::kShareMemory, to << 32 | mode, address, size);
  }
  void InterruptsWait(bool wait) {
    t_.machine().interrupt_pending = [wait] { return wait; };
  }
  uint64_t Zeroed() {
    uint64_t sum = 0;
    for (const PhysRange& range : t_.machine().zeroed) sum += range.size();
    return sum;
  }
  bool IsZero(uint64_t address, size_t size) {
    return t_.Read(address, size) == std::string(size, '\0');
  }

  TestSystem t_{WithSecondaries({{.vcpus = 2}, {}, {}})};
  const size_t pages_ = CountPages(t_);
  const uint64_t own_ = t_.MemoryOf(1);
  static constexpr uint64_t kSize = 64 * kPageSize;
  static constexpr uint64_t kPieces = kSize / kPiece;
};

// By pieces, with no lock held, and in transfer.
TEST_F(ShareLongTest, InPieces) {
  constexpr struct {
    uint64_t mode;
    bool access;
    Stage2Page giver, recipient;
  } kModes[] = {{kShare, true, kShared, kBorrowed},
                {kLend, false, {.ownership = Ownership::kShared}, kBorrowed},
                {kGive, false, kNothing, kOwned}};
  for (const auto& [mode, access, giver, recipient] : kModes) {
    t_.Run(1);
    t_.Write(own_, std::string(kSize, 'x'));
    t_.machine().zeroed.clear();
    t_.machine().on_zero = [&](PhysRange piece) {
      EXPECT_LE(piece.size(), kPiece);
      EXPECT_EQ(t_.machine().invalidated.empty(), mode == kShare);
      // Would wait for ever if one were held.
      const Stage2Page givers = t_.PageOf(1, piece.begin().raw());
      const Stage2Page recipients = t_.PageOf(2, piece.begin().raw());
      EXPECT_EQ(givers, (Stage2Page{.read = access,
                                    .write = access,
                                    .execute = access,
                                    .ownership = Ownership::kShared,
                                    .in_transfer = true}));
      EXPECT_EQ(recipients, (Stage2Page{.in_transfer = true}));
      EXPECT_EQ(t_.PageOf(1, own_), givers);
      EXPECT_EQ(t_.PageOf(2, own_ + kSize - kPageSize), recipients);
      CheckOwnership(t_);
    };
    t_.machine().invalidated.clear();
    EXPECT_EQ(Do(mode, 2, own_, kSize), 0u);
    t_.machine().on_zero = nullptr;
    EXPECT_EQ(t_.machine().zeroed.size(), kPieces);
    EXPECT_EQ(Zeroed(), kSize);
    EXPECT_TRUE(IsZero(own_, kSize));
    EXPECT_EQ(t_.PageOf(1, own_), giver);
    EXPECT_EQ(t_.PageOf(2, own_), recipient);
    t_.Exit(Interrupt());
    t_.Run(2);
    t_.Write(own_, std::string(kSize, 'y'));
    EXPECT_EQ(Do(kGive, 1, own_, kSize), 0u);
    EXPECT_TRUE(IsZero(own_, kSize));
    EXPECT_EQ(t_.PageOf(1, own_), kOwned);
    EXPECT_EQ(t_.PageOf(2, own_), kNothing);
    t_.Exit(Interrupt());
  }
}

// The vCPU makes the call again and again, and each time one piece more is done.
TEST_F(ShareLongTest, ASecondaryIsPreemptedAfterEachPiece) {
  InterruptsWait(true);
  t_.Run(1);
  arch::Registers& registers = t_.on().registers;
  registers.pc = 0x7004;  // behind the HVC
  auto expected = registers.x;
  EXPECT_EQ(Do(kLend, 2, own_, kSize), VcpuRunReturn::Preempted().Encode());
  for (uint64_t piece = 1; piece < kPieces; ++piece) {
    EXPECT_EQ(&t_.on(), &t_.vcpu(0, 0));
    EXPECT_EQ(t_.x0(), VcpuRunReturn::Preempted().Encode());
    EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kReady);
    EXPECT_EQ(t_.machine().zeroed.size(), piece);
    EXPECT_EQ(registers.pc, 0x7000u);
    expected[0] = 0xff0e, expected[1] = 2ull << 32 | kLend, expected[2] = own_, expected[3] = kSize;
    EXPECT_EQ(registers.x, expected);
    t_.Run(1);
    registers.pc += 4;
    t_.Exit(Hvc());
  }
  EXPECT_EQ(&t_.on(), &t_.vcpu(1, 0));
  for (const int i : {0, 1, 2, 3}) EXPECT_EQ(registers.x[i], 0u);
  EXPECT_EQ(registers.pc, 0x7004u);
  EXPECT_EQ(Zeroed(), kSize);
  for (uint64_t i = 0; i < kPieces; ++i) {
    EXPECT_EQ(t_.machine().zeroed[i].begin().raw(), own_ + i * kPiece);
  }
  EXPECT_EQ(t_.PageOf(2, own_), kBorrowed);
}

// The primary takes its interrupts itself.
TEST_F(ShareLongTest, ThePrimaryComesBackToItsCall) {
  constexpr uint64_t kMemory = kPrimaryKernel + 4 * kMiB;
  InterruptsWait(true);
  arch::Registers& registers = t_.on().registers;
  registers.pc = 0x7004;
  const uint64_t call = static_cast<uint64_t>(Call::kShareMemory);
  uint64_t result = Do(kGive, 3, kMemory, 5 * kPageSize);
  EXPECT_EQ(result, call);
  EXPECT_EQ(&t_.on(), &t_.vcpu(0, 0));
  EXPECT_EQ(registers.pc, 0x7000u);
  EXPECT_EQ(registers.x[3], 5 * kPageSize);
  EXPECT_TRUE(t_.machine().switches.back().from == nullptr);
  registers.pc += 4;
  t_.Exit(Hvc());
  EXPECT_EQ(t_.x0(), 0u);
  EXPECT_EQ(registers.pc, 0x7004u);
  EXPECT_EQ(t_.machine().zeroed.back().size(), kPageSize);
  EXPECT_EQ(t_.PageOf(3, kMemory), kOwned);
}

// On its way the memory is nobody's to pass on or to configure, whoever asks.
TEST_F(ShareLongTest, NobodyTakesWhatIsInTransfer) {
  for (const uint64_t mode : {kGive, kLend, kShare}) {
    InterruptsWait(true);
    t_.Run(1);
    Do(mode, 2, own_, kSize);
    ASSERT_EQ(t_.on().vm->id(), 0u);
    t_.Run(1, 1);  // a sibling
    for (const uint64_t other : {kGive, kLend, kShare}) {
      EXPECT_EQ(Refused(other, 3, own_, kSize), kMinusOne);
      EXPECT_EQ(Refused(other, 2, own_, kPageSize), kMinusOne);
      EXPECT_EQ(Refused(other, 0, own_ + kSize - kPageSize, kPageSize), kMinusOne);
      if (other != mode) EXPECT_EQ(Refused(other, 2, own_, kSize), kMinusOne);
    }
    EXPECT_EQ(CallWithoutEffect(t_, Call::kVmConfigure, own_, own_ + kPageSize), kMinusOne);
    t_.Exit(Interrupt());
    t_.Run(2);
    EXPECT_EQ(Refused(kGive, 1, own_, kSize), kMinusOne);
    EXPECT_EQ(Refused(kShare, 1, own_, kPageSize), kMinusOne);
    EXPECT_EQ(CallWithoutEffect(t_, Call::kVmConfigure, own_, own_ + kPageSize), kMinusOne);
    t_.Exit(Interrupt());
    InterruptsWait(false);
    t_.Run(1);
    EXPECT_EQ(Do(mode, 2, own_, kSize), 0u);
    t_.Exit(Interrupt());
    t_.Run(2);
    EXPECT_EQ(Do(kGive, 1, own_, kSize), 0u);
    t_.Exit(Interrupt());
  }
}

// Whoever makes the same call goes on with it, and gets its result; the first then asks in vain, as
// if it had come second.
TEST_F(ShareLongTest, ASiblingMakesTheSameCall) {
  InterruptsWait(true);
  t_.Run(1);
  Do(kGive, 2, own_, kSize);
  InterruptsWait(false);
  t_.Run(1, 1);
  EXPECT_EQ(Do(kGive, 2, own_, kSize), 0u);
  EXPECT_EQ(Zeroed(), kSize);
  t_.Exit(Interrupt());
  t_.Run(1);
  EXPECT_EQ(Refused(kGive, 2, own_, kSize), kMinusOne);
}

// At the same moment: only one CPU zeroes, or the other's late zeros would hit the recipient.
TEST_F(ShareLongTest, ASiblingMeanwhile) {
  t_.Run(1);
  t_.Run(1, 1, 1);
  int tries = 0;
  t_.machine().on_zero = [&](PhysRange) {
    EXPECT_EQ(Do(kGive, 2, own_, kSize, 1), VcpuRunReturn::Preempted().Encode());
    EXPECT_EQ(t_.on(1).vm->id(), 0u);
    t_.Run(1, 1, 1);
    ++tries;
  };
  EXPECT_EQ(Do(kGive, 2, own_, kSize), 0u);
  EXPECT_EQ(tries, kPieces);
  EXPECT_EQ(Zeroed(), kSize);
  t_.machine().on_zero = nullptr;
  EXPECT_EQ(Do(kGive, 2, own_, kSize, 1), kMinusOne);
}

// The giver's VM is aborted in the middle: the memory stays with its owner, and the call ends.
TEST_F(ShareLongTest, TheGiverIsAborted) {
  t_.Run(1);
  t_.Run(1, 1, 1);
  t_.machine().on_zero = [&](PhysRange) {
    if (t_.on(1).vm->id() == 1) t_.Exit(DataAbort{.ipa = 0}.exit(), 1);
  };
  InterruptsWait(true);
  EXPECT_EQ(Do(kGive, 2, own_, kSize), VcpuRunReturn::Aborted().Encode());
  t_.machine().on_zero = nullptr;
  EXPECT_EQ(t_.StateOf(1, 0), VcpuState::kAborted);
  EXPECT_EQ(t_.PageOf(1, own_).ownership, Ownership::kShared);
  CheckOwnership(t_);
  t_.Run(2);
  EXPECT_EQ(Refused(kGive, 1, own_, kSize), kMinusOne);
}

// It ends before the next interrupt: then the call is finished, and the vCPU stops behind it.
TEST_F(ShareLongTest, TheGiverIsAbortedAndTheCallFinished) {
  t_.Run(1);
  t_.Run(1, 1, 1);
  t_.machine().on_zero = [&](PhysRange) {
    if (t_.on(1).vm->id() == 1) t_.Exit(DataAbort{.ipa = 0}.exit(), 1);
  };
  EXPECT_EQ(Do(kGive, 2, own_, kSize), 0u);
  t_.machine().on_zero = nullptr;
  EXPECT_EQ(t_.PageOf(2, own_), kOwned);
  t_.Exit(Wfi());
  EXPECT_EQ(t_.x0(), VcpuRunReturn::Aborted().Encode());
}

TEST_F(ShareLongTest, TheRecipientIsAborted) {
  t_.Run(1);
  t_.Run(2, 0, 1);
  t_.machine().on_zero = [&](PhysRange piece) {
    // It tries what it has not got yet.
    if (t_.on(1).vm->id() == 2) {
      t_.Exit(DataAbort{.ipa = piece.begin().raw(), .write = true}.exit(), 1);
      EXPECT_EQ(t_.x0(1), VcpuRunReturn::Aborted().Encode());
    }
  };
  EXPECT_EQ(Do(kGive, 2, own_, kSize), 0u);
  t_.machine().on_zero = nullptr;
  EXPECT_EQ(t_.PageOf(2, own_), kOwned);
}

// The owner of shared memory keeps its access while it is given back.
TEST_F(ShareLongTest, TheOwnerGoesOn) {
  t_.Run(1);
  EXPECT_EQ(Do(kShare, 2, own_, kSize), 0u);
  t_.Run(2, 0, 1);
  t_.machine().on_zero = [&](PhysRange piece) {
    const uint64_t pc = t_.on().registers.pc;
    t_.Exit(DataAbort{.ipa = piece.begin().raw(), .write = true}.exit());
    EXPECT_EQ(&t_.on(), &t_.vcpu(1, 0));
    EXPECT_EQ(t_.on().registers.pc, pc);
    EXPECT_EQ(Refused(kShare, 3, own_, kSize), kMinusOne);
  };
  EXPECT_EQ(Do(kGive, 1, own_, kSize, 1), 0u);
  t_.machine().on_zero = nullptr;
}

// As many at a time as a VM can have vCPUs; what is short needs no room.
TEST_F(ShareLongTest, TooManyAtATime) {
  constexpr uint64_t kEach = 8 * kPageSize;
  constexpr uint64_t kMemory = kPrimaryKernel + 4 * kMiB;
  InterruptsWait(true);
  for (uint64_t i = 0; i < abi::kMaxVcpus; ++i) {
    EXPECT_NE(Do(kShare, 1, kMemory + i * kEach, kEach), kMinusOne);
  }
  EXPECT_EQ(Refused(kShare, 1, kMemory + 8 * kEach, kEach), kMinusOne);
  EXPECT_EQ(Do(kShare, 1, kMemory + 8 * kEach, kPiece), 0u);
  InterruptsWait(false);
  for (uint64_t i = 0; i < abi::kMaxVcpus; ++i) {
    EXPECT_EQ(Do(kShare, 1, kMemory + i * kEach, kEach), 0u);
  }
  EXPECT_EQ(Do(kShare, 1, kMemory + 9 * kEach, kEach), 0u);
}

// Finishing takes no page, even if all others are gone meanwhile.
TEST_F(ShareLongTest, ThePoolIsEmptyAtTheEnd) {
  constexpr uint64_t kMemory = kPrimaryKernel + 4 * kMiB + 3 * kPageSize;
  InterruptsWait(true);
  Do(kGive, 1, kMemory, 2 * kMiB);
  Do(kGive, 1, kMemory + 2 * kMiB, 2 * kMiB);  // its neighbour, which looks the same
  PagePool& pool = t_.system().pool;
  std::vector<PhysAddr> held;
  while (const auto page = pool.Allocate()) held.push_back(*page);
  InterruptsWait(false);
  EXPECT_EQ(Do(kGive, 1, kMemory + 2 * kMiB, 2 * kMiB), 0u);
  EXPECT_EQ(Do(kGive, 1, kMemory, 2 * kMiB), 0u);
  EXPECT_EQ(t_.PageOf(1, kMemory + 4 * kMiB - kPageSize), kOwned);
  for (const PhysAddr page : held) pool.Free(page);
}

// Two CPUs pass memory both ways between the same VMs: the order of the locks.
TEST(ShareRace, BothWays) {
  TestSystem t(WithSecondaries({{}, {}}));
  const size_t pages = CountPages(t);
  t.Run(1, 0, 0);
  t.Run(2, 0, 1);
  std::atomic<bool> wrong = false;
  const auto pass = [&](uint32_t cpu) {
    const uint32_t from = cpu + 1, to = 2 - cpu;
    for (int i = 0; i < 2000; ++i) {
      const uint64_t page = t.MemoryOf(from) + i % 7 * kPageSize;
      const auto share = static_cast<uint64_t>(Call::kShareMemory);
      const uint64_t modes[] = {kShare, kLend};
      // It succeeds for sure while the page has never been passed on.
      const uint64_t result =
          t.CallOn(cpu, share, uint64_t{to} << 32 | modes[i % 2], page, kPageSize);
      if (i < 7 && result != 0) wrong = true;
      // What the other has passed here, if it has.
      t.CallOn(cpu, share, uint64_t{to} << 32 | kGive, t.MemoryOf(to) + i % 7 * kPageSize,
               kPageSize);
    }
  };
  std::thread other([&] { pass(1); });
  pass(0);
  other.join();
  EXPECT_FALSE(wrong);
  CheckOwnership(t);
  EXPECT_EQ(CountPages(t), pages);
}

}  // namespace
}  // namespace hf::test
