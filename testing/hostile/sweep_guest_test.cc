// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Reading, writing and executing what is not one's own, everywhere: case 1 of the security model.
// An access costs a secondary its life, so each case has a machine of its own with 15 of them, and
// so little RAM that each of its blocks of 2 MiB has one; the primary survives, and tries each
// page.

#include <array>

#include "testing/guest/services.h"
#include "testing/guest/show.h"
#include "testing/guest/test.h"
#include "testing/hostile/attack.h"
#include "testing/isolation/board.h"
#include "testing/isolation/trap.h"

namespace hf::hostile {
namespace {

using guest::VmId;
using isolation::Attempt;
using isolation::kEl2Begin;
using isolation::kEl2End;

constexpr uint64_t kBlock = 2 << 20;
constexpr uint64_t kPage = 4096;
constexpr uint64_t kRam = 0x40000000;
constexpr uint64_t kRamEnd = kRam + (uint64_t{HF_MEMORY_MIB} << 20);
// BUILD.bazel: at the end of RAM, the first highest.
constexpr uint64_t kAttackers = 15;
constexpr uint64_t kAttackerSize = 128 << 10;
constexpr uint64_t kAttackersBegin = kRamEnd - kAttackers * kAttackerSize;

constexpr uint64_t MemoryOf(VmId vm) { return kRamEnd - vm.value * kAttackerSize; }

// A block each, EL2's and the primary's first pages among them, and the edges of what EL2 and
// the attackers have.
constexpr std::array<uint64_t, kAttackers> kRamTargets = {
    kEl2Begin,           kRam + kBlock,     kRam + 2 * kBlock,
    kRam + 3 * kBlock,   kRam + 4 * kBlock, kRam + 5 * kBlock,
    kRam + 6 * kBlock,   kRam + 7 * kBlock, kRam,
    kEl2End - 8,         kEl2End,           (kEl2Begin + kEl2End) / 2 & ~(kPage - 1),
    kAttackersBegin - 8, kRamEnd - 8,       kRam + kBlock - 8,
};
static_assert(kRamEnd == kRam + 8 * kBlock);

// QEMU's virt board: flash, GIC with ITS, clock, fw_cfg, GPIO, virtio, PCIe; and around the UART's
// page.
constexpr std::array<uint64_t, kAttackers> kDeviceTargets = {
    0x00000000, 0x04000000, 0x08000000, 0x08080000, 0x080a0000,
    0x08fffff8, 0x09001000, 0x09010000, 0x09020000, 0x09030000,
    0x0a000000, 0x0c000000, 0x10000000, 0x3eff0000, 0x4010000000,
};

// Each bit of an address that the CPU has (PARange; more is a fault of the VM's own stage 1), and
// the first byte beyond RAM.
constexpr std::array<uint64_t, kAttackers> kFarTargets = {
    kRamEnd,
    0x80000000,
    0xc0000000,
    0x100000000,
    0x200000000,
    0x400000000,
    0x800000000,
    0x1000000000,
    0x2000000000,
    0x4000000000,
    uint64_t{1} << 39,
    uint64_t{1} << 40 | kRam,
    uint64_t{1} << 41 | kRam,
    uint64_t{1} << 42 | kRam,
    uint64_t{1} << 43 | kRam,
};

void EachAborts(Op op, const std::array<uint64_t, kAttackers>& targets) {
  for (uint32_t i = 0; i < kAttackers; ++i) {
    const VmId vm{i + 1};
    // One that has the target itself has nothing to try there.
    if (targets[i] - MemoryOf(vm) < kAttackerSize) {
      ExpectAbort(vm, {op, {MemoryOf(vm) - kPage}});
      continue;
    }
    ExpectAbort(vm, {op, {targets[i]}});
    if (i + 1 < kAttackers) ExpectAlive(VmId{i + 2});
  }
}

// Each the memory of the one beside it: the lower one's first word, or the higher one's last.
void EachNeighbourAborts(Op op) {
  for (uint32_t i = 1; i <= kAttackers; ++i) {
    const VmId vm{i};
    const bool up = i % 2 == 0;
    const uint64_t target = up ? MemoryOf(vm) + kAttackerSize : MemoryOf(vm) - 8;
    ExpectAbort(vm, {op, {target}});
  }
}

TEST(SecondaryReads, EveryBlockOfRam) { EachAborts(Op::kRead, kRamTargets); }
TEST(SecondaryReads, Devices) { EachAborts(Op::kRead, kDeviceTargets); }
TEST(SecondaryReads, FarAway) { EachAborts(Op::kRead, kFarTargets); }
TEST(SecondaryReads, Neighbours) { EachNeighbourAborts(Op::kRead); }
TEST(SecondaryWrites, EveryBlockOfRam) { EachAborts(Op::kWrite, kRamTargets); }
TEST(SecondaryWrites, Devices) { EachAborts(Op::kWrite, kDeviceTargets); }
TEST(SecondaryWrites, FarAway) { EachAborts(Op::kWrite, kFarTargets); }
TEST(SecondaryWrites, Neighbours) { EachNeighbourAborts(Op::kWrite); }
TEST(SecondaryExecutes, EveryBlockOfRam) { EachAborts(Op::kExecute, kRamTargets); }
TEST(SecondaryExecutes, Devices) { EachAborts(Op::kExecute, kDeviceTargets); }
TEST(SecondaryExecutes, FarAway) { EachAborts(Op::kExecute, kFarTargets); }

// What the primary does not have: EL2's memory and the secondaries'.
bool IsForbidden(uint64_t address) {
  return (address >= (kEl2Begin & ~(kPage - 1)) && address < kEl2End) ||
         (address >= kAttackersBegin && address < kRamEnd);
}

void ThePrimaryTries(Attempt attempt, bool own, const char* what) {
  uint64_t refused = 0;
  for (uint64_t page = kRam; page < kRamEnd; page += kPage) {
    const bool forbidden = IsForbidden(page);
    if (!forbidden && !own) continue;
    for (const uint64_t at : {page, page + kPage - 8}) {
      const isolation::Trap trap = isolation::Try(attempt, at);
      if ((trap.taken != 0) == forbidden) {
        refused += trap.taken != 0;
        continue;
      }
      test::Text text;
      text << what << " 0x";
      text.Hex(at, 1);
      text << (forbidden ? " is possible" : " is refused");
      ADD_FAILURE(text.view());
    }
  }
  EXPECT_EQ(refused,
            2 * (kAttackers * kAttackerSize + kEl2End - (kEl2Begin & ~(kPage - 1))) / kPage);
}

TEST(ThePrimary, ReadsEveryPageOfRamButEl2sAndTheSecondaries) {
  ThePrimaryTries(&isolation::try_read, /*own=*/true, "reading");
}
TEST(ThePrimary, WritesNothingOfEl2sAndTheSecondaries) {
  ThePrimaryTries(&isolation::try_write, /*own=*/false, "writing");
}
TEST(ThePrimary, ExecutesNothingOfEl2sAndTheSecondaries) {
  ThePrimaryTries(&isolation::try_execute, /*own=*/false, "executing");
}

}  // namespace
}  // namespace hf::hostile
