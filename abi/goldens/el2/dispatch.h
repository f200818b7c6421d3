// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Generated from abi/hafnia.proto; do not edit.
//
// From a trapped HVC to the function that serves the call. The rows at the head of a call that need
// nothing but the caller, the arguments and constants are answered by Dispatch(); the others are
// the functions' below.

#ifndef ABI_EL2_DISPATCH_H_
#define ABI_EL2_DISPATCH_H_

#include <cstdint>

#include "abi/el2/levels.h"
#include "abi/el2/types.h"

namespace hf {

// Who calls, and from which CPU: the hypervisor's own, opaque here.
class CallContext;

}  // namespace hf

// What the hypervisor implements: one function a call.
namespace hf::calls {

// Returns the id of the calling VM.
uint32_t VmGetId(CallContext& context);

// Returns the number of VMs, the primary included.
int64_t VmGetCount(CallContext& context);

// Returns the number of a VM's vCPUs, or -1 when there is no such VM. For the primary only.
int64_t VcpuGetCount(CallContext& context, const abi::VcpuGetCountArgs& args);

// Runs a vCPU of a secondary VM on this CPU until something happens that the scheduler must know;
// returns what. For the primary only. A vCPU that cannot be run gives kWaitForInterrupt.
abi::VcpuRunReturn VcpuRun(CallContext& context, const abi::VcpuRunArgs& args);

// Gives up the CPU; the calling vCPU stays ready. Returns 0.
int64_t VcpuYield(CallContext& context);

// Makes two different pages of the calling VM its mailbox: one to send from, one to receive in.
// Both are aligned to pages, owned by the VM and not shared; a VM does this once. Returns 0, or 1
// to the primary when VMs wait for its mailbox (it calls MailboxWaiterGet()), or -1 with nothing
// changed.
int64_t VmConfigure(CallContext& context, const abi::VmConfigureArgs& args);

// Sends the first bytes of the caller's send page to another VM. To a secondary caller returns 0;
// to the primary the index of the vCPU to run, or kInvalidVcpu when none waited for the message.
// Returns -1 when the message cannot be sent; if that is because the recipient's mailbox is busy
// and `notify` is set, the caller gets kMailboxWritableIntid when it can try again.
int64_t MailboxSend(CallContext& context, const abi::MailboxSendArgs& args);

// Takes the message that has arrived; without one, waits for it if `block` is set. Returns the
// sender and the size, or kInvalidVmId when there is no message or an interrupt ended the wait. For
// secondaries only: the primary gets its messages from VcpuRun().
abi::MailboxReceiveReturn MailboxReceive(CallContext& context, const abi::MailboxReceiveArgs& args);

// Gives the receive page back, so that the next message can arrive. Returns 0, or 1 to the primary
// when VMs wait for its mailbox (it calls MailboxWaiterGet()), or -1 when no message had been
// taken.
int64_t MailboxClear(CallContext& context);

// Returns the id of the next VM whose mailbox became writable since the caller asked to be told by
// MailboxSend(): each once, in order. Returns -1 when there is none.
int64_t MailboxWritableGet(CallContext& context);

// Returns the id of the next VM to be told that a mailbox is writable, and takes it off the list of
// that mailbox's waiters. Returns -1 when there is no such VM, when its mailbox is not writable and
// when nobody waits. For the primary only.
int64_t MailboxWaiterGet(CallContext& context, const abi::MailboxWaiterGetArgs& args);

// Enables or disables a virtual interrupt of the calling vCPU. Returns 0, or -1 when there is no
// such interrupt. A pending one that becomes enabled is delivered; one that becomes disabled stays
// pending.
int64_t InterruptEnable(CallContext& context, const abi::InterruptEnableArgs& args);

// Returns the lowest virtual interrupt of the calling vCPU that is enabled and pending, which stops
// being pending, or kInvalidIntid when there is none.
uint32_t InterruptGet(CallContext& context);

// Makes a virtual interrupt of a vCPU pending. A secondary may do so to its own vCPUs only. Returns
// -1 when there is no such vCPU or interrupt or the caller may not; 1 to the primary when it should
// run or kick the target; else 0.
int64_t InterruptInject(CallContext& context, const abi::InterruptInjectArgs& args);

// Gives, lends or shares memory to another VM, where it appears at the same address. The memory is
// zeroed first. Memory that the caller does not own it can give back to its owner. Returns 0, or -1
// with nothing changed.
int64_t ShareMemory(CallContext& context, const abi::ShareMemoryArgs& args);

// Returns the level of this interface that the calling VM is served at. At levels below 1.1 the
// call is unknown and gives -1.
abi::VersionReturn AbiVersion(CallContext& context);

}  // namespace hf::calls

namespace hf::abi {

// Serves the call of number `x0` with the arguments `x1` to `x3` for a vCPU of the VM
// `caller_vm_id`, which is served at `level`. Returns what the caller gets in x0.
uint64_t Dispatch(CallContext& context, uint32_t caller_vm_id, uint64_t x1, uint64_t x2,
                  uint64_t x3, uint64_t x0, Level level);

}  // namespace hf::abi

#endif  // ABI_EL2_DISPATCH_H_
