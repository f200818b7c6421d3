// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Generated from abi/hafnia.proto; do not edit.
//
// See dispatch.h.

#include "abi/el2/dispatch.h"

#include <array>
#include <cstdint>

namespace hf::abi {
namespace {

// Serves a call of the VM of an id, with the registers x1 to x3: they stay where they are until the
// handler takes them.
using Server = uint64_t (*)(CallContext&, uint32_t, uint64_t, uint64_t, uint64_t);

// Answers numbers without a call, and calls that are not served.
uint64_t Unknown(CallContext&, uint32_t, uint64_t, uint64_t, uint64_t) {
  return static_cast<uint64_t>(kUnknownResult);
}

uint64_t VmGetId(CallContext& context, uint32_t, uint64_t, uint64_t, uint64_t) {
  return calls::VmGetId(context);
}

uint64_t VmGetCount(CallContext& context, uint32_t, uint64_t, uint64_t, uint64_t) {
  return static_cast<uint64_t>(calls::VmGetCount(context));
}

uint64_t VcpuGetCount(CallContext& context, uint32_t caller_vm_id, uint64_t x1, uint64_t,
                      uint64_t) {
  const VcpuGetCountArgs args = VcpuGetCountArgs::Decode(x1);
  // not_primary: Only the primary schedules.
  if (caller_vm_id != kPrimaryVmId) return static_cast<uint64_t>(-1);
  return static_cast<uint64_t>(calls::VcpuGetCount(context, args));
}

// Of several levels, so one piece of code.
[[gnu::noinline]] uint64_t VcpuRun(CallContext& context, uint32_t caller_vm_id, uint64_t x1,
                                   uint64_t x2, uint64_t) {
  const VcpuRunArgs args = VcpuRunArgs::Decode(x1, x2);
  // not_primary: Only the primary schedules.
  if (caller_vm_id != kPrimaryVmId) return VcpuRunReturn::WaitForInterrupt().Encode();
  // is_primary: The primary's own vCPUs are not run by a call.
  if (args.vm_id == kPrimaryVmId) return VcpuRunReturn::WaitForInterrupt().Encode();
  return calls::VcpuRun(context, args).Encode();
}

uint64_t VcpuYield(CallContext& context, uint32_t caller_vm_id, uint64_t, uint64_t, uint64_t) {
  // primary: The primary has no one to yield to: nothing happens.
  if (caller_vm_id == kPrimaryVmId) return 0;
  return static_cast<uint64_t>(calls::VcpuYield(context));
}

// Of several levels, so one piece of code.
[[gnu::noinline]] uint64_t VmConfigure(CallContext& context, uint32_t, uint64_t x1, uint64_t x2,
                                       uint64_t) {
  const VmConfigureArgs args = VmConfigureArgs::Decode(x1, x2);
  // same_page: A message would overwrite itself.
  if (args.send == args.receive) return static_cast<uint64_t>(-1);
  return static_cast<uint64_t>(calls::VmConfigure(context, args));
}

// Of several levels, so one piece of code.
[[gnu::noinline]] uint64_t MailboxSend(CallContext& context, uint32_t caller_vm_id, uint64_t x1,
                                       uint64_t x2, uint64_t x3) {
  const MailboxSendArgs args = MailboxSendArgs::Decode(x1, x2, x3);
  // too_big: The message does not fit into a mailbox.
  if (args.size > kMailboxSize) return static_cast<uint64_t>(-1);
  // to_self: Nobody sends to himself.
  if (args.vm_id == caller_vm_id) return static_cast<uint64_t>(-1);
  return static_cast<uint64_t>(calls::MailboxSend(context, args));
}

// Of several levels, so one piece of code.
[[gnu::noinline]] uint64_t MailboxReceive(CallContext& context, uint32_t caller_vm_id, uint64_t x1,
                                          uint64_t, uint64_t) {
  const MailboxReceiveArgs args = MailboxReceiveArgs::Decode(x1);
  // primary: The primary's messages are delivered at once.
  if (caller_vm_id == kPrimaryVmId) return MailboxReceiveReturn{kInvalidVmId, 0}.Encode();
  return calls::MailboxReceive(context, args).Encode();
}

// Of several levels, so one piece of code.
[[gnu::noinline]] uint64_t MailboxClear(CallContext& context, uint32_t, uint64_t, uint64_t,
                                        uint64_t) {
  return static_cast<uint64_t>(calls::MailboxClear(context));
}

uint64_t MailboxWritableGet(CallContext& context, uint32_t, uint64_t, uint64_t, uint64_t) {
  return static_cast<uint64_t>(calls::MailboxWritableGet(context));
}

uint64_t MailboxWaiterGet(CallContext& context, uint32_t caller_vm_id, uint64_t x1, uint64_t,
                          uint64_t) {
  const MailboxWaiterGetArgs args = MailboxWaiterGetArgs::Decode(x1);
  // not_primary: Only the primary tells the waiters.
  if (caller_vm_id != kPrimaryVmId) return static_cast<uint64_t>(-1);
  return static_cast<uint64_t>(calls::MailboxWaiterGet(context, args));
}

uint64_t InterruptEnable(CallContext& context, uint32_t, uint64_t x1, uint64_t x2, uint64_t) {
  const InterruptEnableArgs args = InterruptEnableArgs::Decode(x1, x2);
  // bad_intid: There is no such interrupt.
  if (args.intid >= kNumIntids) return static_cast<uint64_t>(-1);
  return static_cast<uint64_t>(calls::InterruptEnable(context, args));
}

uint64_t InterruptGet(CallContext& context, uint32_t, uint64_t, uint64_t, uint64_t) {
  return calls::InterruptGet(context);
}

uint64_t InterruptInject(CallContext& context, uint32_t caller_vm_id, uint64_t x1, uint64_t x2,
                         uint64_t x3) {
  const InterruptInjectArgs args = InterruptInjectArgs::Decode(x1, x2, x3);
  // bad_intid: There is no such interrupt.
  if (args.intid >= kNumIntids) return static_cast<uint64_t>(-1);
  // not_allowed: A secondary reaches its own vCPUs only.
  if (caller_vm_id != kPrimaryVmId && args.target_vm_id != caller_vm_id) {
    return static_cast<uint64_t>(-1);
  }
  return static_cast<uint64_t>(calls::InterruptInject(context, args));
}

uint64_t ShareMemory(CallContext& context, uint32_t caller_vm_id, uint64_t x1, uint64_t x2,
                     uint64_t x3) {
  const ShareMemoryArgs args = ShareMemoryArgs::Decode(x1, x2, x3);
  // empty: There is nothing to pass on.
  if (args.size == 0) return static_cast<uint64_t>(-1);
  // bad_mode: The mode is unknown.
  if (args.share != Share::kGive && args.share != Share::kLend && args.share != Share::kShare) {
    return static_cast<uint64_t>(-1);
  }
  // to_self: The caller has the memory already.
  if (args.vm_id == caller_vm_id) return static_cast<uint64_t>(-1);
  return static_cast<uint64_t>(calls::ShareMemory(context, args));
}

uint64_t AbiVersion(CallContext& context, uint32_t, uint64_t, uint64_t, uint64_t) {
  return calls::AbiVersion(context).Encode();
}

uint64_t VcpuRun0_1(CallContext& context, uint32_t caller_vm_id, uint64_t x1, uint64_t x2,
                    uint64_t) {
  return VcpuRunReturn0_1(VcpuRun(context, caller_vm_id, x1, x2, 0));
}

uint64_t VmConfigure0_1(CallContext& context, uint32_t caller_vm_id, uint64_t x1, uint64_t x2,
                        uint64_t) {
  return FlagAsStatus0_1(VmConfigure(context, caller_vm_id, x1, x2, 0));
}

uint64_t MailboxSend0_1(CallContext& context, uint32_t caller_vm_id, uint64_t x1, uint64_t x2,
                        uint64_t) {
  return MailboxSend(context, caller_vm_id, x1, x2, 0);
}

uint64_t MailboxReceive0_1(CallContext& context, uint32_t caller_vm_id, uint64_t x1, uint64_t,
                           uint64_t) {
  return MailboxReceiveReturn0_1(MailboxReceive(context, caller_vm_id, x1, 0, 0));
}

uint64_t MailboxClear0_1(CallContext& context, uint32_t caller_vm_id, uint64_t, uint64_t,
                         uint64_t) {
  return FlagAsStatus0_1(MailboxClear(context, caller_vm_id, 0, 0, 0));
}

constexpr uint32_t kFirstNumber = 0xff00;

constexpr std::array<Server, 7> kServers0_1 = {
    VcpuRun0_1,         // 0xff00 vcpu_run
    VmGetCount,         // 0xff01 vm_get_count
    VcpuGetCount,       // 0xff02 vcpu_get_count
    VmConfigure0_1,     // 0xff03 vm_configure
    MailboxSend0_1,     // 0xff04 mailbox_send
    MailboxReceive0_1,  // 0xff05 mailbox_receive
    MailboxClear0_1,    // 0xff06 mailbox_clear
};

constexpr std::array<Server, 16> kServers = {
    VmGetId,             // 0xff00 vm_get_id
    VmGetCount,          // 0xff01 vm_get_count
    VcpuGetCount,        // 0xff02 vcpu_get_count
    VcpuRun,             // 0xff03 vcpu_run
    VcpuYield,           // 0xff04 vcpu_yield
    VmConfigure,         // 0xff05 vm_configure
    MailboxSend,         // 0xff06 mailbox_send
    MailboxReceive,      // 0xff07 mailbox_receive
    MailboxClear,        // 0xff08 mailbox_clear
    MailboxWritableGet,  // 0xff09 mailbox_writable_get
    MailboxWaiterGet,    // 0xff0a mailbox_waiter_get
    InterruptEnable,     // 0xff0b interrupt_enable
    InterruptGet,        // 0xff0c interrupt_get
    InterruptInject,     // 0xff0d interrupt_inject
    ShareMemory,         // 0xff0e share_memory
    AbiVersion,          // 0xff0f abi_version
};

// By level: the servers of its calls, from kFirstNumber on, and how many.
struct Served {
  const Server* servers;
  uint64_t count;
};
constexpr Served kServed[] = {
    {kServers0_1.data(), 7},
    {kServers.data(), 15},
    {kServers.data(), kServers.size()},
};

}  // namespace

uint64_t Dispatch(CallContext& context, uint32_t caller_vm_id, uint64_t x1, uint64_t x2,
                  uint64_t x3, uint64_t x0, Level level) {
  const Served& served = kServed[static_cast<uint8_t>(level)];
  // A number below the first one wraps around to an index beyond the last.
  const uint32_t index = (static_cast<uint32_t>(x0) & kIdMask) - kFirstNumber;
  const Server serve = index < served.count ? served.servers[index] : Unknown;
  return serve(context, caller_vm_id, x1, x2, x3);
}

}  // namespace hf::abi
