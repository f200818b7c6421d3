// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Generated from abi/hafnia.proto; do not edit.
//
// The hypercall ABI as the hypervisor sees it: constants, codes, states, and how arguments and
// results lie in registers.

#ifndef ABI_EL2_TYPES_H_
#define ABI_EL2_TYPES_H_

#include <cstdint>

namespace hf::abi {

// The level of the ABI.
inline constexpr uint32_t kMajor = 1;
inline constexpr uint32_t kMinor = 1;

// The bits of x0 that select a call; the others are ignored.
inline constexpr uint32_t kIdMask = 0xbfffffff;
// The result of a number that no call has.
inline constexpr int64_t kUnknownResult = -1;

// The VM that boots first and schedules all others.
inline constexpr uint32_t kPrimaryVmId = 0;
// The id of no VM.
inline constexpr uint32_t kInvalidVmId = 0xffffffff;
// The index of no vCPU.
inline constexpr uint32_t kInvalidVcpu = 0xffff;
// The most that a message can hold, in bytes: one page.
inline constexpr uint64_t kMailboxSize = 4096;
// The number of virtual interrupts that a vCPU has.
inline constexpr uint32_t kNumIntids = 64;
// The number of no virtual interrupt.
inline constexpr uint32_t kInvalidIntid = 0xffffffff;
// The virtual interrupt of a VM whose mailbox holds a message.
inline constexpr uint32_t kMailboxReadableIntid = 1;
// The virtual interrupt of a VM that waits for another's mailbox, now writable.
inline constexpr uint32_t kMailboxWritableIntid = 2;
// The virtual interrupt of the vCPU's own virtual timer; seen only by a guest that enables it.
inline constexpr uint32_t kVirtualTimerIntid = 3;
// The major version that AbiVersion() appears to give where it is unknown: a VM that reads -1 is
// served at level 1.0 or below.
inline constexpr uint32_t kInvalidVersion = 0xffff;
// The most VMs that there are, with the primary.
inline constexpr uint32_t kMaxVms = 16;
// The most vCPUs that a VM has.
inline constexpr uint32_t kMaxVcpus = 8;
// The most physical CPUs that the hypervisor drives.
inline constexpr uint32_t kMaxCpus = 8;

// Why a vCPU left its CPU: what VcpuRun() returns to the primary's scheduler.
enum class RunCode : uint8_t {
  // The vCPU was preempted and has work left.
  kPreempted = 0,
  // The vCPU gave up the CPU but is ready.
  kYield = 1,
  // The vCPU is blocked until it is sent an interrupt or a message.
  kWaitForInterrupt = 2,
  // Another vCPU has something to do.
  kWakeUp = 3,
  // A message for the primary is in its receive page.
  kMessage = 4,
  // The vCPU is blocked as with kWaitForInterrupt, but for a limited time.
  kSleep = 5,
  // The vCPU's mailbox became writable and other VMs wait for it.
  kNotifyWaiters = 6,
  // The vCPU aborted and with it its whole VM.
  kAborted = 7,
};

// The name as in the IDL; "?" if there is none.
constexpr const char* Name(RunCode value) {
  switch (value) {
    case RunCode::kPreempted:
      return "PREEMPTED";
    case RunCode::kYield:
      return "YIELD";
    case RunCode::kWaitForInterrupt:
      return "WAIT_FOR_INTERRUPT";
    case RunCode::kWakeUp:
      return "WAKE_UP";
    case RunCode::kMessage:
      return "MESSAGE";
    case RunCode::kSleep:
      return "SLEEP";
    case RunCode::kNotifyWaiters:
      return "NOTIFY_WAITERS";
    case RunCode::kAborted:
      return "ABORTED";
  }
  return "?";
}

// How ShareMemory() passes memory on.
enum class Share : uint32_t {
  // Ownership and access move to the recipient.
  kGive = 0,
  // Access moves to the recipient; ownership stays.
  kLend = 1,
  // The recipient gets access too; ownership stays.
  kShare = 2,
};

// The name as in the IDL; "?" if there is none.
constexpr const char* Name(Share value) {
  switch (value) {
    case Share::kGive:
      return "GIVE";
    case Share::kLend:
      return "LEND";
    case Share::kShare:
      return "SHARE";
  }
  return "?";
}

// Where a VM's mailbox is in a message's life. A VM without a mailbox is empty too.
enum class MailboxState : uint8_t {
  // No message: the next can arrive.
  kEmpty = 0,
  // A message has arrived and the VM has not taken it yet.
  kReceived = 1,
  // The VM has taken the message and owns the receive page until MailboxClear().
  kRead = 2,
};

// The name as in the IDL; "?" if there is none.
constexpr const char* Name(MailboxState value) {
  switch (value) {
    case MailboxState::kEmpty:
      return "EMPTY";
    case MailboxState::kReceived:
      return "RECEIVED";
    case MailboxState::kRead:
      return "READ";
  }
  return "?";
}

// What a vCPU does. It runs on at most one CPU at a time.
enum class VcpuState : uint8_t {
  // Not started.
  kOff = 0,
  // Can be run.
  kReady = 1,
  // Runs on a CPU.
  kRunning = 2,
  // Waits in MailboxReceive() for a message or an interrupt.
  kBlockedMailbox = 3,
  // Waits for an interrupt.
  kBlockedInterrupt = 4,
  // Stopped for good.
  kAborted = 5,
};

// The name as in the IDL; "?" if there is none.
constexpr const char* Name(VcpuState value) {
  switch (value) {
    case VcpuState::kOff:
      return "OFF";
    case VcpuState::kReady:
      return "READY";
    case VcpuState::kRunning:
      return "RUNNING";
    case VcpuState::kBlockedMailbox:
      return "BLOCKED_MAILBOX";
    case VcpuState::kBlockedInterrupt:
      return "BLOCKED_INTERRUPT";
    case VcpuState::kAborted:
      return "ABORTED";
  }
  return "?";
}

// Whether a VM makes progress.
enum class VmState : uint8_t {
  // Its vCPUs can run.
  kRunning = 0,
  // One of its vCPUs aborted: none of them runs again.
  kAborting = 1,
};

// The name as in the IDL; "?" if there is none.
constexpr const char* Name(VmState value) {
  switch (value) {
    case VmState::kRunning:
      return "RUNNING";
    case VmState::kAborting:
      return "ABORTING";
  }
  return "?";
}

// The numbers of the calls.
enum class Call : uint32_t {
  kVmGetId = 0xff00,
  kVmGetCount = 0xff01,
  kVcpuGetCount = 0xff02,
  kVcpuRun = 0xff03,
  kVcpuYield = 0xff04,
  kVmConfigure = 0xff05,
  kMailboxSend = 0xff06,
  kMailboxReceive = 0xff07,
  kMailboxClear = 0xff08,
  kMailboxWritableGet = 0xff09,
  kMailboxWaiterGet = 0xff0a,
  kInterruptEnable = 0xff0b,
  kInterruptGet = 0xff0c,
  kInterruptInject = 0xff0d,
  kShareMemory = 0xff0e,
  kAbiVersion = 0xff0f,
};

// The name as in the IDL; "?" if there is none.
constexpr const char* Name(Call value) {
  switch (value) {
    case Call::kVmGetId:
      return "vm_get_id";
    case Call::kVmGetCount:
      return "vm_get_count";
    case Call::kVcpuGetCount:
      return "vcpu_get_count";
    case Call::kVcpuRun:
      return "vcpu_run";
    case Call::kVcpuYield:
      return "vcpu_yield";
    case Call::kVmConfigure:
      return "vm_configure";
    case Call::kMailboxSend:
      return "mailbox_send";
    case Call::kMailboxReceive:
      return "mailbox_receive";
    case Call::kMailboxClear:
      return "mailbox_clear";
    case Call::kMailboxWritableGet:
      return "mailbox_writable_get";
    case Call::kMailboxWaiterGet:
      return "mailbox_waiter_get";
    case Call::kInterruptEnable:
      return "interrupt_enable";
    case Call::kInterruptGet:
      return "interrupt_get";
    case Call::kInterruptInject:
      return "interrupt_inject";
    case Call::kShareMemory:
      return "share_memory";
    case Call::kAbiVersion:
      return "abi_version";
  }
  return "?";
}

// Arguments of VcpuGetCount().
struct VcpuGetCountArgs {
  // The VM to ask about.
  uint32_t vm_id;

  // From the call's registers; bits that belong to no argument are ignored.
  static constexpr VcpuGetCountArgs Decode(uint64_t x1) {
    return {.vm_id = static_cast<uint32_t>(x1)};
  }
};

// Arguments of VcpuRun().
struct VcpuRunArgs {
  // The VM that the vCPU belongs to: a secondary.
  uint32_t vm_id;
  // The vCPU's index.
  uint32_t vcpu;

  // From the call's registers; bits that belong to no argument are ignored.
  static constexpr VcpuRunArgs Decode(uint64_t x1, uint64_t x2) {
    return {.vm_id = static_cast<uint32_t>(x1), .vcpu = static_cast<uint32_t>(x2)};
  }
};

// Why a vCPU left its CPU, and what the scheduler needs to know about it.
struct VcpuRunReturn {
  // Another vCPU has something to do.
  struct WakeUpPayload {
    // The VM of the vCPU to be run.
    uint32_t vm_id;
    // The vCPU to be run, or kInvalidVcpu.
    uint16_t vcpu;
  };
  // A message for the primary has arrived.
  struct MessagePayload {
    // The message's size, in bytes.
    uint32_t size;
  };
  // The vCPU is blocked for a limited time.
  struct SleepPayload {
    // The time after which the vCPU is to be run at the latest, in nanoseconds.
    uint64_t ns;
  };

  // Why the vCPU left. Decoding an unknown code gives that code and no payload.
  RunCode code;
  union {
    WakeUpPayload wake_up;
    MessagePayload message;
    SleepPayload sleep;
  };

  // The vCPU was preempted and has work left.
  static constexpr VcpuRunReturn Preempted() { return {RunCode::kPreempted, {}}; }
  // The vCPU gave up the CPU but is ready.
  static constexpr VcpuRunReturn Yield() { return {RunCode::kYield, {}}; }
  // The vCPU is blocked until it is sent an interrupt or a message.
  static constexpr VcpuRunReturn WaitForInterrupt() { return {RunCode::kWaitForInterrupt, {}}; }
  // Another vCPU has something to do.
  static constexpr VcpuRunReturn WakeUp(uint32_t vm_id, uint16_t vcpu) {
    return {RunCode::kWakeUp, {.wake_up = {vm_id, vcpu}}};
  }
  // A message for the primary is in its receive page.
  static constexpr VcpuRunReturn Message(uint32_t size) {
    return {RunCode::kMessage, {.message = {size}}};
  }
  // The vCPU is blocked as with kWaitForInterrupt, but for a limited time.
  static constexpr VcpuRunReturn Sleep(uint64_t ns) { return {RunCode::kSleep, {.sleep = {ns}}}; }
  // The vCPU's mailbox became writable and other VMs wait for it.
  static constexpr VcpuRunReturn NotifyWaiters() { return {RunCode::kNotifyWaiters, {}}; }
  // The vCPU aborted and with it its whole VM.
  static constexpr VcpuRunReturn Aborted() { return {RunCode::kAborted, {}}; }

  constexpr uint64_t Encode() const {
    const uint64_t word = static_cast<uint64_t>(code);
    switch (code) {
      case RunCode::kWakeUp:
        return word | (uint64_t{wake_up.vm_id} << 32) | (uint64_t{wake_up.vcpu} << 16);
      case RunCode::kMessage:
        return word | (uint64_t{message.size} << 32);
      case RunCode::kSleep:
        return word | (sleep.ns << 8);
      default:
        return word;
    }
  }
  static constexpr VcpuRunReturn Decode(uint64_t x0) {
    switch (static_cast<RunCode>(x0)) {
      case RunCode::kWakeUp:
        return WakeUp(static_cast<uint32_t>(x0 >> 32), static_cast<uint16_t>(x0 >> 16));
      case RunCode::kMessage:
        return Message(static_cast<uint32_t>(x0 >> 32));
      case RunCode::kSleep:
        return Sleep(x0 >> 8);
      default:
        return {static_cast<RunCode>(x0), {}};
    }
  }

  friend constexpr bool operator==(const VcpuRunReturn& a, const VcpuRunReturn& b) {
    return a.Encode() == b.Encode();
  }
};

// Arguments of VmConfigure().
struct VmConfigureArgs {
  // The page from which the VM's messages are sent.
  uint64_t send;
  // The page in which messages to the VM arrive.
  uint64_t receive;

  // From the call's registers; bits that belong to no argument are ignored.
  static constexpr VmConfigureArgs Decode(uint64_t x1, uint64_t x2) {
    return {.send = x1, .receive = x2};
  }
};

// Arguments of MailboxSend().
struct MailboxSendArgs {
  // The recipient.
  uint32_t vm_id;
  // The message's size, at most kMailboxSize, in bytes.
  uint64_t size;
  // Ask to be told when a busy recipient's mailbox becomes writable.
  bool notify;

  // From the call's registers; bits that belong to no argument are ignored.
  static constexpr MailboxSendArgs Decode(uint64_t x1, uint64_t x2, uint64_t x3) {
    return {.vm_id = static_cast<uint32_t>(x1), .size = x2, .notify = x3 != 0};
  }
};

// Arguments of MailboxReceive().
struct MailboxReceiveArgs {
  // Wait for a message if there is none.
  bool block;

  // From the call's registers; bits that belong to no argument are ignored.
  static constexpr MailboxReceiveArgs Decode(uint64_t x1) { return {.block = x1 != 0}; }
};

// A message that was received, or none.
struct MailboxReceiveReturn {
  // The sender, or kInvalidVmId when there is no message.
  uint32_t vm_id;
  // The message's size, in bytes.
  uint32_t size;

  constexpr uint64_t Encode() const { return uint64_t{vm_id} | (uint64_t{size} << 32); }
  static constexpr MailboxReceiveReturn Decode(uint64_t x0) {
    return {.vm_id = static_cast<uint32_t>(x0), .size = static_cast<uint32_t>(x0 >> 32)};
  }

  friend constexpr bool operator==(const MailboxReceiveReturn& a, const MailboxReceiveReturn& b) {
    return a.Encode() == b.Encode();
  }
};

// Arguments of MailboxWaiterGet().
struct MailboxWaiterGetArgs {
  // The VM whose mailbox is waited for.
  uint32_t vm_id;

  // From the call's registers; bits that belong to no argument are ignored.
  static constexpr MailboxWaiterGetArgs Decode(uint64_t x1) {
    return {.vm_id = static_cast<uint32_t>(x1)};
  }
};

// Arguments of InterruptEnable().
struct InterruptEnableArgs {
  // The virtual interrupt.
  uint32_t intid;
  // Enable it, rather than disable it.
  bool enable;

  // From the call's registers; bits that belong to no argument are ignored.
  static constexpr InterruptEnableArgs Decode(uint64_t x1, uint64_t x2) {
    return {.intid = static_cast<uint32_t>(x1), .enable = x2 != 0};
  }
};

// Arguments of InterruptInject().
struct InterruptInjectArgs {
  // The VM of the target.
  uint32_t target_vm_id;
  // The target's index.
  uint32_t target_vcpu_idx;
  // The virtual interrupt.
  uint32_t intid;

  // From the call's registers; bits that belong to no argument are ignored.
  static constexpr InterruptInjectArgs Decode(uint64_t x1, uint64_t x2, uint64_t x3) {
    return {.target_vm_id = static_cast<uint32_t>(x1),
            .target_vcpu_idx = static_cast<uint32_t>(x2),
            .intid = static_cast<uint32_t>(x3)};
  }
};

// Arguments of ShareMemory().
struct ShareMemoryArgs {
  // The VM that gets the memory.
  uint32_t vm_id;
  // The memory's start.
  uint64_t addr;
  // The memory's size, in bytes.
  uint64_t size;
  // How the memory is passed on.
  Share share;

  // From the call's registers; bits that belong to no argument are ignored.
  static constexpr ShareMemoryArgs Decode(uint64_t x1, uint64_t x2, uint64_t x3) {
    return {.vm_id = static_cast<uint32_t>(x1 >> 32),
            .addr = x2,
            .size = x3,
            .share = static_cast<Share>(x1)};
  }
};

// A level of this interface.
struct VersionReturn {
  // The major number, or kInvalidVersion where there is no AbiVersion().
  uint16_t major;
  // The minor number.
  uint16_t minor;

  constexpr uint64_t Encode() const { return (uint64_t{major} << 16) | uint64_t{minor}; }
  static constexpr VersionReturn Decode(uint64_t x0) {
    return {.major = static_cast<uint16_t>(x0 >> 16), .minor = static_cast<uint16_t>(x0)};
  }

  friend constexpr bool operator==(const VersionReturn& a, const VersionReturn& b) {
    return a.Encode() == b.Encode();
  }
};

}  // namespace hf::abi

#endif  // ABI_EL2_TYPES_H_
