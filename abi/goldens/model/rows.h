// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Generated from abi/hafnia.proto; do not edit.
//
// What each row says, as functions over the facts: what the caller gets, whether it leaves its CPU,
// which machines move, what else is done. Nothing is done here: see Apply() in apply.h.

#ifndef ABI_MODEL_ROWS_H_
#define ABI_MODEL_ROWS_H_

#include <concepts>
#include <cstdint>

#include "abi/el2/types.h"
#include "abi/model/ids.h"
#include "abi/model/outcome.h"

namespace hf::abi::model::rows {

// Fails to compile where Facts lacks what guards and results may ask for.
template <class Facts>
constexpr bool HasFacts() {
  static_assert(
      requires(const Facts& facts) {
        { facts.Mailbox(uint32_t{}) } -> std::same_as<MailboxState>;
      },
      "abi/hafnia.proto has the state machine mailbox: give Facts (State: abi/model/state.h) a"
      " `MailboxState Mailbox(uint32_t vm) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.Vcpu(uint32_t{}, uint32_t{}) } -> std::same_as<VcpuState>;
      },
      "abi/hafnia.proto has the state machine vcpu: give Facts (State: abi/model/state.h) a"
      " `VcpuState Vcpu(uint32_t vm, uint32_t vcpu) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.Vm(uint32_t{}) } -> std::same_as<VmState>;
      },
      "abi/hafnia.proto has the state machine vm: give Facts (State: abi/model/state.h) a"
      " `VmState Vm(uint32_t vm) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.VmExists(uint32_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact vm_exists: give Facts (State: abi/model/state.h) a"
      " `bool VmExists(uint32_t vm) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.VcpuExists(uint32_t{}, uint32_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact vcpu_exists: give Facts (State: abi/model/state.h) a"
      " `bool VcpuExists(uint32_t vm, uint32_t vcpu) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.VmCount() } -> std::same_as<uint64_t>;
      },
      "abi/hafnia.proto has the fact vm_count: give Facts (State: abi/model/state.h) a"
      " `uint64_t VmCount() const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.AbiMajor(uint32_t{}) } -> std::same_as<uint64_t>;
      },
      "abi/hafnia.proto has the fact abi_major: give Facts (State: abi/model/state.h) a"
      " `uint64_t AbiMajor(uint32_t vm) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.AbiMinor(uint32_t{}) } -> std::same_as<uint64_t>;
      },
      "abi/hafnia.proto has the fact abi_minor: give Facts (State: abi/model/state.h) a"
      " `uint64_t AbiMinor(uint32_t vm) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.VcpuCount(uint32_t{}) } -> std::same_as<uint64_t>;
      },
      "abi/hafnia.proto has the fact vcpu_count: give Facts (State: abi/model/state.h) a"
      " `uint64_t VcpuCount(uint32_t vm) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.Configured(uint32_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact configured: give Facts (State: abi/model/state.h) a"
      " `bool Configured(uint32_t vm) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.HasWaiters(uint32_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact has_waiters: give Facts (State: abi/model/state.h) a"
      " `bool HasWaiters(uint32_t vm) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.FirstWaiter(uint32_t{}) } -> std::same_as<uint32_t>;
      },
      "abi/hafnia.proto has the fact first_waiter: give Facts (State: abi/model/state.h) a"
      " `uint32_t FirstWaiter(uint32_t vm) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.HasWritable(uint32_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact has_writable: give Facts (State: abi/model/state.h) a"
      " `bool HasWritable(uint32_t vm) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.FirstWritable(uint32_t{}) } -> std::same_as<uint32_t>;
      },
      "abi/hafnia.proto has the fact first_writable: give Facts (State: abi/model/state.h) a"
      " `uint32_t FirstWritable(uint32_t vm) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.HasReceiver(uint32_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact has_receiver: give Facts (State: abi/model/state.h) a"
      " `bool HasReceiver(uint32_t vm) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.Receiver(uint32_t{}) } -> std::same_as<uint32_t>;
      },
      "abi/hafnia.proto has the fact receiver: give Facts (State: abi/model/state.h) a"
      " `uint32_t Receiver(uint32_t vm) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.Delivered(uint32_t{}, uint32_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact delivered: give Facts (State: abi/model/state.h) a"
      " `bool Delivered(uint32_t vm, uint32_t vcpu) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.MessageSender(uint32_t{}) } -> std::same_as<uint32_t>;
      },
      "abi/hafnia.proto has the fact message_sender: give Facts (State: abi/model/state.h) a"
      " `uint32_t MessageSender(uint32_t vm) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.MessageSize(uint32_t{}) } -> std::same_as<uint64_t>;
      },
      "abi/hafnia.proto has the fact message_size: give Facts (State: abi/model/state.h) a"
      " `uint64_t MessageSize(uint32_t vm) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.InterruptEnabled(uint32_t{}, uint32_t{}, uint32_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact interrupt_enabled: give Facts (State: abi/model/state.h) a"
      " `bool InterruptEnabled(uint32_t vm, uint32_t vcpu, uint32_t intid) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.InterruptPending(uint32_t{}, uint32_t{}, uint32_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact interrupt_pending: give Facts (State: abi/model/state.h) a"
      " `bool InterruptPending(uint32_t vm, uint32_t vcpu, uint32_t intid) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.InterruptWaiting(uint32_t{}, uint32_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact interrupt_waiting: give Facts (State: abi/model/state.h) a"
      " `bool InterruptWaiting(uint32_t vm, uint32_t vcpu) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.FirstInterrupt(uint32_t{}, uint32_t{}) } -> std::same_as<uint32_t>;
      },
      "abi/hafnia.proto has the fact first_interrupt: give Facts (State: abi/model/state.h) a"
      " `uint32_t FirstInterrupt(uint32_t vm, uint32_t vcpu) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.TimerArmed(uint32_t{}, uint32_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact timer_armed: give Facts (State: abi/model/state.h) a"
      " `bool TimerArmed(uint32_t vm, uint32_t vcpu) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.TimerFired(uint32_t{}, uint32_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact timer_fired: give Facts (State: abi/model/state.h) a"
      " `bool TimerFired(uint32_t vm, uint32_t vcpu) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.TimerLeft(uint32_t{}, uint32_t{}) } -> std::same_as<uint64_t>;
      },
      "abi/hafnia.proto has the fact timer_left: give Facts (State: abi/model/state.h) a"
      " `uint64_t TimerLeft(uint32_t vm, uint32_t vcpu) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.PageAligned(uint64_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact page_aligned: give Facts (State: abi/model/state.h) a"
      " `bool PageAligned(uint64_t ipa) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.PageIsRam(uint64_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact page_is_ram: give Facts (State: abi/model/state.h) a"
      " `bool PageIsRam(uint64_t ipa) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.PageExclusive(uint32_t{}, uint64_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact page_exclusive: give Facts (State: abi/model/state.h) a"
      " `bool PageExclusive(uint32_t vm, uint64_t ipa) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.PageReadWrite(uint32_t{}, uint64_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact page_read_write: give Facts (State: abi/model/state.h) a"
      " `bool PageReadWrite(uint32_t vm, uint64_t ipa) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.PageReadable(uint32_t{}, uint64_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact page_readable: give Facts (State: abi/model/state.h) a"
      " `bool PageReadable(uint32_t vm, uint64_t ipa) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.TablesAvailable() } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact tables_available: give Facts (State: abi/model/state.h) a"
      " `bool TablesAvailable() const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.RangeAligned(uint64_t{}, uint64_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact range_aligned: give Facts (State: abi/model/state.h) a"
      " `bool RangeAligned(uint64_t ipa, uint64_t number) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.RangeIsRam(uint64_t{}, uint64_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact range_is_ram: give Facts (State: abi/model/state.h) a"
      " `bool RangeIsRam(uint64_t ipa, uint64_t number) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.RangeUniform(uint32_t{}, uint64_t{}, uint64_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact range_uniform: give Facts (State: abi/model/state.h) a"
      " `bool RangeUniform(uint32_t vm, uint64_t ipa, uint64_t number) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.RangeExclusive(uint32_t{}, uint64_t{}, uint64_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact range_exclusive: give Facts (State: abi/model/state.h) a"
      " `bool RangeExclusive(uint32_t vm, uint64_t ipa, uint64_t number) const`");
  static_assert(
      requires(const Facts& facts) {
        { facts.RangeOwned(uint32_t{}, uint64_t{}, uint64_t{}) } -> std::same_as<bool>;
      },
      "abi/hafnia.proto has the fact range_owned: give Facts (State: abi/model/state.h) a"
      " `bool RangeOwned(uint32_t vm, uint64_t ipa, uint64_t number) const`");
  return true;
}

// Returns the id of the calling VM.
template <class Facts>
Outcome VmGetId(const Facts&, Caller caller) {
  // id: Every VM has an id.
  return Outcome("id").Returns(caller.vm);
}

// Returns the number of VMs, the primary included.
template <class Facts>
Outcome VmGetCount(const Facts& facts, Caller) {
  // count: The number does not change after boot.
  return Outcome("count").Returns(facts.VmCount());
}

// Returns the number of a VM's vCPUs, or -1 when there is no such VM. For the primary only.
template <class Facts>
Outcome VcpuGetCount(const Facts& facts, Caller caller, const VcpuGetCountArgs& args) {
  // not_primary: Only the primary schedules.
  if (!caller.is_primary()) return Outcome("not_primary").Returns(-1);
  // no_vm: There is no such VM.
  if (!facts.VmExists(args.vm_id)) return Outcome("no_vm").Returns(-1);
  // count: The number does not change after boot.
  return Outcome("count").Returns(facts.VcpuCount(args.vm_id));
}

// Runs a vCPU of a secondary VM on this CPU until something happens that the scheduler must know;
// returns what. For the primary only. A vCPU that cannot be run gives kWaitForInterrupt.
template <class Facts>
Outcome VcpuRun(const Facts& facts, Caller caller, const VcpuRunArgs& args) {
  // not_primary: Only the primary schedules.
  if (!caller.is_primary()) {
    return Outcome("not_primary").Returns(VcpuRunReturn::WaitForInterrupt());
  }
  // is_primary: The primary's own vCPUs are not run by a call.
  if (args.vm_id == kPrimaryVmId) {
    return Outcome("is_primary").Returns(VcpuRunReturn::WaitForInterrupt());
  }
  // no_vm: There is no such VM.
  if (!facts.VmExists(args.vm_id)) {
    return Outcome("no_vm").Returns(VcpuRunReturn::WaitForInterrupt());
  }
  // no_vcpu: There is no such vCPU.
  if (!facts.VcpuExists(args.vm_id, args.vcpu)) {
    return Outcome("no_vcpu").Returns(VcpuRunReturn::WaitForInterrupt());
  }
  // aborting_elsewhere: The vCPU still runs on another CPU, and is stopped when it leaves: see the
  // event Leaves.
  if (facts.Vm(args.vm_id) == VmState::kAborting &&
      facts.Vcpu(args.vm_id, args.vcpu) == VcpuState::kRunning) {
    return Outcome("aborting_elsewhere").Returns(VcpuRunReturn::WaitForInterrupt());
  }
  // aborting: No vCPU of a VM that aborted runs again.
  if (facts.Vm(args.vm_id) == VmState::kAborting) {
    return Outcome("aborting")
        .Returns(VcpuRunReturn::WaitForInterrupt())
        .Moves(MachineId::kVcpu, {args.vm_id, args.vcpu},
               From(VcpuState::kOff, VcpuState::kReady, VcpuState::kBlockedMailbox,
                    VcpuState::kBlockedInterrupt, VcpuState::kAborted), VcpuState::kAborted);
  }
  // timer_ends_wait: The vCPU waited for an interrupt and its own timer has fired meanwhile.
  if ((facts.Vcpu(args.vm_id, args.vcpu) == VcpuState::kBlockedInterrupt ||
       facts.Vcpu(args.vm_id, args.vcpu) == VcpuState::kBlockedMailbox) &&
      facts.TimerFired(args.vm_id, args.vcpu)) {
    return Outcome("timer_ends_wait")
        .Deferred()
        .Moves(MachineId::kVcpu, {args.vm_id, args.vcpu},
               From(VcpuState::kBlockedInterrupt, VcpuState::kBlockedMailbox), VcpuState::kRunning)
        .Does(EffectId::kInjectInterrupt, {args.vm_id, args.vcpu, kVirtualTimerIntid})
        .Does(EffectId::kMaskTimer, {args.vm_id, args.vcpu});
  }
  // not_ready: The vCPU is off, blocked, aborted, or runs on another CPU.
  if (facts.Vcpu(args.vm_id, args.vcpu) != VcpuState::kReady) {
    return Outcome("not_ready").Returns(VcpuRunReturn::WaitForInterrupt());
  }
  // runs: The call returns when the vCPU leaves, with the run code of what it did.
  return Outcome("runs")
      .Deferred()
      .Moves(MachineId::kVcpu, {args.vm_id, args.vcpu}, From(VcpuState::kReady),
             VcpuState::kRunning);
}

// Gives up the CPU; the calling vCPU stays ready. Returns 0.
template <class Facts>
Outcome VcpuYield(const Facts&, Caller caller) {
  // primary: The primary has no one to yield to: nothing happens.
  if (caller.is_primary()) return Outcome("primary").Returns(0);
  // yields: The CPU goes back to the primary.
  return Outcome("yields")
      .Returns(0)
      .Leaves(VcpuRunReturn::Yield())
      .Moves(MachineId::kVcpu, {caller.vm, caller.vcpu}, From(VcpuState::kRunning),
             VcpuState::kReady);
}

// Makes two different pages of the calling VM its mailbox: one to send from, one to receive in.
// Both are aligned to pages, owned by the VM and not shared; a VM does this once. Returns 0, or 1
// to the primary when VMs wait for its mailbox (it calls MailboxWaiterGet()), or -1 with nothing
// changed.
template <class Facts>
Outcome VmConfigure(const Facts& facts, Caller caller, const VmConfigureArgs& args) {
  // same_page: A message would overwrite itself.
  if (args.send == args.receive) return Outcome("same_page").Returns(-1);
  // not_ram: A device or a hole is never a mailbox.
  if (!facts.PageIsRam(args.send) || !facts.PageIsRam(args.receive)) {
    return Outcome("not_ram").Returns(-1);
  }
  // unaligned: An address is not that of a page.
  if (!facts.PageAligned(args.send) || !facts.PageAligned(args.receive)) {
    return Outcome("unaligned").Returns(-1);
  }
  // again: A mailbox stays where it is.
  if (facts.Configured(caller.vm)) return Outcome("again").Returns(-1);
  // not_exclusive: A page is not mapped, not owned by the VM, or shared.
  if (!facts.PageExclusive(caller.vm, args.send) || !facts.PageExclusive(caller.vm, args.receive)) {
    return Outcome("not_exclusive").Returns(-1);
  }
  // bad_access: A page is not accessible as the VM will need it.
  if (!facts.PageReadWrite(caller.vm, args.send) || !facts.PageReadable(caller.vm, args.receive)) {
    return Outcome("bad_access").Returns(-1);
  }
  // no_memory: The page tables cannot be extended.
  if (!facts.TablesAvailable()) return Outcome("no_memory").Returns(-1);
  // configured: The VM has a mailbox, and nobody waited for it.
  if (!facts.HasWaiters(caller.vm)) {
    return Outcome("configured")
        .Returns(0)
        .Does(EffectId::kSetMailbox, {caller.vm, args.send, args.receive});
  }
  // primary_notifies: The primary has a mailbox, and tells the waiters.
  if (caller.is_primary()) {
    return Outcome("primary_notifies")
        .Returns(1)
        .Does(EffectId::kSetMailbox, {caller.vm, args.send, args.receive});
  }
  // notifies: The VM has a mailbox, and the primary tells the waiters.
  return Outcome("notifies")
      .Returns(0)
      .Leaves(VcpuRunReturn::NotifyWaiters())
      .Moves(MachineId::kVcpu, {caller.vm, caller.vcpu}, From(VcpuState::kRunning),
             VcpuState::kReady)
      .Does(EffectId::kSetMailbox, {caller.vm, args.send, args.receive});
}

// Sends the first bytes of the caller's send page to another VM. To a secondary caller returns 0;
// to the primary the index of the vCPU to run, or kInvalidVcpu when none waited for the message.
// Returns -1 when the message cannot be sent; if that is because the recipient's mailbox is busy
// and `notify` is set, the caller gets kMailboxWritableIntid when it can try again.
template <class Facts>
Outcome MailboxSend(const Facts& facts, Caller caller, const MailboxSendArgs& args) {
  // too_big: The message does not fit into a mailbox.
  if (args.size > kMailboxSize) return Outcome("too_big").Returns(-1);
  // to_self: Nobody sends to himself.
  if (args.vm_id == caller.vm) return Outcome("to_self").Returns(-1);
  // no_vm: There is no such VM.
  if (!facts.VmExists(args.vm_id)) return Outcome("no_vm").Returns(-1);
  // no_send_page: The caller has no page to send from.
  if (!facts.Configured(caller.vm)) return Outcome("no_send_page").Returns(-1);
  // busy_notify: The recipient cannot take a message now; the caller will be told when it can.
  if ((!facts.Configured(args.vm_id) || facts.Mailbox(args.vm_id) != MailboxState::kEmpty) &&
      args.notify) {
    return Outcome("busy_notify")
        .Returns(-1)
        .Does(EffectId::kAppendWaiter, {args.vm_id, caller.vm});
  }
  // busy: The recipient cannot take a message now.
  if (!facts.Configured(args.vm_id) || facts.Mailbox(args.vm_id) != MailboxState::kEmpty) {
    return Outcome("busy").Returns(-1);
  }
  // to_primary: The primary gets the message as the result of its VcpuRun().
  if (args.vm_id == kPrimaryVmId) {
    return Outcome("to_primary")
        .Returns(0)
        .Leaves(VcpuRunReturn::Message(static_cast<uint32_t>(args.size)))
        .Moves(MachineId::kMailbox, {args.vm_id}, From(MailboxState::kEmpty), MailboxState::kRead)
        .Moves(MachineId::kVcpu, {caller.vm, caller.vcpu}, From(VcpuState::kRunning),
               VcpuState::kReady)
        .Does(EffectId::kCopyMessage, {caller.vm, args.vm_id, args.size});
  }
  // primary_to_receiver: The primary's message goes to a vCPU that waits for it, and that is to be
  // run.
  if (caller.is_primary() && facts.HasReceiver(args.vm_id)) {
    return Outcome("primary_to_receiver")
        .Returns(facts.Receiver(args.vm_id))
        .Moves(MachineId::kMailbox, {args.vm_id}, From(MailboxState::kEmpty), MailboxState::kRead)
        .Moves(MachineId::kVcpu, {args.vm_id, facts.Receiver(args.vm_id)},
               From(VcpuState::kBlockedMailbox), VcpuState::kReady)
        .Does(EffectId::kCopyMessage, {caller.vm, args.vm_id, args.size});
  }
  // primary_queues: The primary's message waits for the recipient.
  if (caller.is_primary()) {
    return Outcome("primary_queues")
        .Returns(kInvalidVcpu)
        .Moves(MachineId::kMailbox, {args.vm_id}, From(MailboxState::kEmpty),
               MailboxState::kReceived)
        .Does(EffectId::kCopyMessage, {caller.vm, args.vm_id, args.size});
  }
  // to_receiver: The message goes to a vCPU that waits for it; the primary runs that.
  if (facts.HasReceiver(args.vm_id)) {
    return Outcome("to_receiver")
        .Returns(0)
        .Leaves(VcpuRunReturn::WakeUp(args.vm_id,
                                      static_cast<uint16_t>(facts.Receiver(args.vm_id))))
        .Moves(MachineId::kMailbox, {args.vm_id}, From(MailboxState::kEmpty), MailboxState::kRead)
        .Moves(MachineId::kVcpu, {args.vm_id, facts.Receiver(args.vm_id)},
               From(VcpuState::kBlockedMailbox), VcpuState::kReady)
        .Moves(MachineId::kVcpu, {caller.vm, caller.vcpu}, From(VcpuState::kRunning),
               VcpuState::kReady)
        .Does(EffectId::kCopyMessage, {caller.vm, args.vm_id, args.size});
  }
  // queues: The message waits for the recipient; the primary decides which vCPU to interrupt.
  return Outcome("queues")
      .Returns(0)
      .Leaves(VcpuRunReturn::WakeUp(args.vm_id, kInvalidVcpu))
      .Moves(MachineId::kMailbox, {args.vm_id}, From(MailboxState::kEmpty), MailboxState::kReceived)
      .Moves(MachineId::kVcpu, {caller.vm, caller.vcpu}, From(VcpuState::kRunning),
             VcpuState::kReady)
      .Does(EffectId::kCopyMessage, {caller.vm, args.vm_id, args.size});
}

// Takes the message that has arrived; without one, waits for it if `block` is set. Returns the
// sender and the size, or kInvalidVmId when there is no message or an interrupt ended the wait. For
// secondaries only: the primary gets its messages from VcpuRun().
template <class Facts>
Outcome MailboxReceive(const Facts& facts, Caller caller, const MailboxReceiveArgs& args) {
  // primary: The primary's messages are delivered at once.
  if (caller.is_primary()) return Outcome("primary").Returns(MailboxReceiveReturn{kInvalidVmId, 0});
  // takes: The VM owns the receive page until MailboxClear().
  if (facts.Mailbox(caller.vm) == MailboxState::kReceived) {
    return Outcome("takes")
        .Returns(MailboxReceiveReturn{facts.MessageSender(caller.vm),
                                      static_cast<uint32_t>(facts.MessageSize(caller.vm))})
        .Moves(MachineId::kMailbox, {caller.vm}, From(MailboxState::kReceived),
               MailboxState::kRead);
  }
  // none: The caller does not want to wait.
  if (!args.block) return Outcome("none").Returns(MailboxReceiveReturn{kInvalidVmId, 0});
  // interrupted: A pending interrupt ends the wait before it begins.
  if (facts.InterruptWaiting(caller.vm, caller.vcpu)) {
    return Outcome("interrupted").Returns(MailboxReceiveReturn{kInvalidVmId, 0});
  }
  // sleeps: The vCPU waits, at most until its timer expires; the event ReceiveEnds says what it
  // gets.
  if (facts.TimerArmed(caller.vm, caller.vcpu)) {
    return Outcome("sleeps")
        .Deferred()
        .Leaves(VcpuRunReturn::Sleep(facts.TimerLeft(caller.vm, caller.vcpu)))
        .Moves(MachineId::kVcpu, {caller.vm, caller.vcpu}, From(VcpuState::kRunning),
               VcpuState::kBlockedMailbox);
  }
  // waits: The vCPU waits; the event ReceiveEnds says what it gets.
  return Outcome("waits")
      .Deferred()
      .Leaves(VcpuRunReturn::WaitForInterrupt())
      .Moves(MachineId::kVcpu, {caller.vm, caller.vcpu}, From(VcpuState::kRunning),
             VcpuState::kBlockedMailbox);
}

// Gives the receive page back, so that the next message can arrive. Returns 0, or 1 to the primary
// when VMs wait for its mailbox (it calls MailboxWaiterGet()), or -1 when no message had been
// taken.
template <class Facts>
Outcome MailboxClear(const Facts& facts, Caller caller) {
  // not_read: There is nothing to clear, or the message has not been taken.
  if (facts.Mailbox(caller.vm) != MailboxState::kRead) return Outcome("not_read").Returns(-1);
  // cleared: Nobody waited for the mailbox.
  if (!facts.HasWaiters(caller.vm)) {
    return Outcome("cleared")
        .Returns(0)
        .Moves(MachineId::kMailbox, {caller.vm}, From(MailboxState::kRead), MailboxState::kEmpty);
  }
  // primary_notifies: The primary tells the waiters.
  if (caller.is_primary()) {
    return Outcome("primary_notifies")
        .Returns(1)
        .Moves(MachineId::kMailbox, {caller.vm}, From(MailboxState::kRead), MailboxState::kEmpty);
  }
  // notifies: The primary is asked to tell the waiters.
  return Outcome("notifies")
      .Returns(0)
      .Leaves(VcpuRunReturn::NotifyWaiters())
      .Moves(MachineId::kMailbox, {caller.vm}, From(MailboxState::kRead), MailboxState::kEmpty)
      .Moves(MachineId::kVcpu, {caller.vm, caller.vcpu}, From(VcpuState::kRunning),
             VcpuState::kReady);
}

// Returns the id of the next VM whose mailbox became writable since the caller asked to be told by
// MailboxSend(): each once, in order. Returns -1 when there is none.
template <class Facts>
Outcome MailboxWritableGet(const Facts& facts, Caller caller) {
  // none: All have been named.
  if (!facts.HasWritable(caller.vm)) return Outcome("none").Returns(-1);
  // writable: The VM is named once.
  return Outcome("writable")
      .Returns(facts.FirstWritable(caller.vm))
      .Does(EffectId::kTakeWritable, {caller.vm});
}

// Returns the id of the next VM to be told that a mailbox is writable, and takes it off the list of
// that mailbox's waiters. Returns -1 when there is no such VM, when its mailbox is not writable and
// when nobody waits. For the primary only.
template <class Facts>
Outcome MailboxWaiterGet(const Facts& facts, Caller caller, const MailboxWaiterGetArgs& args) {
  // not_primary: Only the primary tells the waiters.
  if (!caller.is_primary()) return Outcome("not_primary").Returns(-1);
  // no_vm: There is no such VM.
  if (!facts.VmExists(args.vm_id)) return Outcome("no_vm").Returns(-1);
  // not_writable: A message could not be sent now.
  if (!facts.Configured(args.vm_id) || facts.Mailbox(args.vm_id) != MailboxState::kEmpty) {
    return Outcome("not_writable").Returns(-1);
  }
  // none: All have been told.
  if (!facts.HasWaiters(args.vm_id)) return Outcome("none").Returns(-1);
  // waiter: The waiter finds the VM by MailboxWritableGet().
  return Outcome("waiter")
      .Returns(facts.FirstWaiter(args.vm_id))
      .Does(EffectId::kTakeWaiter, {args.vm_id});
}

// Enables or disables a virtual interrupt of the calling vCPU. Returns 0, or -1 when there is no
// such interrupt. A pending one that becomes enabled is delivered; one that becomes disabled stays
// pending.
template <class Facts>
Outcome InterruptEnable(const Facts&, Caller caller, const InterruptEnableArgs& args) {
  // bad_intid: There is no such interrupt.
  if (args.intid >= kNumIntids) return Outcome("bad_intid").Returns(-1);
  // enables: The interrupt can be delivered.
  if (args.enable) {
    return Outcome("enables")
        .Returns(0)
        .Does(EffectId::kEnableInterrupt, {caller.vm, caller.vcpu, args.intid});
  }
  // disables: The interrupt is held back.
  return Outcome("disables")
      .Returns(0)
      .Does(EffectId::kDisableInterrupt, {caller.vm, caller.vcpu, args.intid});
}

// Returns the lowest virtual interrupt of the calling vCPU that is enabled and pending, which stops
// being pending, or kInvalidIntid when there is none.
template <class Facts>
Outcome InterruptGet(const Facts& facts, Caller caller) {
  // none: Nothing is to be delivered.
  if (!facts.InterruptWaiting(caller.vm, caller.vcpu)) {
    return Outcome("none").Returns(kInvalidIntid);
  }
  // takes: The interrupt is acknowledged.
  return Outcome("takes")
      .Returns(facts.FirstInterrupt(caller.vm, caller.vcpu))
      .Does(EffectId::kTakeInterrupt,
            {caller.vm, caller.vcpu, facts.FirstInterrupt(caller.vm, caller.vcpu)});
}

// Makes a virtual interrupt of a vCPU pending. A secondary may do so to its own vCPUs only. Returns
// -1 when there is no such vCPU or interrupt or the caller may not; 1 to the primary when it should
// run or kick the target; else 0.
template <class Facts>
Outcome InterruptInject(const Facts& facts, Caller caller, const InterruptInjectArgs& args) {
  // bad_intid: There is no such interrupt.
  if (args.intid >= kNumIntids) return Outcome("bad_intid").Returns(-1);
  // not_allowed: A secondary reaches its own vCPUs only.
  if (!caller.is_primary() && args.target_vm_id != caller.vm) {
    return Outcome("not_allowed").Returns(-1);
  }
  // no_vm: There is no such VM.
  if (!facts.VmExists(args.target_vm_id)) return Outcome("no_vm").Returns(-1);
  // no_vcpu: There is no such vCPU.
  if (!facts.VcpuExists(args.target_vm_id, args.target_vcpu_idx)) {
    return Outcome("no_vcpu").Returns(-1);
  }
  // no_change: The target has no reason to act on it, or has one to act already.
  if (!facts.InterruptEnabled(args.target_vm_id, args.target_vcpu_idx, args.intid) ||
      facts.InterruptWaiting(args.target_vm_id, args.target_vcpu_idx)) {
    return Outcome("no_change")
        .Returns(0)
        .Does(EffectId::kInjectInterrupt, {args.target_vm_id, args.target_vcpu_idx, args.intid});
  }
  // primary_wakes: The target waited; the primary runs it.
  if (caller.is_primary() &&
      (facts.Vcpu(args.target_vm_id, args.target_vcpu_idx) == VcpuState::kBlockedInterrupt ||
       facts.Vcpu(args.target_vm_id, args.target_vcpu_idx) == VcpuState::kBlockedMailbox)) {
    return Outcome("primary_wakes")
        .Returns(1)
        .Moves(MachineId::kVcpu, {args.target_vm_id, args.target_vcpu_idx},
               From(VcpuState::kBlockedInterrupt, VcpuState::kBlockedMailbox), VcpuState::kReady)
        .Does(EffectId::kInjectInterrupt, {args.target_vm_id, args.target_vcpu_idx, args.intid});
  }
  // primary_kicks: The primary runs the target, or kicks it if it runs elsewhere.
  if (caller.is_primary()) {
    return Outcome("primary_kicks")
        .Returns(1)
        .Does(EffectId::kInjectInterrupt, {args.target_vm_id, args.target_vcpu_idx, args.intid});
  }
  // to_self: The target takes the interrupt on return from the call.
  if (args.target_vcpu_idx == caller.vcpu) {
    return Outcome("to_self")
        .Returns(0)
        .Does(EffectId::kInjectInterrupt, {args.target_vm_id, args.target_vcpu_idx, args.intid});
  }
  // wakes: The target waited; the primary is asked to run it.
  if (facts.Vcpu(args.target_vm_id, args.target_vcpu_idx) == VcpuState::kBlockedInterrupt ||
      facts.Vcpu(args.target_vm_id, args.target_vcpu_idx) == VcpuState::kBlockedMailbox) {
    return Outcome("wakes")
        .Returns(0)
        .Leaves(VcpuRunReturn::WakeUp(args.target_vm_id,
                                      static_cast<uint16_t>(args.target_vcpu_idx)))
        .Moves(MachineId::kVcpu, {args.target_vm_id, args.target_vcpu_idx},
               From(VcpuState::kBlockedInterrupt, VcpuState::kBlockedMailbox), VcpuState::kReady)
        .Moves(MachineId::kVcpu, {caller.vm, caller.vcpu}, From(VcpuState::kRunning),
               VcpuState::kReady)
        .Does(EffectId::kInjectInterrupt, {args.target_vm_id, args.target_vcpu_idx, args.intid});
  }
  // kicks: The primary is asked to run the target, or to kick it if it runs elsewhere.
  return Outcome("kicks")
      .Returns(0)
      .Leaves(VcpuRunReturn::WakeUp(args.target_vm_id, static_cast<uint16_t>(args.target_vcpu_idx)))
      .Moves(MachineId::kVcpu, {caller.vm, caller.vcpu}, From(VcpuState::kRunning),
             VcpuState::kReady)
      .Does(EffectId::kInjectInterrupt, {args.target_vm_id, args.target_vcpu_idx, args.intid});
}

// Gives, lends or shares memory to another VM, where it appears at the same address. The memory is
// zeroed first. Memory that the caller does not own it can give back to its owner. Returns 0, or -1
// with nothing changed.
template <class Facts>
Outcome ShareMemory(const Facts& facts, Caller caller, const ShareMemoryArgs& args) {
  // empty: There is nothing to pass on.
  if (args.size == 0) return Outcome("empty").Returns(-1);
  // bad_mode: The mode is unknown.
  if (args.share != Share::kGive && args.share != Share::kLend && args.share != Share::kShare) {
    return Outcome("bad_mode").Returns(-1);
  }
  // to_self: The caller has the memory already.
  if (args.vm_id == caller.vm) return Outcome("to_self").Returns(-1);
  // no_vm: There is no such VM.
  if (!facts.VmExists(args.vm_id)) return Outcome("no_vm").Returns(-1);
  // unaligned: The range is not one of whole pages, or wraps around.
  if (!facts.RangeAligned(args.addr, args.size)) return Outcome("unaligned").Returns(-1);
  // not_ram: Devices and holes are never shared.
  if (!facts.RangeIsRam(args.addr, args.size)) return Outcome("not_ram").Returns(-1);
  // not_uniform: The caller has the range partly, or in different ways.
  if (!facts.RangeUniform(caller.vm, args.addr, args.size)) {
    return Outcome("not_uniform").Returns(-1);
  }
  // not_exclusive: The caller may not pass the memory on, and does not give it back to its owner.
  if (!facts.RangeExclusive(caller.vm, args.addr, args.size) &&
      !(args.share == Share::kGive && !facts.RangeOwned(caller.vm, args.addr, args.size) &&
        facts.RangeOwned(args.vm_id, args.addr, args.size) &&
        facts.RangeUniform(args.vm_id, args.addr, args.size))) {
    return Outcome("not_exclusive").Returns(-1);
  }
  // no_memory: The page tables cannot be extended.
  if (!facts.TablesAvailable()) return Outcome("no_memory").Returns(-1);
  // gives: The recipient has the memory for its own.
  if (args.share == Share::kGive) {
    return Outcome("gives")
        .Returns(0)
        .Does(EffectId::kZeroMemory, {args.addr, args.size})
        .Does(EffectId::kGiveMemory, {caller.vm, args.vm_id, args.addr, args.size});
  }
  // lends: The recipient has the memory until it gives it back.
  if (args.share == Share::kLend) {
    return Outcome("lends")
        .Returns(0)
        .Does(EffectId::kZeroMemory, {args.addr, args.size})
        .Does(EffectId::kLendMemory, {caller.vm, args.vm_id, args.addr, args.size});
  }
  // shares: Both have the memory.
  return Outcome("shares")
      .Returns(0)
      .Does(EffectId::kZeroMemory, {args.addr, args.size})
      .Does(EffectId::kShareMemory, {caller.vm, args.vm_id, args.addr, args.size});
}

// Returns the level of this interface that the calling VM is served at. At levels below 1.1 the
// call is unknown and gives -1.
template <class Facts>
Outcome AbiVersion(const Facts& facts, Caller caller) {
  // level: The level does not change while the VM lives.
  return Outcome("level")
      .Returns(VersionReturn{static_cast<uint16_t>(facts.AbiMajor(caller.vm)),
                             static_cast<uint16_t>(facts.AbiMinor(caller.vm))});
}

// The VM has been loaded: only its first vCPU is started.
template <class Facts>
Outcome Loaded(const Facts&, Caller caller) {
  // starts: The vCPU is at the image's first instruction; the others are off.
  return Outcome("starts")
      .Moves(MachineId::kVcpu, {caller.vm, 0}, From(VcpuState::kOff), VcpuState::kReady);
}

// A physical interrupt arrived while the vCPU ran.
template <class Facts>
Outcome PhysicalInterrupt(const Facts&, Caller caller) {
  // primary: The primary owns the physical interrupts and takes it without the hypervisor.
  if (caller.is_primary()) return Outcome("primary");
  // preempts: The interrupt is delivered to the primary.
  return Outcome("preempts")
      .Leaves(VcpuRunReturn::Preempted())
      .Moves(MachineId::kVcpu, {caller.vm, caller.vcpu}, From(VcpuState::kRunning),
             VcpuState::kReady);
}

// The vCPU executed WFI; it continues after the instruction.
template <class Facts>
Outcome WaitForInterrupt(const Facts& facts, Caller caller) {
  // primary: The primary waits on the CPU itself.
  if (caller.is_primary()) return Outcome("primary");
  // continues: An interrupt that is pending ends the wait before it begins.
  if (facts.InterruptWaiting(caller.vm, caller.vcpu)) return Outcome("continues");
  // sleeps: The vCPU waits, at most until its timer expires.
  if (facts.TimerArmed(caller.vm, caller.vcpu)) {
    return Outcome("sleeps")
        .Leaves(VcpuRunReturn::Sleep(facts.TimerLeft(caller.vm, caller.vcpu)))
        .Moves(MachineId::kVcpu, {caller.vm, caller.vcpu}, From(VcpuState::kRunning),
               VcpuState::kBlockedInterrupt);
  }
  // waits: The vCPU waits.
  return Outcome("waits")
      .Leaves(VcpuRunReturn::WaitForInterrupt())
      .Moves(MachineId::kVcpu, {caller.vm, caller.vcpu}, From(VcpuState::kRunning),
             VcpuState::kBlockedInterrupt);
}

// A vCPU stops waiting in MailboxReceive(): this is what the call returns when the vCPU runs again,
// whatever becomes of the mailbox meanwhile.
template <class Facts>
Outcome ReceiveEnds(const Facts& facts, Caller caller) {
  // message: A message was delivered to this vCPU.
  if (facts.Delivered(caller.vm, caller.vcpu)) {
    return Outcome("message")
        .Returns(MailboxReceiveReturn{facts.MessageSender(caller.vm),
                                      static_cast<uint32_t>(facts.MessageSize(caller.vm))});
  }
  // interrupted: An interrupt ended the wait.
  return Outcome("interrupted").Returns(MailboxReceiveReturn{kInvalidVmId, 0});
}

// The vCPU's own virtual timer expired while it ran.
template <class Facts>
Outcome TimerExpired(const Facts&, Caller caller) {
  // primary: The primary's timers are its own.
  if (caller.is_primary()) return Outcome("primary");
  // fires: The guest sees the virtual interrupt, and unmasks the timer when it has dealt with it.
  return Outcome("fires")
      .Does(EffectId::kInjectInterrupt, {caller.vm, caller.vcpu, kVirtualTimerIntid})
      .Does(EffectId::kMaskTimer, {caller.vm, caller.vcpu});
}

// The vCPU is about to leave its CPU, by a row of a call or of another event.
template <class Facts>
Outcome Leaves(const Facts& facts, Caller caller) {
  // aborting: Another vCPU of its VM aborted while it ran: this takes the place of what the row
  // says.
  if (facts.Vm(caller.vm) == VmState::kAborting) {
    return Outcome("aborting")
        .Leaves(VcpuRunReturn::Aborted())
        .Moves(MachineId::kVcpu, {caller.vm, caller.vcpu}, From(VcpuState::kRunning),
               VcpuState::kAborted);
  }
  // leaves: It leaves as the row says.
  return Outcome("leaves");
}

// The vCPU did something that it may not: an access to memory that its VM does not have, or
// anything else that reaches the hypervisor and is not handled.
template <class Facts>
Outcome Abort(const Facts&, Caller caller) {
  // primary: The machine's only scheduler is not stopped: it gets the exception that a bus would
  // give it.
  if (caller.is_primary()) {
    return Outcome("primary").Does(EffectId::kInjectException, {caller.vm, caller.vcpu});
  }
  // aborts: The VM makes no more progress; to all others it looks as before.
  return Outcome("aborts")
      .Leaves(VcpuRunReturn::Aborted())
      .Moves(MachineId::kVcpu, {caller.vm, caller.vcpu}, From(VcpuState::kRunning),
             VcpuState::kAborted)
      .Moves(MachineId::kVm, {caller.vm}, From(VmState::kRunning, VmState::kAborting),
             VmState::kAborting);
}

// Any call of a VM of a level, with its registers x0 to x3; a number that no call of that level has
// is the row "unknown".
template <class Facts>
Outcome AnyCall(const Facts& facts, Caller caller, Level level, uint64_t x0, uint64_t x1,
                uint64_t x2, uint64_t x3) {
  static_assert(HasFacts<Facts>());
  const auto call = static_cast<abi::Call>(static_cast<uint32_t>(x0) & kIdMask);
  if (level < SinceOf(call)) return Outcome("unknown").Returns(kUnknownResult);
  switch (call) {
    case abi::Call::kVmGetId:
      return VmGetId(facts, caller);
    case abi::Call::kVmGetCount:
      return VmGetCount(facts, caller);
    case abi::Call::kVcpuGetCount:
      return VcpuGetCount(facts, caller, VcpuGetCountArgs::Decode(x1));
    case abi::Call::kVcpuRun:
      return VcpuRun(facts, caller, VcpuRunArgs::Decode(x1, x2));
    case abi::Call::kVcpuYield:
      return VcpuYield(facts, caller);
    case abi::Call::kVmConfigure:
      return VmConfigure(facts, caller, VmConfigureArgs::Decode(x1, x2));
    case abi::Call::kMailboxSend:
      return MailboxSend(facts, caller, MailboxSendArgs::Decode(x1, x2, x3));
    case abi::Call::kMailboxReceive:
      return MailboxReceive(facts, caller, MailboxReceiveArgs::Decode(x1));
    case abi::Call::kMailboxClear:
      return MailboxClear(facts, caller);
    case abi::Call::kMailboxWritableGet:
      return MailboxWritableGet(facts, caller);
    case abi::Call::kMailboxWaiterGet:
      return MailboxWaiterGet(facts, caller, MailboxWaiterGetArgs::Decode(x1));
    case abi::Call::kInterruptEnable:
      return InterruptEnable(facts, caller, InterruptEnableArgs::Decode(x1, x2));
    case abi::Call::kInterruptGet:
      return InterruptGet(facts, caller);
    case abi::Call::kInterruptInject:
      return InterruptInject(facts, caller, InterruptInjectArgs::Decode(x1, x2, x3));
    case abi::Call::kShareMemory:
      return ShareMemory(facts, caller, ShareMemoryArgs::Decode(x1, x2, x3));
    case abi::Call::kAbiVersion:
      return AbiVersion(facts, caller);
  }
  return Outcome("unknown").Returns(kUnknownResult);
}

// Any event.
template <class Facts>
Outcome AnyEvent(const Facts& facts, Caller caller, EventId event) {
  static_assert(HasFacts<Facts>());
  switch (event) {
    case EventId::kLoaded:
      return Loaded(facts, caller);
    case EventId::kPhysicalInterrupt:
      return PhysicalInterrupt(facts, caller);
    case EventId::kWaitForInterrupt:
      return WaitForInterrupt(facts, caller);
    case EventId::kReceiveEnds:
      return ReceiveEnds(facts, caller);
    case EventId::kTimerExpired:
      return TimerExpired(facts, caller);
    case EventId::kLeaves:
      return Leaves(facts, caller);
    case EventId::kAbort:
      return Abort(facts, caller);
  }
  return Outcome("unknown");
}

}  // namespace hf::abi::model::rows

#endif  // ABI_MODEL_ROWS_H_
