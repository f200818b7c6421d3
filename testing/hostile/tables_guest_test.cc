// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A VM's own translation tables where it has no memory: case 31 of the security model.

#include <atomic>

#include "testing/guest/cpus.h"
#include "testing/guest/services.h"
#include "testing/guest/test.h"
#include "testing/hostile/attack.h"
#include "testing/isolation/board.h"
#include "testing/isolation/trap.h"

namespace hf::hostile {
namespace {

using guest::VmId;

constexpr uint64_t kPage = 4096;
constexpr uint64_t kHole = 0x3000000000;
// The first attacker's memory: the last of RAM.
constexpr uint64_t kAttacker1 = 0x40000000 + (uint64_t{HF_MEMORY_MIB} << 20) - (128 << 10);
constexpr uint64_t kEl2 = isolation::kEl2Begin & ~(kPage - 1);

TEST(ASecondarysTables, InWhatIsNotItsOwn) {
  uint32_t vm = 1;
  for (const uint64_t table : {
           kEl2,
           isolation::kPrimary,
           isolation::kDistributor,
           isolation::kUart,
           uint64_t{0},
           kHole,
           uint64_t{0x7f'ffff'f000},
       }) {
    ExpectAbort(VmId{vm}, {Op::kWalk, {table}});
    ++vm;
  }
  ExpectAlive(VmId{vm});
}

// Stage 1 of the primary: 512 GiB by one table of level 1, blocks of 1 GiB, one to one. The third
// GiB is what a case wants it to be.
alignas(kPage) uint64_t level1[512];
alignas(kPage) uint64_t level2[512];
alignas(kPage) uint64_t level3[512];

constexpr uint64_t kThirdGib = 2ull << 30;
constexpr uint64_t kTable = 3;
constexpr uint64_t kBlock = 1 | 1 << 10 | 3 << 8;  // access flag, inner shareable
constexpr uint64_t kLeaf = kBlock | 2;
constexpr uint64_t kNormal = 1 << 2;  // MAIR_EL1: 0 is a device, 1 is memory

uint64_t Address(const void* pointer) { return reinterpret_cast<uint64_t>(pointer); }

void SetUpTables(uint64_t third) {
  level1[0] = kBlock;
  level1[1] = uint64_t{1} << 30 | kBlock | kNormal;
  level1[2] = third;
}

void TurnMmu(bool on) {
  uint64_t sctlr;
  asm volatile("mrs %0, sctlr_el1" : "=r"(sctlr));
  sctlr = on ? sctlr | 1 : sctlr & ~uint64_t{1};
  asm volatile(
      "dsb sy\n\tmsr mair_el1, %0\n\tmsr tcr_el1, %1\n\tmsr ttbr0_el1, %2\n\tisb\n\t"
      "tlbi vmalle1\n\tdsb sy\n\tisb\n\tmsr sctlr_el1, %3\n\tisb"
      :
      : "r"(uint64_t{0xff00}), "r"(uint64_t{25} | 1 << 8 | 1 << 10 | 3 << 12 | uint64_t{2} << 32),
        "r"(Address(level1)), "r"(sctlr)
      : "memory");
}

// Its walk meets what it does not have: an external abort on the walk, at its own EL1.
TEST(ThePrimarysTables, InEl2sMemoryOrASecondarys) {
  for (const uint64_t table : {kEl2, kAttacker1}) {
    SetUpTables(table | kTable);
    TurnMmu(true);
    const isolation::Trap trap = isolation::Try(&isolation::try_read, kThirdGib);
    TurnMmu(false);
    EXPECT_EQ(trap.taken, 5);
    EXPECT_EQ(trap.esr >> 26, 0x25);
    EXPECT_EQ(trap.esr & 0x3f, 0x16);  // external abort on the walk, level 2
    EXPECT_EQ(trap.far, kThirdGib);
  }
}

std::atomic<bool> stop;
// Of the writes: aborted on the access, on the walk, and not at all.
uint64_t on_access, on_walk, not_at_all;
constexpr uint64_t kEach = 1000;
constexpr int kMostWrites = 300'000;

// CPU 1 moves the table of the third GiB into a hole and back, while CPU 0 writes by it to a page
// that is read-only for it: EL2 looks up the address by the same tables, and may find the hole.
TEST(ThePrimarysTables, MovedIntoAHoleDuringAFault) {
  test::OpenMailbox();
  level2[0] = Address(level3) | kTable;
  level3[0] = Address(test::ReceivePage()) | kLeaf | kNormal;
  SetUpTables(Address(level2) | kTable);
  test::OnCpus(2, [](uint64_t cpu) {
    auto& third = *reinterpret_cast<volatile uint64_t*>(&level1[2]);
    if (cpu == 1) {
      while (!stop) {
        third = kHole | kTable;
        for (int i = 0; i < 20; ++i) asm volatile("");
        third = Address(level2) | kTable;
        for (int i = 0; i < 20; ++i) asm volatile("");
      }
      return;
    }
    TurnMmu(true);
    // Until both have happened often, which is soon once CPU 1 runs.
    for (int i = 0; i < kMostWrites && (on_access < kEach || on_walk < kEach); ++i) {
      const isolation::Trap trap = isolation::Try(&isolation::try_write, kThirdGib);
      const uint64_t status = trap.esr & 0x3f;
      ++(trap.taken == 0 ? not_at_all : status == 0x10 ? on_access : on_walk);
      asm volatile("tlbi vmalle1\n\tdsb sy\n\tisb" : : : "memory");
    }
    TurnMmu(false);
    stop = true;
  });
  EXPECT_EQ(not_at_all, 0);
  EXPECT_GE(on_access, kEach);
  EXPECT_GE(on_walk, kEach);
}

}  // namespace
}  // namespace hf::hostile
