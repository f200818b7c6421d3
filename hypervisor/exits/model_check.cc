// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/exits/model_check.h"

#ifdef HF_MODEL_CHECK

#include <algorithm>

#include "abi/model/rows.h"
#include "hypervisor/base/check.h"
#include "hypervisor/base/log.h"
#include "hypervisor/exits/live_facts.h"

namespace hf {
namespace {

using abi::RunCode;
using abi::VcpuRunReturn;
using abi::VcpuState;
using abi::model::Caller;
using abi::model::MachineId;
using abi::model::Move;
using abi::model::Outcome;
using Assumed = LiveFacts::Assumed;

Caller CallerOf(const CallContext& context) { return {context.vm().id(), context.caller().index}; }

Outcome Predict(const CallContext& context, Assumed assumed) {
  const auto& x = context.caller().registers.x;
  const abi::Version version = abi::VersionOf(context.vm().level());
  return abi::model::rows::AnyCall(LiveFacts(context, assumed), CallerOf(context),
                                   {version.major, version.minor}, x[0], x[1], x[2], x[3]);
}

// The rows are those of the current level: their words are not a VM's of 0.1, nor does a primary of
// 0.1 do what they leave to it.
bool AnyIsOlder(System& system) {
  for (uint32_t vm = 0; vm < system.vm_count; ++vm) {
    if (system.vms[vm].level() < abi::Level::k1_0) return true;
  }
  return false;
}

abi::Call CallOf(uint64_t x0) {
  return static_cast<abi::Call>(static_cast<uint32_t>(x0) & abi::kIdMask);
}

// The call was begun before, and interrupted: the rows said then what comes of it.
bool GoesOnWithTransfer(const CallContext& context) {
  const auto& x = context.caller().registers.x;
  if (CallOf(x[0]) != abi::Call::kShareMemory) return false;
  const auto args = abi::ShareMemoryArgs::Decode(x[1], x[2], x[3]);
  const auto range = PhysRange::FromSize(PhysAddr(args.addr), args.size);
  if (!range) return false;
  return context.vm().state().Lock()->transfers.Find(args.share, args.vm_id, *range) != nullptr;
}

// What the primary's vcpu_run returns: time has passed since it was predicted.
bool IsSameRunCode(uint64_t expected, uint64_t got) {
  const VcpuRunReturn a = VcpuRunReturn::Decode(expected), b = VcpuRunReturn::Decode(got);
  if (a.code == RunCode::kSleep && b.code == RunCode::kSleep) return b.sleep.ns <= a.sleep.ns;
  return a == b;
}

}  // namespace

ModelCheck::ModelCheck(const CallContext& context)
    : context_(context),
      skipped_(context.vm().aborting() || GoesOnWithTransfer(context) ||
               AnyIsOlder(context.system())),
      outcomes_{Predict(context, {}), Predict(context, {.tables_available = false}),
                Predict(context, {.timers_fired = true})} {
  std::copy_n(context.caller().registers.x.begin(), x_.size(), x_.begin());
  Look(before_);
}

void ModelCheck::Look(Machines& machines) const {
  System& system = context_.system();
  for (uint32_t vm = 0; vm < system.vm_count; ++vm) {
    const auto state = system.vms[vm].state().Lock();
    machines.vcpus[vm] = state->vcpus;
    machines.mailboxes[vm] = state->mailbox.state();
    machines.vms[vm] = state->life;
  }
}

void ModelCheck::Compare(uint64_t result) const {
  // It is made again after an interrupt, and has decided nothing that could be seen.
  if (skipped_ || context_.restarts()) return;
  Machines after;
  Look(after);
  for (const Outcome& outcome : outcomes_) {
    if (CompareWith(outcome, result, after).what == nullptr) return;
  }
  Stop(outcomes_[0], CompareWith(outcomes_[0], result, after));
}

ModelCheck::Difference ModelCheck::CompareWith(const Outcome& outcome, uint64_t result,
                                               const Machines& after) const {
  const Difference difference = CompareResult(outcome, result);
  return difference.what != nullptr ? difference : CompareMachines(outcome, after);
}

// The vCPU that has this CPU by the row: one that moves to running, the primary's if the caller
// leaves, else the caller.
bool ModelCheck::GoesOn(const Outcome& outcome) const {
  const Vcpu* next = outcome.leaves ? context_.cpu().primary_vcpu : &context_.caller();
  for (const Move& move : outcome.moves) {
    if (move.machine == MachineId::kVcpu && move.to == static_cast<uint8_t>(VcpuState::kRunning)) {
      next = &context_.system().vms[move.of[0]].vcpus()[move.of[1]];
    }
  }
  return &context_.next() == next;
}

ModelCheck::Difference ModelCheck::CompareResult(const Outcome& outcome, uint64_t result) const {
  if (outcome.leaves != context_.left()) {
    return {.what = "what becomes of the caller",
            .expected = outcome.leaves ? "that it leaves its CPU" : "that it stays on its CPU",
            .got = "otherwise"};
  }
  if (!GoesOn(outcome)) {
    return {.what = "the VM that goes on", .expected = "another", .got = context_.next().vm->id()};
  }
  // One that left has its result already: what it would be by the row, or if its wait ended now.
  const uint64_t got = outcome.leaves ? context_.caller().registers.x[0] : result;
  const bool waits = outcome.leaves && outcome.kind == Outcome::Kind::kDeferred;
  const uint64_t expected =
      waits ? abi::model::rows::ReceiveEnds(LiveFacts(context_, {}), CallerOf(context_)).result
            : outcome.result;
  const bool returns = waits || outcome.kind == Outcome::Kind::kNow;
  if (returns && got != expected) {
    return {.what = "the result", .expected = Hex{expected}, .got = Hex{got}};
  }
  const uint64_t run_code = context_.cpu().primary_vcpu->registers.x[0];
  if (outcome.leaves && !IsSameRunCode(outcome.run_code, run_code)) {
    return {.what = "the run code", .expected = Hex{outcome.run_code}, .got = Hex{run_code}};
  }
  return {};
}

ModelCheck::Difference ModelCheck::CompareMachines(const Outcome& outcome,
                                                   const Machines& after) const {
  Machines expected = before_;
  for (const Move& move : outcome.moves) {
    const uint32_t vm = move.of[0];
    switch (move.machine) {
      case MachineId::kMailbox:
        expected.mailboxes[vm] = static_cast<abi::MailboxState>(move.to);
        break;
      case MachineId::kVcpu:
        expected.vcpus[vm][move.of[1]] = static_cast<VcpuState>(move.to);
        break;
      case MachineId::kVm:
        expected.vms[vm] = static_cast<abi::VmState>(move.to);
        break;
    }
  }
  const auto differ = [](const char* what, auto wanted, auto got, uint32_t vm,
                         uint32_t vcpu = abi::kInvalidVcpu) {
    return Difference{
        .what = what, .expected = abi::Name(wanted), .got = abi::Name(got), .vm = vm, .vcpu = vcpu};
  };
  for (uint32_t vm = 0; vm < context_.system().vm_count; ++vm) {
    if (after.mailboxes[vm] != expected.mailboxes[vm]) {
      return differ("the mailbox", expected.mailboxes[vm], after.mailboxes[vm], vm);
    }
    if (after.vms[vm] != expected.vms[vm]) {
      return differ("the VM's life", expected.vms[vm], after.vms[vm], vm);
    }
    const auto vcpus = context_.system().vms[vm].vcpus();
    for (uint32_t i = 0; i < vcpus.size(); ++i) {
      if (after.vcpus[vm][i] != expected.vcpus[vm][i]) {
        return differ("the vCPU's state", expected.vcpus[vm][i], after.vcpus[vm][i], vm, i);
      }
    }
  }
  // Who was woken from mailbox_receive by a message has it as its result.
  for (const Move& move : outcome.moves) {
    if (move.machine != MachineId::kVcpu) continue;
    const uint32_t vm = move.of[0], vcpu = move.of[1];
    const bool waited = before_.vcpus[vm][vcpu] == VcpuState::kBlockedMailbox &&
                        move.to == static_cast<uint8_t>(VcpuState::kReady);
    if (!waited) continue;
    const bool delivered = CallOf(x_[0]) == abi::Call::kMailboxSend;
    const Outcome ends = abi::model::rows::ReceiveEnds(
        LiveFacts(context_, {.delivered = delivered}), Caller{vm, vcpu});
    const uint64_t got = context_.system().vms[vm].vcpus()[vcpu].registers.x[0];
    if (got != ends.result) {
      return {.what = "the result of mailbox_receive",
              .expected = Hex{ends.result},
              .got = Hex{got},
              .vm = vm,
              .vcpu = vcpu};
    }
  }
  return {};
}

void ModelCheck::Stop(const Outcome& outcome, const Difference& difference) const {
  Log("VM % vCPU % called %(%, %, %): by the row % of abi/hafnia.proto", context_.vm().id(),
      context_.caller().index, abi::Name(CallOf(x_[0])), Hex{x_[1]}, Hex{x_[2]}, Hex{x_[3]},
      outcome.row);
  if (difference.vcpu != abi::kInvalidVcpu) {
    Log("% of VM % vCPU % is to be %, and is %", difference.what, difference.vm, difference.vcpu,
        difference.expected, difference.got);
  } else if (difference.vm != abi::kInvalidVmId) {
    Log("% of VM % is to be %, and is %", difference.what, difference.vm, difference.expected,
        difference.got);
  } else {
    Log("% is to be %, and is %", difference.what, difference.expected, difference.got);
  }
  Panic("a call did not do what its row says");
}

}  // namespace hf

#endif
