// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Generated from abi/hafnia.proto; do not edit.
//
// The hypercall ABI for C++20 guests: the calls, with types that keep numbers apart and results
// that have to be looked at. See hf/base.h for VmId, Maybe and the like.

#ifndef HF_HF_H_
#define HF_HF_H_

#include <hf/base.h>
#include <hf/call.h>

#include <cstdint>

namespace hf::guest {

/// The VM that boots first and schedules all others.
inline constexpr VmId kPrimaryVmId = {HF_PRIMARY_VM_ID};

/// The id of no VM.
inline constexpr VmId kInvalidVmId = {HF_INVALID_VM_ID};

/// The index of no vCPU.
inline constexpr VcpuIndex kInvalidVcpu = {HF_INVALID_VCPU};

/// The most that a message can hold, in bytes: one page.
inline constexpr uint64_t kMailboxSize = HF_MAILBOX_SIZE;

/// The number of virtual interrupts that a vCPU has.
inline constexpr uint32_t kNumIntids = HF_NUM_INTIDS;

/// The number of no virtual interrupt.
inline constexpr Intid kInvalidIntid = {HF_INVALID_INTID};

/// The virtual interrupt of a VM whose mailbox holds a message.
inline constexpr Intid kMailboxReadableIntid = {HF_MAILBOX_READABLE_INTID};

/// The virtual interrupt of a VM that waits for another's mailbox, now writable.
inline constexpr Intid kMailboxWritableIntid = {HF_MAILBOX_WRITABLE_INTID};

/// The virtual interrupt of the vCPU's own virtual timer; seen only by a guest that enables it.
inline constexpr Intid kVirtualTimerIntid = {HF_VIRTUAL_TIMER_INTID};

/// The major version that AbiVersion() appears to give where it is unknown: a VM that reads -1 is
/// served at level 1.0 or below.
inline constexpr uint32_t kInvalidVersion = HF_INVALID_VERSION;

/// Why a vCPU left its CPU: what VcpuRun() returns to the primary's scheduler.
enum class RunCode : uint32_t {
  /// The vCPU was preempted and has work left.
  ///
  /// Scheduler: Run the vCPU again when its quantum allows.
  kPreempted = HF_VCPU_RUN_PREEMPTED,
  /// The vCPU gave up the CPU but is ready.
  ///
  /// Scheduler: Let others run; the vCPU must be run again later.
  kYield = HF_VCPU_RUN_YIELD,
  /// The vCPU is blocked until it is sent an interrupt or a message.
  ///
  /// Scheduler: Do not run the vCPU until it is sent an interrupt or a message, or is the target of
  /// kWakeUp.
  kWaitForInterrupt = HF_VCPU_RUN_WAIT_FOR_INTERRUPT,
  /// Another vCPU has something to do.
  ///
  /// Scheduler: Run the named vCPU: wake it if it is blocked, kick it (preempt it and run it again)
  /// if it runs elsewhere. kInvalidVcpu names no vCPU in particular: the VM has a message that none
  /// of its vCPUs waits for.
  kWakeUp = HF_VCPU_RUN_WAKE_UP,
  /// A message for the primary is in its receive page.
  ///
  /// Scheduler: Take the message of the given size from the receive page and clear the mailbox; the
  /// sender's vCPU is ready.
  kMessage = HF_VCPU_RUN_MESSAGE,
  /// The vCPU is blocked as with kWaitForInterrupt, but for a limited time.
  ///
  /// Scheduler: As kWaitForInterrupt, but run the vCPU after at most the given time.
  kSleep = HF_VCPU_RUN_SLEEP,
  /// The vCPU's mailbox became writable and other VMs wait for it.
  ///
  /// Scheduler: Call MailboxWaiterGet() for the vCPU's VM until it returns -1 and inject
  /// kMailboxWritableIntid into each VM that it names; the vCPU is ready.
  kNotifyWaiters = HF_VCPU_RUN_NOTIFY_WAITERS,
  /// The vCPU aborted and with it its whole VM.
  ///
  /// Scheduler: Treat as kWaitForInterrupt for this vCPU and as kWakeUp for all others of its VM.
  kAborted = HF_VCPU_RUN_ABORTED,
};

/// How ShareMemory() passes memory on.
enum class Share : uint32_t {
  /// Ownership and access move to the recipient.
  kGive = HF_MEMORY_GIVE,
  /// Access moves to the recipient; ownership stays.
  kLend = HF_MEMORY_LEND,
  /// The recipient gets access too; ownership stays.
  kShare = HF_MEMORY_SHARE,
};

/// Why a vCPU left its CPU, and what the scheduler needs to know about it.
class VcpuRunReturn {
 public:
  /// The vCPU was preempted and has work left.
  struct Preempted {};
  /// The vCPU gave up the CPU but is ready.
  struct Yield {};
  /// The vCPU is blocked until it is sent an interrupt or a message.
  struct WaitForInterrupt {};
  /// Another vCPU has something to do.
  struct WakeUp {
    /// The VM of the vCPU to be run.
    VmId vm_id;
    /// The vCPU to be run, or kInvalidVcpu.
    Maybe<VcpuIndex> vcpu;
  };
  /// A message for the primary has arrived.
  struct Message {
    /// The message's size, in bytes.
    uint32_t size;
  };
  /// The vCPU is blocked for a limited time.
  struct Sleep {
    /// The time after which the vCPU is to be run at the latest, in nanoseconds.
    uint64_t ns;
  };
  /// The vCPU's mailbox became writable and other VMs wait for it.
  struct NotifyWaiters {};
  /// The vCPU aborted and with it its whole VM.
  struct Aborted {};
  /// A code that this version of the binding does not know.
  struct Unknown {
    /// The code.
    RunCode code;
  };

  /// From the C binding's structure.
  explicit constexpr VcpuRunReturn(const struct hf_vcpu_run_return& value) : value_(value) {}

  /// Why the vCPU left. Decoding an unknown code gives that code and no payload.
  constexpr RunCode code() const { return static_cast<RunCode>(value_.code); }

  /// What comes with kWakeUp; none with another code.
  constexpr Maybe<WakeUp> wake_up() const {
    if (code() != RunCode::kWakeUp) return {};
    return WakeUp{
        .vm_id = VmId{value_.wake_up.vm_id},
        .vcpu = NoneIf(value_.wake_up.vcpu == HF_INVALID_VCPU, VcpuIndex{value_.wake_up.vcpu})};
  }

  /// What comes with kMessage; none with another code.
  constexpr Maybe<Message> message() const {
    if (code() != RunCode::kMessage) return {};
    return Message{.size = value_.message.size};
  }

  /// What comes with kSleep; none with another code.
  constexpr Maybe<Sleep> sleep() const {
    if (code() != RunCode::kSleep) return {};
    return Sleep{.ns = value_.sleep.ns};
  }

  /// Calls the visitor with the alternative that this is and returns what it returns. It has to
  /// take every alternative, and return one type. For a visitor made of lambdas there is
  /// Overloaded.
  template <typename Visitor>
  constexpr auto Visit(Visitor&& visitor) const {
    switch (code()) {
      case RunCode::kPreempted:
        return visitor(Preempted{});
      case RunCode::kYield:
        return visitor(Yield{});
      case RunCode::kWaitForInterrupt:
        return visitor(WaitForInterrupt{});
      case RunCode::kWakeUp:
        return visitor(*wake_up());
      case RunCode::kMessage:
        return visitor(*message());
      case RunCode::kSleep:
        return visitor(*sleep());
      case RunCode::kNotifyWaiters:
        return visitor(NotifyWaiters{});
      case RunCode::kAborted:
        return visitor(Aborted{});
    }
    return visitor(Unknown{code()});
  }

 private:
  struct hf_vcpu_run_return value_;
};

/// A message that was received, or none.
struct MailboxReceiveReturn {
  /// The sender, or kInvalidVmId when there is no message.
  VmId vm_id;
  /// The message's size, in bytes.
  uint32_t size;

  /// From the C binding's structure; none if that says so.
  static constexpr Maybe<MailboxReceiveReturn> From(const struct hf_mailbox_receive_return& value) {
    if (value.vm_id == HF_INVALID_VM_ID) return {};
    return MailboxReceiveReturn{.vm_id = VmId{value.vm_id}, .size = value.size};
  }

  friend constexpr bool operator==(const MailboxReceiveReturn&,
                                   const MailboxReceiveReturn&) = default;
};

/// A level of this interface.
struct VersionReturn {
  /// The major number, or kInvalidVersion where there is no AbiVersion().
  uint16_t major;
  /// The minor number.
  uint16_t minor;

  /// From the C binding's structure; none if that says so.
  static constexpr Maybe<VersionReturn> From(const struct hf_version_return& value) {
    if (value.major == HF_INVALID_VERSION) return {};
    return VersionReturn{.major = value.major, .minor = value.minor};
  }

  friend constexpr bool operator==(const VersionReturn&, const VersionReturn&) = default;
};

/// Returns the id of the calling VM.
inline VmId VmGetId() {
  const uint32_t result = hf_vm_get_id();
  return VmId{result};
}

/// Returns the number of VMs, the primary included.
inline uint64_t VmGetCount() {
  const int64_t result = hf_vm_get_count();
  return static_cast<uint64_t>(result);
}

/// Returns the number of a VM's vCPUs, or -1 when there is no such VM. For the primary only. Here
/// -1 is the result without a value.
///
/// \param vm_id The VM to ask about.
inline Result<uint64_t> VcpuGetCount(VmId vm_id) {
  const int64_t result = hf_vcpu_get_count(vm_id.value);
  if (result < 0) return {};
  return static_cast<uint64_t>(result);
}

/// Runs a vCPU of a secondary VM on this CPU until something happens that the scheduler must know;
/// returns what. For the primary only. A vCPU that cannot be run gives kWaitForInterrupt.
///
/// \param vm_id The VM that the vCPU belongs to: a secondary.
/// \param vcpu The vCPU's index.
inline VcpuRunReturn VcpuRun(VmId vm_id, VcpuIndex vcpu) {
  return VcpuRunReturn(hf_vcpu_run(vm_id.value, vcpu.value));
}

/// Gives up the CPU; the calling vCPU stays ready. Returns 0.
inline void VcpuYield() { hf_vcpu_yield(); }

/// Makes two different pages of the calling VM its mailbox: one to send from, one to receive in.
/// Both are aligned to pages, owned by the VM and not shared; a VM does this once. Returns 0, or 1
/// to the primary when VMs wait for its mailbox (it calls MailboxWaiterGet()), or -1 with nothing
/// changed. Here -1 is the result without a value.
///
/// \param send The page from which the VM's messages are sent.
/// \param receive The page in which messages to the VM arrive.
inline Result<bool> VmConfigure(Ipa send, Ipa receive) {
  const int64_t result = hf_vm_configure(send.value, receive.value);
  if (result < 0) return {};
  return result != 0;
}

/// Sends the first bytes of the caller's send page to another VM. To a secondary caller returns 0;
/// to the primary the index of the vCPU to run, or kInvalidVcpu when none waited for the message.
/// Returns -1 when the message cannot be sent; if that is because the recipient's mailbox is busy
/// and `notify` is set, the caller gets kMailboxWritableIntid when it can try again. Here -1 is the
/// result without a value.
///
/// \param vm_id The recipient.
/// \param size The message's size, at most kMailboxSize, in bytes.
/// \param notify Ask to be told when a busy recipient's mailbox becomes writable.
inline Result<Maybe<VcpuIndex>> MailboxSend(VmId vm_id, uint64_t size, bool notify) {
  const int64_t result = hf_mailbox_send(vm_id.value, size, notify);
  if (result < 0) return {};
  return NoneIf(result == HF_INVALID_VCPU, VcpuIndex{static_cast<uint32_t>(result)});
}

/// Takes the message that has arrived; without one, waits for it if `block` is set. Returns the
/// sender and the size, or kInvalidVmId when there is no message or an interrupt ended the wait.
/// For secondaries only: the primary gets its messages from VcpuRun().
///
/// \param block Wait for a message if there is none.
inline Maybe<MailboxReceiveReturn> MailboxReceive(bool block) {
  return MailboxReceiveReturn::From(hf_mailbox_receive(block));
}

/// Gives the receive page back, so that the next message can arrive. Returns 0, or 1 to the primary
/// when VMs wait for its mailbox (it calls MailboxWaiterGet()), or -1 when no message had been
/// taken. Here -1 is the result without a value.
inline Result<bool> MailboxClear() {
  const int64_t result = hf_mailbox_clear();
  if (result < 0) return {};
  return result != 0;
}

/// Returns the id of the next VM whose mailbox became writable since the caller asked to be told by
/// MailboxSend(): each once, in order. Returns -1 when there is none. Here -1 is the result without
/// a value.
inline Result<VmId> MailboxWritableGet() {
  const int64_t result = hf_mailbox_writable_get();
  if (result < 0) return {};
  return VmId{static_cast<uint32_t>(result)};
}

/// Returns the id of the next VM to be told that a mailbox is writable, and takes it off the list
/// of that mailbox's waiters. Returns -1 when there is no such VM, when its mailbox is not writable
/// and when nobody waits. For the primary only. Here -1 is the result without a value.
///
/// \param vm_id The VM whose mailbox is waited for.
inline Result<VmId> MailboxWaiterGet(VmId vm_id) {
  const int64_t result = hf_mailbox_waiter_get(vm_id.value);
  if (result < 0) return {};
  return VmId{static_cast<uint32_t>(result)};
}

/// Enables or disables a virtual interrupt of the calling vCPU. Returns 0, or -1 when there is no
/// such interrupt. A pending one that becomes enabled is delivered; one that becomes disabled stays
/// pending. Here -1 is the result without a value.
///
/// \param intid The virtual interrupt.
/// \param enable Enable it, rather than disable it.
inline Result<Unit> InterruptEnable(Intid intid, bool enable) {
  const int64_t result = hf_interrupt_enable(intid.value, enable);
  if (result < 0) return {};
  return Unit{};
}

/// Returns the lowest virtual interrupt of the calling vCPU that is enabled and pending, which
/// stops being pending, or kInvalidIntid when there is none.
inline Maybe<Intid> InterruptGet() {
  const uint32_t result = hf_interrupt_get();
  return NoneIf(result == HF_INVALID_INTID, Intid{result});
}

/// Makes a virtual interrupt of a vCPU pending. A secondary may do so to its own vCPUs only.
/// Returns -1 when there is no such vCPU or interrupt or the caller may not; 1 to the primary when
/// it should run or kick the target; else 0. Here -1 is the result without a value.
///
/// \param target_vm_id The VM of the target.
/// \param target_vcpu_idx The target's index.
/// \param intid The virtual interrupt.
inline Result<bool> InterruptInject(VmId target_vm_id, VcpuIndex target_vcpu_idx, Intid intid) {
  const int64_t result =
      hf_interrupt_inject(target_vm_id.value, target_vcpu_idx.value, intid.value);
  if (result < 0) return {};
  return result != 0;
}

/// Gives, lends or shares memory to another VM, where it appears at the same address. The memory is
/// zeroed first. Memory that the caller does not own it can give back to its owner. Returns 0, or
/// -1 with nothing changed. Here -1 is the result without a value.
///
/// \param vm_id The VM that gets the memory.
/// \param addr The memory's start.
/// \param size The memory's size, in bytes.
/// \param share How the memory is passed on.
inline Result<Unit> ShareMemory(VmId vm_id, Ipa addr, uint64_t size, Share share) {
  const int64_t result =
      hf_share_memory(vm_id.value, addr.value, size, static_cast<enum hf_share>(share));
  if (result < 0) return {};
  return Unit{};
}

/// Returns the level of this interface that the calling VM is served at. At levels below 1.1 the
/// call is unknown and gives -1.
inline Maybe<VersionReturn> AbiVersion() { return VersionReturn::From(hf_abi_version()); }

}  // namespace hf::guest

#endif  // HF_HF_H_
