// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The facts that the rows of the IDL ask for, as the VMs' own structures tell them: what
// abi/model/rows.h is given in the checked variant of EL2.

#ifndef HYPERVISOR_EXITS_LIVE_FACTS_H_
#define HYPERVISOR_EXITS_LIVE_FACTS_H_

#include <cstdint>
#include <optional>

#include "abi/el2/types.h"
#include "hypervisor/base/range.h"
#include "hypervisor/calls/context.h"

namespace hf {

// While it is asked nothing may change. Each question locks what it is about; requires that the
// caller of the call is loaded on this CPU, and that ids are of VMs and vCPUs that there are, but
// where a fact asks for just that.
class LiveFacts {
 public:
  // What no structure tells: other outcomes are right, too.
  struct Assumed {
    bool tables_available = true;
    // The timers of those who wait have expired by the time that the call looks.
    bool timers_fired = false;
    // The vCPU that is asked about got a message.
    bool delivered = false;
  };
  LiveFacts(const CallContext& context, Assumed assumed) : context_(context), assumed_(assumed) {}

  abi::MailboxState Mailbox(uint32_t vm) const;
  abi::VcpuState Vcpu(uint32_t vm, uint32_t vcpu) const;
  abi::VmState Vm(uint32_t vm) const;

  bool VmExists(uint32_t vm) const { return vm < context_.system().vm_count; }
  bool VcpuExists(uint32_t vm, uint32_t vcpu) const { return VmExists(vm) && vcpu < VcpuCount(vm); }
  uint64_t VmCount() const { return context_.system().vm_count; }
  uint64_t VcpuCount(uint32_t vm) const { return Of(vm).vcpus().size(); }
  uint64_t AbiMajor(uint32_t vm) const;
  uint64_t AbiMinor(uint32_t vm) const;
  bool Configured(uint32_t vm) const;
  bool HasWaiters(uint32_t vm) const;
  uint32_t FirstWaiter(uint32_t vm) const;
  bool HasWritable(uint32_t vm) const;
  uint32_t FirstWritable(uint32_t vm) const;
  bool HasReceiver(uint32_t vm) const { return FindReceiver(vm).has_value(); }
  uint32_t Receiver(uint32_t vm) const { return FindReceiver(vm).value_or(abi::kInvalidVcpu); }
  bool Delivered(uint32_t, uint32_t) const { return assumed_.delivered; }
  uint32_t MessageSender(uint32_t vm) const;
  uint64_t MessageSize(uint32_t vm) const;
  bool InterruptEnabled(uint32_t vm, uint32_t vcpu, uint32_t intid) const;
  bool InterruptPending(uint32_t vm, uint32_t vcpu, uint32_t intid) const;
  bool InterruptWaiting(uint32_t vm, uint32_t vcpu) const;
  uint32_t FirstInterrupt(uint32_t vm, uint32_t vcpu) const;
  // Of the caller, whose expired timer has been dealt with at the beginning of the exit.
  bool TimerArmed(uint32_t vm, uint32_t vcpu) const;
  // Of a vCPU that waits.
  bool TimerFired(uint32_t vm, uint32_t vcpu) const;
  uint64_t TimerLeft(uint32_t vm, uint32_t vcpu) const;
  bool PageAligned(uint64_t ipa) const { return ipa % kPageSize == 0; }
  bool PageIsRam(uint64_t ipa) const;
  bool PageExclusive(uint32_t vm, uint64_t ipa) const;
  bool PageReadWrite(uint32_t vm, uint64_t ipa) const;
  bool PageReadable(uint32_t vm, uint64_t ipa) const;
  bool TablesAvailable() const { return assumed_.tables_available; }
  bool RangeAligned(uint64_t ipa, uint64_t size) const;
  bool RangeIsRam(uint64_t ipa, uint64_t size) const;
  bool RangeUniform(uint32_t vm, uint64_t ipa, uint64_t size) const;
  bool RangeExclusive(uint32_t vm, uint64_t ipa, uint64_t size) const;
  bool RangeOwned(uint32_t vm, uint64_t ipa, uint64_t size) const;

 private:
  hf::Vm& Of(uint32_t vm) const { return context_.system().vms[vm]; }
  std::optional<uint32_t> FindReceiver(uint32_t vm) const;
  std::optional<uint64_t> Deadline(uint32_t vm, uint32_t vcpu) const;
  // How the VM sees a range, if it sees all of it alike.
  arch::Stage2Page Seen(uint32_t vm, uint64_t ipa, uint64_t size) const;

  const CallContext& context_;
  const Assumed assumed_;
};

}  // namespace hf

#endif  // HYPERVISOR_EXITS_LIVE_FACTS_H_
