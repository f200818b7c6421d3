// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/exits/live_facts.h"

#ifdef HF_MODEL_CHECK

#include "hypervisor/arch/interrupts.h"
#include "hypervisor/arch/switch.h"
#include "hypervisor/irq/sleep.h"

namespace hf {

using abi::VcpuState;
using arch::Ownership;
using arch::Stage2Page;

abi::MailboxState LiveFacts::Mailbox(uint32_t vm) const {
  return Of(vm).state().Lock()->mailbox.state();
}

VcpuState LiveFacts::Vcpu(uint32_t vm, uint32_t vcpu) const {
  return Of(vm).state().Lock()->vcpus[vcpu];
}

abi::VmState LiveFacts::Vm(uint32_t vm) const { return Of(vm).state().Lock()->life; }

uint64_t LiveFacts::AbiMajor(uint32_t vm) const { return abi::VersionOf(Of(vm).level()).major; }
uint64_t LiveFacts::AbiMinor(uint32_t vm) const { return abi::VersionOf(Of(vm).level()).minor; }

bool LiveFacts::Configured(uint32_t vm) const {
  return Of(vm).state().Lock()->mailbox.configured();
}

bool LiveFacts::HasWaiters(uint32_t vm) const {
  return Of(vm).state().Lock()->mailbox.has_waiters();
}

uint32_t LiveFacts::FirstWaiter(uint32_t vm) const {
  return Of(vm).state().Lock()->mailbox.waiters().first();
}

bool LiveFacts::HasWritable(uint32_t vm) const { return !Of(vm).writable().Lock()->empty(); }

uint32_t LiveFacts::FirstWritable(uint32_t vm) const { return Of(vm).writable().Lock()->first(); }

// Those that were aborted since they blocked may be on the list still.
std::optional<uint32_t> LiveFacts::FindReceiver(uint32_t vm) const {
  const auto state = Of(vm).state().Lock();
  std::optional<uint32_t> last;
  for (const uint8_t vcpu : state->mailbox.blocked_receivers()) {
    if (state->vcpus[vcpu] == VcpuState::kBlockedMailbox) last = vcpu;
  }
  return last;
}

uint32_t LiveFacts::MessageSender(uint32_t vm) const {
  return Of(vm).state().Lock()->mailbox.message().vm_id;
}

uint64_t LiveFacts::MessageSize(uint32_t vm) const {
  return Of(vm).state().Lock()->mailbox.message().size;
}

bool LiveFacts::InterruptEnabled(uint32_t vm, uint32_t vcpu, uint32_t intid) const {
  return Of(vm).state().Lock()->interrupts[vcpu].is_enabled(intid);
}

bool LiveFacts::InterruptPending(uint32_t vm, uint32_t vcpu, uint32_t intid) const {
  return Of(vm).state().Lock()->interrupts[vcpu].is_pending(intid);
}

bool LiveFacts::InterruptWaiting(uint32_t vm, uint32_t vcpu) const {
  return Of(vm).state().Lock()->interrupts[vcpu].asserted();
}

uint32_t LiveFacts::FirstInterrupt(uint32_t vm, uint32_t vcpu) const {
  VirtualInterrupts interrupts = Of(vm).state().Lock()->interrupts[vcpu];
  return interrupts.Take();
}

std::optional<uint64_t> LiveFacts::Deadline(uint32_t vm, uint32_t vcpu) const {
  const hf::Vcpu& caller = context_.caller();
  if (vm != caller.vm->id() || vcpu != caller.index || caller.vm->is_primary()) return std::nullopt;
  if (!InterruptEnabled(vm, vcpu, abi::kVirtualTimerIntid)) return std::nullopt;
  return arch::TimerDeadline(caller.registers);
}

bool LiveFacts::TimerArmed(uint32_t vm, uint32_t vcpu) const {
  return Deadline(vm, vcpu).has_value();
}

bool LiveFacts::TimerFired(uint32_t vm, uint32_t vcpu) const {
  const uint64_t wake_at = Of(vm).state().Lock()->wake_at[vcpu];
  return wake_at != VmState::kNever && (assumed_.timers_fired || arch::Now() >= wake_at);
}

uint64_t LiveFacts::TimerLeft(uint32_t vm, uint32_t vcpu) const {
  const auto deadline = Deadline(vm, vcpu);
  return deadline ? NanosecondsUntil(*deadline, arch::Now(), arch::CounterFrequency()) : 0;
}

Stage2Page LiveFacts::Seen(uint32_t vm, uint64_t ipa, uint64_t size) const {
  const auto range = PhysRange::FromSize(PhysAddr(ipa), size);
  if (!range || !range->IsPageAligned()) return {};
  const auto page = Of(vm).state().Lock()->memory.Uniform(*range);
  return page.value_or(Stage2Page{});
}

bool LiveFacts::PageIsRam(uint64_t ipa) const {
  return RangeIsRam(ipa / kPageSize * kPageSize, kPageSize);
}

bool LiveFacts::PageExclusive(uint32_t vm, uint64_t ipa) const {
  return RangeExclusive(vm, ipa, kPageSize);
}

bool LiveFacts::PageReadWrite(uint32_t vm, uint64_t ipa) const {
  const Stage2Page page = Seen(vm, ipa, kPageSize);
  return page.read && page.write;
}

bool LiveFacts::PageReadable(uint32_t vm, uint64_t ipa) const {
  return Seen(vm, ipa, kPageSize).read;
}

bool LiveFacts::RangeAligned(uint64_t ipa, uint64_t size) const {
  const auto range = PhysRange::FromSize(PhysAddr(ipa), size);
  return range && range->IsPageAligned();
}

bool LiveFacts::RangeIsRam(uint64_t ipa, uint64_t size) const {
  const auto range = PhysRange::FromSize(PhysAddr(ipa), size);
  return range && context_.system().IsRam(*range);
}

// A page in transfer is being passed on by another vCPU of its VM.
bool LiveFacts::RangeUniform(uint32_t vm, uint64_t ipa, uint64_t size) const {
  const Stage2Page page = Seen(vm, ipa, size);
  return page != Stage2Page{} && !page.in_transfer;
}

bool LiveFacts::RangeExclusive(uint32_t vm, uint64_t ipa, uint64_t size) const {
  const Stage2Page page = Seen(vm, ipa, size);
  return page.ownership == Ownership::kOwned && (page.read || page.write || page.execute);
}

bool LiveFacts::RangeOwned(uint32_t vm, uint64_t ipa, uint64_t size) const {
  const Ownership ownership = Seen(vm, ipa, size).ownership;
  return ownership == Ownership::kOwned || ownership == Ownership::kShared;
}

}  // namespace hf

#endif
