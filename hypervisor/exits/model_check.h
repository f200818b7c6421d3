// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Whether a call did what the rows of the IDL say (abi/model/rows.h), of the state before it: its
// result, the run code, all state machines of all VMs, and who goes on. If not, EL2 says what is
// wrong and stops. Only the checked variant of EL2 (HF_MODEL_CHECK) has it: in the others it is
// empty, and not an instruction is left of it.

#ifndef HYPERVISOR_EXITS_MODEL_CHECK_H_
#define HYPERVISOR_EXITS_MODEL_CHECK_H_

#include <array>
#include <cstdint>

#include "hypervisor/calls/context.h"

#ifdef HF_MODEL_CHECK
#include "abi/model/outcome.h"
#include "hypervisor/base/log.h"
#endif

namespace hf {

#ifdef HF_MODEL_CHECK

// Requires that ModelLock is held from before it is made until after Compare().
class ModelCheck {
 public:
  // Before the call, of which the registers are the caller's.
  explicit ModelCheck(const CallContext& context);
  // After it. `result` is what the call gives the caller now, if it does.
  void Compare(uint64_t result) const;

 private:
  struct Machines {
    std::array<std::array<abi::VcpuState, abi::kMaxVcpus>, abi::kMaxVms> vcpus;
    std::array<abi::MailboxState, abi::kMaxVms> mailboxes;
    std::array<abi::VmState, abi::kMaxVms> vms;
  };
  // How a comparison came out: what is wrong, if anything, and the two values.
  struct Difference {
    const char* what = nullptr;
    LogPiece expected = "";
    LogPiece got = "";
    // Whose it is, if it is not the caller's.
    uint32_t vm = abi::kInvalidVmId;
    uint32_t vcpu = abi::kInvalidVcpu;
  };

  void Look(Machines& machines) const;
  Difference CompareWith(const abi::model::Outcome& outcome, uint64_t result,
                         const Machines& after) const;
  Difference CompareResult(const abi::model::Outcome& outcome, uint64_t result) const;
  Difference CompareMachines(const abi::model::Outcome& outcome, const Machines& after) const;
  bool GoesOn(const abi::model::Outcome& outcome) const;
  [[noreturn]] void Stop(const abi::model::Outcome& outcome, const Difference& difference) const;

  const CallContext& context_;
  // The rows do not say: the call goes on with a transfer, its VM aborts meanwhile, or a VM is of a
  // level below 1.0.
  bool skipped_;
  std::array<uint64_t, 4> x_;
  // If there is memory for tables and timers go on as they are; if there is none; if they expire.
  abi::model::Outcome outcomes_[3];
  Machines before_;
};

#else

class ModelCheck {
 public:
  explicit ModelCheck(const CallContext&) {}
  void Compare(uint64_t) const {}
};

#endif

}  // namespace hf

#endif  // HYPERVISOR_EXITS_MODEL_CHECK_H_
