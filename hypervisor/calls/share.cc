// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// share_memory: memory goes to another VM, or back to its owner.
//
// The giver loses its access, with the invalidation of all TLBs complete, before the memory is
// zeroed and cleaned; only then the recipient gets its own. One piece is done with both VMs locked.
// More is zeroed with no lock held: meanwhile the pages are in transfer, which nobody can change,
// and the call looks for physical interrupts after each piece. If there is one, the vCPU makes the
// call again after it and goes on where it was (docs/adr/0008-long-transfers.md).

#include <algorithm>

#include "abi/el2/dispatch.h"
#include "hypervisor/arch/exit.h"
#include "hypervisor/arch/memory.h"
#include "hypervisor/calls/context.h"
#include "hypervisor/vm/both_locked.h"

namespace hf::calls {
namespace {

// How much is zeroed under locks, and between two looks for an interrupt.
constexpr uint64_t kPiece = 4 * kPageSize;

enum class Progress : uint8_t {
  kRefused,
  kDone,
  kOfAnother,  // a sibling makes the same call at this moment
  kOurs,       // the memory is in transfer, and this CPU is to zero it
};

struct Start {
  Progress progress;
  Transfer* transfer = nullptr;
};

// All that is decided, and all that can fail. `vms` are giver and recipient.
Start Begin(PagePool& pool, const BothLocked& vms, const abi::ShareMemoryArgs& args,
            PhysRange range) {
  Transfers& transfers = vms.a().transfers;
  if (Transfer* const begun = transfers.Find(args.share, args.vm_id, range)) {
    if (begun->busy) return {Progress::kOfAnother};
    begun->busy = true;
    return {Progress::kOurs, begun};
  }
  AddressSpace& from = vms.a().memory;
  AddressSpace& to = vms.b().memory;
  const auto giver = from.Uniform(range);
  const auto recipient = to.Uniform(range);
  if (!giver || !recipient) return {Progress::kRefused};
  const TransferRule* const rule = FindTransferRule(args.share, {*giver, *recipient});
  PageTable::Reservation from_tables(pool), to_tables(pool);
  if (rule == nullptr || !from.Reserve(range, from_tables) || !to.Reserve(range, to_tables)) {
    return {Progress::kRefused};
  }
  if (range.size() <= kPiece) {
    from.Set(range, rule->after.giver, from_tables);
    arch::ZeroToPoc(range);
    to.Set(range, rule->after.recipient, to_tables);
    return {Progress::kDone};
  }
  Transfer* const transfer = transfers.Begin(*rule, args.vm_id, range);
  if (transfer == nullptr) return {Progress::kRefused};
  from.Set(range, rule->during.giver, from_tables);
  to.Set(range, rule->during.recipient, to_tables);
  transfer->busy = true;
  return {Progress::kOurs, transfer};
}

// Zeroes at least a piece, and more until an interrupt waits. Returns how much is done.
uint64_t Zero(PhysRange range, uint64_t done) {
  do {
    const uint64_t size = std::min(kPiece, range.size() - done);
    arch::ZeroToPoc(*PhysRange::FromSize(range.begin() + done, size));
    done += size;
  } while (done < range.size() && !arch::InterruptPending());
  return done;
}

void Finish(PagePool& pool, const BothLocked& vms, Transfer& transfer) {
  // The edges of pages in transfer are there already.
  PageTable::Reservation none(pool);
  vms.a().memory.Set(transfer.range, transfer.rule->after.giver, none);
  vms.b().memory.Set(transfer.range, transfer.rule->after.recipient, none);
  Transfers::End(transfer);
}

}  // namespace

int64_t ShareMemory(CallContext& context, const abi::ShareMemoryArgs& args) {
  System& system = context.system();
  Vm& giver = context.vm();
  Vm* const recipient = system.FindVm(args.vm_id);
  const auto range = PhysRange::FromSize(PhysAddr(args.addr), args.size);
  if (recipient == nullptr || !range || !range->IsPageAligned() || !system.IsRam(*range)) return -1;

  Start start;
  uint64_t done = 0;
  {
    const BothLocked vms(giver, *recipient);
    start = Begin(system.pool, vms, args, *range);
    if (start.progress == Progress::kOurs) done = start.transfer->done;
  }
  switch (start.progress) {
    case Progress::kRefused:
      return -1;
    case Progress::kDone:
      return 0;
    case Progress::kOfAnother:
      context.Restart();
      return 0;
    case Progress::kOurs:
      break;
  }
  done = Zero(*range, done);
  if (done == range->size()) {
    const BothLocked vms(giver, *recipient);
    Finish(system.pool, vms, *start.transfer);
    return 0;
  }
  {
    const auto state = giver.state().Lock();
    start.transfer->done = done;
    start.transfer->busy = false;
  }
  context.Restart();
  return 0;
}

}  // namespace hf::calls
