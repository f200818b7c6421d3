// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Every pair of pages that there can be, against what docs/abi says of share_memory in words.

#include "hypervisor/mm/transfer.h"

#include <gtest/gtest.h>

#include <vector>

namespace hf {
namespace {

using abi::Share;
using arch::Ownership;
using arch::Stage2Page;

std::vector<Stage2Page> AllPages() {
  std::vector<Stage2Page> pages;
  for (unsigned bits = 0; bits < 16 * 8; ++bits) {
    const Stage2Page page{.read = (bits & 1) != 0,
                          .write = (bits & 2) != 0,
                          .execute = (bits & 4) != 0,
                          .device = (bits & 8) != 0,
                          .ownership = static_cast<Ownership>(bits >> 4 & 3),
                          .in_transfer = bits >> 6 != 0};
    // A page without access has no kind of memory.
    if (arch::DecodeStage2(arch::Stage2Attributes(page)) == page) pages.push_back(page);
  }
  return pages;
}

bool HasAll(const Stage2Page& page) {
  return page.read && page.write && page.execute && !page.device;
}
bool HasNone(const Stage2Page& page) { return !page.read && !page.write && !page.execute; }
bool IsOwner(const Stage2Page& page) {
  return page.ownership == Ownership::kOwned || page.ownership == Ownership::kShared;
}

// Two views of a page that belong together: one owner, and whoever else has it borrows.
bool Consistent(const SeenByBoth& page) {
  const Stage2Page& a = page.giver;
  const Stage2Page& b = page.recipient;
  if (IsOwner(a) == IsOwner(b)) return false;
  const Stage2Page& owner = IsOwner(a) ? a : b;
  const Stage2Page& other = IsOwner(a) ? b : a;
  if (other.ownership == Ownership::kBorrowed) return owner.ownership == Ownership::kShared;
  // Who neither owns nor borrows has no access.
  return HasNone(other);
}

TEST(Transfer, EveryPairOfPages) {
  int rules = 0;
  for (const Stage2Page& giver : AllPages()) {
    for (const Stage2Page& recipient : AllPages()) {
      const SeenByBoth before{giver, recipient};
      const bool free = !giver.in_transfer && !recipient.in_transfer;
      const bool exclusive = free && HasAll(giver) && giver.ownership == Ownership::kOwned &&
                             recipient == Stage2Page{};
      const bool back = free && HasAll(giver) && giver.ownership == Ownership::kBorrowed &&
                        recipient.ownership == Ownership::kShared && !recipient.device &&
                        (HasAll(recipient) || HasNone(recipient));
      for (const Share share : {Share::kGive, Share::kLend, Share::kShare}) {
        const TransferRule* const rule = FindTransferRule(share, before);
        ASSERT_EQ(rule != nullptr, exclusive || (share == Share::kGive && back));
        if (rule == nullptr) continue;
        ++rules;
        EXPECT_EQ(rule->share, share);
        EXPECT_EQ(rule->before, before);

        // Afterwards the recipient can do all with it.
        EXPECT_TRUE(HasAll(rule->after.recipient));
        EXPECT_FALSE(rule->after.giver.in_transfer || rule->after.recipient.in_transfer);
        EXPECT_TRUE(Consistent(rule->after));
        if (share == Share::kGive) {
          EXPECT_EQ(rule->after.recipient.ownership, Ownership::kOwned);
          EXPECT_EQ(rule->after.giver, Stage2Page{});
        } else {
          EXPECT_EQ(rule->after.recipient.ownership, Ownership::kBorrowed);
          EXPECT_EQ(rule->after.giver.ownership, Ownership::kShared);
          EXPECT_TRUE(share == Share::kShare ? HasAll(rule->after.giver)
                                             : HasNone(rule->after.giver));
        }

        // Meanwhile nobody has more than before or after, it belongs to whom it did, and no rule
        // takes it further.
        EXPECT_TRUE(rule->during.giver.in_transfer && rule->during.recipient.in_transfer);
        EXPECT_TRUE(Consistent(rule->during));
        EXPECT_EQ(IsOwner(rule->during.giver), IsOwner(before.giver));
        EXPECT_EQ(HasAll(rule->during.giver), HasAll(rule->after.giver));
        EXPECT_EQ(HasNone(rule->during.giver), HasNone(rule->after.giver));
        EXPECT_EQ(HasAll(rule->during.recipient), HasAll(before.recipient));
        EXPECT_EQ(HasNone(rule->during.recipient), HasNone(before.recipient));
        for (const Share again : {Share::kGive, Share::kLend, Share::kShare}) {
          for (const Stage2Page& other : AllPages()) {
            EXPECT_EQ(FindTransferRule(again, {rule->during.giver, other}), nullptr);
            EXPECT_EQ(FindTransferRule(again, {rule->during.recipient, other}), nullptr);
            EXPECT_EQ(FindTransferRule(again, {other, rule->during.giver}), nullptr);
            EXPECT_EQ(FindTransferRule(again, {other, rule->during.recipient}), nullptr);
          }
        }
      }
    }
  }
  EXPECT_EQ(rules, 5);
}

TEST(Transfer, AnUnknownWayHasNoRule) {
  constexpr Stage2Page kOwn{
      .read = true, .write = true, .execute = true, .ownership = Ownership::kOwned};
  ASSERT_NE(FindTransferRule(Share::kShare, {kOwn, {}}), nullptr);
  for (const uint32_t way : {3u, 4u, 0x100u, 0x80000000u, 0xffffffffu}) {
    EXPECT_EQ(FindTransferRule(static_cast<Share>(way), {kOwn, {}}), nullptr) << way;
  }
}

class TransfersTest : public testing::Test {
 protected:
  static PhysRange Range(uint64_t begin) {
    return *PhysRange::FromSize(PhysAddr(begin), 8 * kPageSize);
  }
  const TransferRule& rule_ = *FindTransferRule(
      Share::kLend,
      {{.read = true, .write = true, .execute = true, .ownership = Ownership::kOwned}, {}});
  Transfers transfers_;
};

TEST_F(TransfersTest, AreFoundByTheWholeCall) {
  Transfer* const t = transfers_.Begin(rule_, 3, Range(0x10000));
  ASSERT_NE(t, nullptr);
  EXPECT_EQ(t->done, 0u);
  EXPECT_FALSE(t->busy);
  EXPECT_EQ(transfers_.Find(Share::kLend, 3, Range(0x10000)), t);
  EXPECT_EQ(transfers_.Find(Share::kGive, 3, Range(0x10000)), nullptr);
  EXPECT_EQ(transfers_.Find(Share::kLend, 2, Range(0x10000)), nullptr);
  EXPECT_EQ(transfers_.Find(Share::kLend, 3, Range(0x11000)), nullptr);
  EXPECT_EQ(transfers_.Find(Share::kLend, 3, *PhysRange::FromSize(PhysAddr(0x10000), kPageSize)),
            nullptr);
  Transfers::End(*t);
  EXPECT_EQ(transfers_.Find(Share::kLend, 3, Range(0x10000)), nullptr);
}

TEST_F(TransfersTest, AreAsManyAsVcpus) {
  std::vector<Transfer*> begun;
  for (uint64_t i = 0; i < abi::kMaxVcpus; ++i) {
    begun.push_back(transfers_.Begin(rule_, 1, Range(i * 0x10000)));
    ASSERT_NE(begun.back(), nullptr);
  }
  EXPECT_EQ(transfers_.Begin(rule_, 1, Range(0x1000000)), nullptr);
  Transfers::End(*begun[3]);
  EXPECT_EQ(transfers_.Begin(rule_, 1, Range(0x1000000)), begun[3]);
  EXPECT_EQ(transfers_.Find(Share::kLend, 1, Range(0x70000)), begun[7]);
}

}  // namespace
}  // namespace hf
