// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Passing memory from one VM to another: which pages may go which way, and how both VMs see them
// meanwhile and afterwards. Pure.
//
// Invariant: of all VMs that see a page exactly one has it as owned or shared, and at most one
// other as borrowed; a page in transfer still belongs to whoever owned it before.

#ifndef HYPERVISOR_MM_TRANSFER_H_
#define HYPERVISOR_MM_TRANSFER_H_

#include <array>
#include <cstdint>

#include "abi/el2/types.h"
#include "hypervisor/arch/aarch64/model/pte.h"
#include "hypervisor/base/range.h"

namespace hf {

// A page as the VM that passes it on sees it, and as the one that gets it does.
struct SeenByBoth {
  arch::Stage2Page giver;
  arch::Stage2Page recipient;

  constexpr bool operator==(const SeenByBoth&) const = default;
};

// One way to pass memory on.
struct TransferRule {
  abi::Share share;
  SeenByBoth before;
  // While EL2 zeroes the memory with no lock held: the giver has lost what access it will lose, the
  // recipient has none yet, and both views are pinned.
  SeenByBoth during;
  SeenByBoth after;
};

// The rule for pages that look like this; null if they may not be passed on so.
const TransferRule* FindTransferRule(abi::Share share, const SeenByBoth& before);

// A transfer too long for one piece, between its first change of the tables and its last.
struct Transfer {
  const TransferRule* rule = nullptr;  // null: none
  PhysRange range;
  uint64_t done = 0;  // bytes zeroed
  uint32_t recipient = 0;
  bool busy = false;  // a CPU is zeroing
};

// Those that a VM has begun. They hold nothing but themselves: one that is never finished, because
// its VM was aborted, leaves its pages with their owner. Locking: part of the giver's state.
class Transfers {
 public:
  // The one that such a call began; null if there is none.
  Transfer* Find(abi::Share share, uint32_t recipient, PhysRange range);
  // Null if there are too many.
  Transfer* Begin(const TransferRule& rule, uint32_t recipient, PhysRange range);
  static void End(Transfer& transfer) { transfer = {}; }

 private:
  std::array<Transfer, abi::kMaxVcpus> transfers_;
};

}  // namespace hf

#endif  // HYPERVISOR_MM_TRANSFER_H_
