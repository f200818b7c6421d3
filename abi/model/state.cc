// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "abi/model/state.h"

namespace hf::abi::model {
namespace {

constexpr uint64_t kTimerEnable = 1, kTimerMask = 2;

// Of no interrupt: 0.
constexpr uint64_t Bit(uint32_t intid) { return intid < kNumIntids ? uint64_t{1} << intid : 0; }

// The first of a list, which is taken off it.
template <class List>
uint32_t TakeFirst(List& list) {
  const uint32_t first = list[0];
  list.Remove(0);
  return first;
}

}  // namespace

constinit const State::VmPart State::kNoVm{};
constinit const State::VcpuPart State::kNoVcpu{};

uint32_t State::AddVm(uint32_t vcpus, Level level) {
  vms_.Append({});
  const auto id = static_cast<uint32_t>(vms_.size() - 1);
  vms_[id].level = level;
  for (uint32_t i = 0; i < vcpus; ++i) vms_[id].vcpus.Append({});
  return id;
}

void State::SetMailbox(uint32_t vm, MailboxState to) {
  VmPart* const part = Find(vm);
  if (part == nullptr) return;
  part->mailbox = to;
  if (to != MailboxState::kEmpty) return;
  // Nobody can ask for it any more.
  part->sender = 0;
  part->size = 0;
}

void State::SetVcpu(uint32_t vm, uint32_t vcpu, VcpuState to) {
  VcpuPart* const part = Find(vm, vcpu);
  if (part == nullptr || part->state == to) return;
  VmPart& of = vms_[vm];
  if (part->state == VcpuState::kBlockedMailbox) {
    of.receivers.RemoveValue(static_cast<uint8_t>(vcpu));
    part->delivered = of.arriving;
  } else if (to == VcpuState::kBlockedMailbox) {
    of.receivers.Append(static_cast<uint8_t>(vcpu));
    part->delivered = false;
  }
  part->state = to;
}

void State::SetVm(uint32_t vm, VmState to) {
  if (VmPart* const part = Find(vm)) part->life = to;
}

void State::EndStep() {
  for (VmPart& vm : vms_) vm.arriving = false;
}

void State::EndReceive(uint32_t vm, uint32_t vcpu) {
  if (VcpuPart* const part = Find(vm, vcpu)) part->delivered = false;
}

bool State::InterruptEnabled(uint32_t vm, uint32_t vcpu, uint32_t intid) const {
  return (Of(vm, vcpu).enabled & Bit(intid)) != 0;
}

bool State::InterruptPending(uint32_t vm, uint32_t vcpu, uint32_t intid) const {
  return (Of(vm, vcpu).pending & Bit(intid)) != 0;
}

uint32_t State::FirstInterrupt(uint32_t vm, uint32_t vcpu) const {
  const uint64_t both = Of(vm, vcpu).enabled & Of(vm, vcpu).pending;
  return both == 0 ? 0 : static_cast<uint32_t>(__builtin_ctzll(both));
}

bool State::TimerExpired(uint32_t vm, uint32_t vcpu) const {
  const VcpuPart& part = Of(vm, vcpu);
  return (part.timer_control & (kTimerEnable | kTimerMask)) == kTimerEnable &&
         part.timer_compare <= now_;
}

bool State::TimerArmed(uint32_t vm, uint32_t vcpu) const {
  const VcpuPart& part = Of(vm, vcpu);
  return (part.timer_control & (kTimerEnable | kTimerMask)) == kTimerEnable &&
         part.timer_compare > now_ && InterruptEnabled(vm, vcpu, kVirtualTimerIntid);
}

bool State::TimerFired(uint32_t vm, uint32_t vcpu) const {
  return TimerExpired(vm, vcpu) && InterruptEnabled(vm, vcpu, kVirtualTimerIntid);
}

uint64_t State::TimerLeft(uint32_t vm, uint32_t vcpu) const {
  constexpr uint64_t kGiga = 1'000'000'000;
  constexpr uint64_t kMost = (uint64_t{1} << 56) - 1;
  const uint64_t compare = Of(vm, vcpu).timer_compare;
  if (compare <= now_) return 0;
  if (ticks_per_second == 0) return kMost;
  // Rounded up: run a moment too early, the vCPU would still wait.
  const uint64_t ticks = compare - now_;
  const uint64_t seconds = ticks / ticks_per_second;
  if (seconds >= kMost / kGiga) return kMost;
  const uint64_t rest = ticks % ticks_per_second * kGiga;
  return seconds * kGiga + (rest + ticks_per_second - 1) / ticks_per_second;
}

void State::SetTimer(uint32_t vm, uint32_t vcpu, uint64_t control, uint64_t compare) {
  if (VcpuPart* const part = Find(vm, vcpu)) {
    part->timer_control = control;
    part->timer_compare = compare;
  }
}

void State::MaskTimer(uint32_t vm, uint32_t vcpu) {
  if (VcpuPart* const part = Find(vm, vcpu)) part->timer_control |= kTimerMask;
}

void State::SetMailbox(uint32_t vm, uint64_t send, uint64_t receive) {
  VmPart* const part = Find(vm);
  if (part == nullptr) return;
  part->configured = true;
  part->send = send;
  part->receive = receive;
  memory_.SetMailbox(vm, send, receive);
}

void State::CopyMessage(uint32_t from, uint32_t to, uint64_t size) {
  VmPart* const part = Find(to);
  if (part == nullptr) return;
  part->arriving = true;
  part->sender = from;
  part->size = size;
}

void State::AppendWaiter(uint32_t vm, uint32_t waiter) {
  VmPart* const part = Find(vm);
  if (part == nullptr || !VmExists(waiter)) return;
  const auto id = static_cast<uint8_t>(waiter);
  if (!part->waiters.Contains(id)) part->waiters.Append(id);
}

void State::TakeWaiter(uint32_t vm) {
  if (!HasWaiters(vm)) return;
  VmPart& waiter = vms_[TakeFirst(vms_[vm].waiters)];
  const auto id = static_cast<uint8_t>(vm);
  if (!waiter.writable.Contains(id)) waiter.writable.Append(id);
}

void State::TakeWritable(uint32_t vm) {
  if (HasWritable(vm)) TakeFirst(vms_[vm].writable);
}

void State::EnableInterrupt(uint32_t vm, uint32_t vcpu, uint32_t intid) {
  if (VcpuPart* const part = Find(vm, vcpu)) part->enabled |= Bit(intid);
}

void State::DisableInterrupt(uint32_t vm, uint32_t vcpu, uint32_t intid) {
  if (VcpuPart* const part = Find(vm, vcpu)) part->enabled &= ~Bit(intid);
}

void State::InjectInterrupt(uint32_t vm, uint32_t vcpu, uint32_t intid) {
  if (VcpuPart* const part = Find(vm, vcpu)) part->pending |= Bit(intid);
}

void State::TakeInterrupt(uint32_t vm, uint32_t vcpu, uint32_t intid) {
  if (VcpuPart* const part = Find(vm, vcpu)) part->pending &= ~Bit(intid);
}

// FNV-1a, a word at a time.
uint64_t State::Hash() const {
  uint64_t hash = 0xcbf29ce484222325;
  ForEachWord([&](uint64_t word) { hash = (hash ^ word) * 0x100000001b3; });
  return hash ^ hash >> 32;
}

}  // namespace hf::abi::model
