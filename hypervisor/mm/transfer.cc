// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/mm/transfer.h"

namespace hf {
namespace {

using abi::Share;
using arch::Ownership;
using arch::Stage2Page;

constexpr Stage2Page With(Ownership ownership) {
  return {.read = true, .write = true, .execute = true, .ownership = ownership};
}
constexpr Stage2Page kNothing{};
constexpr Stage2Page kOwn = With(Ownership::kOwned);
constexpr Stage2Page kShared = With(Ownership::kShared);
constexpr Stage2Page kLent{.ownership = Ownership::kShared};
constexpr Stage2Page kBorrowed = With(Ownership::kBorrowed);
constexpr Stage2Page kReturned{.ownership = Ownership::kBorrowed};

constexpr SeenByBoth InTransfer(Stage2Page giver, Stage2Page recipient) {
  giver.in_transfer = recipient.in_transfer = true;
  return {giver, recipient};
}

// The first three need memory that is the giver's alone. The last two give it back to its owner.
// Pages of a mailbox, which are neither executable nor lent to a VM, are in no rule.
constexpr TransferRule kRules[] = {
    {Share::kGive, {kOwn, kNothing}, InTransfer(kLent, kNothing), {kNothing, kOwn}},
    {Share::kLend, {kOwn, kNothing}, InTransfer(kLent, kNothing), {kLent, kBorrowed}},
    {Share::kShare, {kOwn, kNothing}, InTransfer(kShared, kNothing), {kShared, kBorrowed}},
    {Share::kGive, {kBorrowed, kLent}, InTransfer(kReturned, kLent), {kNothing, kOwn}},
    {Share::kGive, {kBorrowed, kShared}, InTransfer(kReturned, kShared), {kNothing, kOwn}},
};

}  // namespace

const TransferRule* FindTransferRule(Share share, const SeenByBoth& before) {
  for (const TransferRule& rule : kRules) {
    if (rule.share == share && rule.before == before) return &rule;
  }
  return nullptr;
}

Transfer* Transfers::Find(Share share, uint32_t recipient, PhysRange range) {
  for (Transfer& t : transfers_) {
    if (t.rule != nullptr && t.rule->share == share && t.recipient == recipient &&
        t.range == range) {
      return &t;
    }
  }
  return nullptr;
}

Transfer* Transfers::Begin(const TransferRule& rule, uint32_t recipient, PhysRange range) {
  for (Transfer& t : transfers_) {
    if (t.rule != nullptr) continue;
    t = {.rule = &rule, .range = range, .recipient = recipient};
    return &t;
  }
  return nullptr;
}

}  // namespace hf
