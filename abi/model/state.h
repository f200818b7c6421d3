// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The abstract state of the hypervisor, as abi/hafnia.proto declares it: its facts and state
// machines to ask for, its effects to do, under the IDL's names. What rows make of it is generated:
// rows.h says what a call does, apply.h does it.
//
//   State state;
//   state.AddVm(1);                                          // the primary, of 1 vCPU
//   state.AddVm(2);                                          // VM 1
//   const Outcome outcome = rows::MailboxSend(state, {0, 0}, {1, 8, false});
//   Apply(state, outcome);
//
// A new fact or effect of the IDL does not compile until it is here. Questions about VMs and vCPUs
// that there are not have an answer: no, 0, the initial state; what is done to them is nothing.
//
// Copied, compared and hashed as a whole. Freestanding. Time stands still but for Pass().

#ifndef ABI_MODEL_STATE_H_
#define ABI_MODEL_STATE_H_

#include <cstddef>
#include <cstdint>

#include "abi/el2/types.h"
#include "abi/model/ids.h"
#include "abi/model/list.h"
#include "abi/model/memory.h"

namespace hf::abi::model {

class State {
 public:
  // ---- At first ---------------------------------------------------------------------------------

  // Adds a VM of so many vCPUs, all in the initial state, and returns its id: the primary is first.
  // The level is the one that it is served at.
  // Requires fewer than kMostVms, and at most kMostVcpus.
  uint32_t AddVm(uint32_t vcpus, Level level = {1, 0});
  // RAM in whole pages; kNobody as owner is the hypervisor.
  static constexpr uint32_t kNobody = ~uint32_t{0};
  void AddRam(uint64_t begin, uint64_t end, uint32_t owner) { memory_.AddRam(begin, end, owner); }

  // ---- State machines ---------------------------------------------------------------------------

  MailboxState Mailbox(uint32_t vm) const { return Of(vm).mailbox; }
  VcpuState Vcpu(uint32_t vm, uint32_t vcpu) const { return Of(vm, vcpu).state; }
  VmState Vm(uint32_t vm) const { return Of(vm).life; }

  void SetMailbox(uint32_t vm, MailboxState to);
  // Keeps in mind who blocks in mailbox_receive, and whether a message is what ends that.
  void SetVcpu(uint32_t vm, uint32_t vcpu, VcpuState to);
  void SetVm(uint32_t vm, VmState to);

  // ---- Facts ------------------------------------------------------------------------------------

  bool VmExists(uint32_t vm) const { return vm < vms_.size(); }
  bool VcpuExists(uint32_t vm, uint32_t vcpu) const { return vcpu < Of(vm).vcpus.size(); }
  uint64_t VmCount() const { return vms_.size(); }
  uint64_t VcpuCount(uint32_t vm) const { return Of(vm).vcpus.size(); }
  uint64_t AbiMajor(uint32_t vm) const { return LevelOf(vm).major; }
  uint64_t AbiMinor(uint32_t vm) const { return LevelOf(vm).minor; }

  bool Configured(uint32_t vm) const { return Of(vm).configured; }
  bool HasWaiters(uint32_t vm) const { return !Of(vm).waiters.empty(); }
  uint32_t FirstWaiter(uint32_t vm) const { return HasWaiters(vm) ? Of(vm).waiters[0] : 0; }
  bool HasWritable(uint32_t vm) const { return !Of(vm).writable.empty(); }
  uint32_t FirstWritable(uint32_t vm) const { return HasWritable(vm) ? Of(vm).writable[0] : 0; }
  bool HasReceiver(uint32_t vm) const { return !Of(vm).receivers.empty(); }
  uint32_t Receiver(uint32_t vm) const { return HasReceiver(vm) ? Of(vm).receivers.back() : 0; }
  bool Delivered(uint32_t vm, uint32_t vcpu) const { return Of(vm, vcpu).delivered; }
  uint32_t MessageSender(uint32_t vm) const { return Of(vm).sender; }
  uint64_t MessageSize(uint32_t vm) const { return Of(vm).size; }

  bool InterruptEnabled(uint32_t vm, uint32_t vcpu, uint32_t intid) const;
  bool InterruptPending(uint32_t vm, uint32_t vcpu, uint32_t intid) const;
  bool InterruptWaiting(uint32_t vm, uint32_t vcpu) const {
    return (Of(vm, vcpu).enabled & Of(vm, vcpu).pending) != 0;
  }
  uint32_t FirstInterrupt(uint32_t vm, uint32_t vcpu) const;
  bool TimerArmed(uint32_t vm, uint32_t vcpu) const;
  bool TimerFired(uint32_t vm, uint32_t vcpu) const;
  // As much as SLEEP can say.
  uint64_t TimerLeft(uint32_t vm, uint32_t vcpu) const;

  bool PageAligned(uint64_t ipa) const { return ipa % kPageSize == 0; }
  bool PageIsRam(uint64_t ipa) const { return memory_.IsRam(ipa, 1); }
  bool PageExclusive(uint32_t vm, uint64_t ipa) const { return View(vm, ipa).exclusive; }
  bool PageReadWrite(uint32_t vm, uint64_t ipa) const {
    return View(vm, ipa).read && View(vm, ipa).write;
  }
  bool PageReadable(uint32_t vm, uint64_t ipa) const { return View(vm, ipa).read; }
  bool TablesAvailable() const { return tables_available; }
  bool RangeAligned(uint64_t ipa, uint64_t number) const {
    return ipa % kPageSize == 0 && number % kPageSize == 0 && ipa + number >= ipa;
  }
  bool RangeIsRam(uint64_t ipa, uint64_t number) const { return memory_.IsRam(ipa, number); }
  bool RangeUniform(uint32_t vm, uint64_t ipa, uint64_t number) const {
    return memory_.IsUniform(vm, ipa, number);
  }
  bool RangeExclusive(uint32_t vm, uint64_t ipa, uint64_t number) const {
    return memory_.IsExclusive(vm, ipa, number);
  }
  bool RangeOwned(uint32_t vm, uint64_t ipa, uint64_t number) const {
    return memory_.IsOwned(vm, ipa, number);
  }

  // ---- Effects ----------------------------------------------------------------------------------

  void SetMailbox(uint32_t vm, uint64_t send, uint64_t receive);
  void CopyMessage(uint32_t from, uint32_t to, uint64_t size);
  void AppendWaiter(uint32_t vm, uint32_t waiter);
  void TakeWaiter(uint32_t vm);
  void TakeWritable(uint32_t vm);
  void EnableInterrupt(uint32_t vm, uint32_t vcpu, uint32_t intid);
  void DisableInterrupt(uint32_t vm, uint32_t vcpu, uint32_t intid);
  void InjectInterrupt(uint32_t vm, uint32_t vcpu, uint32_t intid);
  void TakeInterrupt(uint32_t vm, uint32_t vcpu, uint32_t intid);
  void MaskTimer(uint32_t vm, uint32_t vcpu);
  // What memory holds is not part of the state.
  void ZeroMemory(uint64_t, uint64_t) {}
  void GiveMemory(uint32_t, uint32_t to, uint64_t ipa, uint64_t number) {
    memory_.Pass(to, ipa, number, true, false);
  }
  void LendMemory(uint32_t, uint32_t to, uint64_t ipa, uint64_t number) {
    memory_.Pass(to, ipa, number, false, false);
  }
  void ShareMemory(uint32_t, uint32_t to, uint64_t ipa, uint64_t number) {
    memory_.Pass(to, ipa, number, false, true);
  }
  // Nor is what a guest does about an exception.
  void InjectException(uint32_t, uint32_t) {}

  // After the effects and the moves of a row.
  void EndStep();

  // ---- What no row does -------------------------------------------------------------------------

  // Whether there is memory for page tables is for whoever asks to say.
  bool tables_available = true;
  // Of the timers' counter.
  uint64_t ticks_per_second = 1000;

  uint64_t now() const { return now_; }
  void Pass(uint64_t ticks) { now_ += ticks; }
  // A guest writes its timer: CNTV_CTL_EL0, of which ISTATUS is left out, and CNTV_CVAL_EL0.
  void SetTimer(uint32_t vm, uint32_t vcpu, uint64_t control, uint64_t compare);
  uint64_t timer_control(uint32_t vm, uint32_t vcpu) const { return Of(vm, vcpu).timer_control; }
  // The timer asserts its physical interrupt: the event TimerExpired, if the vCPU runs.
  bool TimerExpired(uint32_t vm, uint32_t vcpu) const;
  // The page's owner can only read it from now on: no row does that.
  void MakeReadOnly(uint64_t ipa) { memory_.MakeReadOnly(ipa); }
  // The event ReceiveEnds has been asked what the call returns.
  void EndReceive(uint32_t vm, uint32_t vcpu);

  Level LevelOf(uint32_t vm) const { return Of(vm).level; }
  // Requires Configured().
  uint64_t send_page(uint32_t vm) const { return Of(vm).send; }
  uint64_t receive_page(uint32_t vm) const { return Of(vm).receive; }
  model::View View(uint32_t vm, uint64_t page) const { return memory_.ViewOf(vm, page); }
  const Memory& memory() const { return memory_; }

  // Calls f(uint64_t) for all that the state consists of: equal states have equal sequences, and
  // only they.
  template <class F>
  void ForEachWord(F f) const;
  uint64_t Hash() const;

  bool operator==(const State&) const = default;

 private:
  struct VcpuPart {
    VcpuState state = kInitialVcpu;
    bool delivered = false;
    uint64_t enabled = 0;
    uint64_t pending = 0;
    uint64_t timer_control = 0;
    uint64_t timer_compare = 0;
    bool operator==(const VcpuPart&) const = default;
  };
  struct VmPart {
    Level level;
    VmState life = kInitialVm;
    MailboxState mailbox = kInitialMailbox;
    bool configured = false;
    // A message was copied in this step.
    bool arriving = false;
    uint32_t sender = 0;
    uint64_t size = 0;
    uint64_t send = 0;
    uint64_t receive = 0;
    List<uint8_t, kMostVcpus> receivers;  // blocked vCPUs: the last one gets the message
    List<uint8_t, kMostVms> waiters;      // VMs that wait for this one's mailbox, longest first
    List<uint8_t, kMostVms> writable;     // VMs whose mailboxes became writable, longest first
    List<VcpuPart, kMostVcpus> vcpus;
    bool operator==(const VmPart&) const = default;
  };

  const VmPart& Of(uint32_t vm) const { return vm < vms_.size() ? vms_[vm] : kNoVm; }
  const VcpuPart& Of(uint32_t vm, uint32_t vcpu) const {
    return vcpu < Of(vm).vcpus.size() ? vms_[vm].vcpus[vcpu] : kNoVcpu;
  }
  // Null if there is none.
  VmPart* Find(uint32_t vm) { return vm < vms_.size() ? &vms_[vm] : nullptr; }
  VcpuPart* Find(uint32_t vm, uint32_t vcpu) {
    return vcpu < Of(vm).vcpus.size() ? &vms_[vm].vcpus[vcpu] : nullptr;
  }

  static const VmPart kNoVm;
  static const VcpuPart kNoVcpu;

  uint64_t now_ = 0;
  List<VmPart, kMostVms> vms_;
  Memory memory_;
};

template <class F>
void State::ForEachWord(F f) const {
  const auto list = [&](const auto& items) {
    f(items.size());
    for (const auto item : items) f(item);
  };
  f(uint64_t{tables_available});
  f(ticks_per_second);
  f(now_);
  f(vms_.size());
  for (const VmPart& vm : vms_) {
    f(static_cast<uint64_t>(vm.life) | static_cast<uint64_t>(vm.mailbox) << 8 |
      uint64_t{vm.configured} << 16 | uint64_t{vm.arriving} << 24 | uint64_t{vm.sender} << 32);
    f(uint64_t{vm.level.major} << 32 | vm.level.minor);
    f(vm.size);
    f(vm.send);
    f(vm.receive);
    list(vm.receivers);
    list(vm.waiters);
    list(vm.writable);
    f(vm.vcpus.size());
    for (const VcpuPart& vcpu : vm.vcpus) {
      f(static_cast<uint64_t>(vcpu.state) | uint64_t{vcpu.delivered} << 8);
      f(vcpu.enabled);
      f(vcpu.pending);
      f(vcpu.timer_control);
      f(vcpu.timer_compare);
    }
  }
  memory_.ForEachRange([&](uint64_t begin, const Memory::Page& page) {
    f(begin);
    f(uint64_t{page.ram} | uint64_t{page.mailbox} << 1 | uint64_t{page.owner} << 8);
    uint64_t access = 0;
    for (const uint8_t of_vm : page.access) access = access << 8 | of_vm;
    f(access);
  });
}

}  // namespace hf::abi::model

#endif  // ABI_MODEL_STATE_H_
