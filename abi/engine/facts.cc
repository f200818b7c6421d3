// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See facts.h. What each means is said in abi/hafnia.proto.

#include "abi/engine/facts.h"

#include <algorithm>
#include <bit>

namespace hf::engine {
namespace {

constexpr uint64_t kIntids = 64;
constexpr uint64_t kTimerBit = 1 << 3;
constexpr uint64_t kTimerLeft = 1'000'000;  // nanoseconds; that it is ahead is all that is kept

bool HasVm(const State& s, uint64_t vm) { return vm < s.vms; }
bool HasVcpu(const State& s, const uint64_t* a) { return HasVm(s, a[0]) && a[1] < s.vcpus[a[0]]; }
const VmPart& Vm(const State& s, uint64_t vm) {
  static constexpr VmPart kNone = {};
  return HasVm(s, vm) ? s.vm[vm] : kNone;
}
const VcpuPart& Vcpu(const State& s, const uint64_t* a) {
  static constexpr VcpuPart kNone = {};
  return HasVcpu(s, a) ? s.vcpu[a[0]][a[1]] : kNone;
}
uint64_t Bit(uint64_t bits, uint64_t intid) { return intid < kIntids ? bits >> intid & 1 : 0; }

bool IsRam(uint64_t address) { return address >= kFirstPage && address < kDevicePage; }
const PagePart& PageAt(const State& s, uint64_t address) {
  static constexpr PagePart kNone = {.owner = 0xff, .access = 0, .readonly = 0, .mailbox = 0};
  return IsRam(address) ? s.page[(address - kFirstPage) / kPageSize] : kNone;
}

bool Owns(const PagePart& page, uint64_t vm) { return page.owner == vm; }
bool Reads(const PagePart& page, uint64_t vm) { return vm < kMostVms && page.access >> vm & 1; }
bool Writes(const PagePart& page, uint64_t vm) {
  return Reads(page, vm) && (page.readonly >> vm & 1) == 0;
}
bool Exclusive(const PagePart& page, uint64_t vm) {
  return Owns(page, vm) && Reads(page, vm) && std::has_single_bit(page.access) && !page.mailbox;
}

// How a VM has a page, as one number.
int ModeOf(const PagePart& page, uint64_t vm) {
  return Owns(page, vm) | Reads(page, vm) << 1 | Writes(page, vm) << 2 | Exclusive(page, vm) << 3;
}

// Whether something holds of each page of the range; not of a range that wraps around.
template <typename Predicate>
bool AllPages(uint64_t begin, uint64_t size, Predicate holds) {
  if (size == 0 || begin + size < begin || size > kPages * kPageSize) return false;
  for (uint64_t at = begin; at < begin + size; at += kPageSize) {
    if (!holds(at)) return false;
  }
  return true;
}

struct NamedFact {
  absl::string_view name;
  Fact fact;
};
struct NamedEffect {
  absl::string_view name;
  Effect effect;
};
using Args = const uint64_t*;

uint64_t RangeUniform(const State& s, Args a) {
  const int mode = ModeOf(PageAt(s, a[1]), a[0]);
  return mode != 0 &&
         AllPages(a[1], a[2], [&](uint64_t at) { return ModeOf(PageAt(s, at), a[0]) == mode; });
}

constexpr NamedFact kFacts[] = {
    {"vm_exists", [](const State& s, Args a) -> uint64_t { return HasVm(s, a[0]); }},
    {"vcpu_exists", [](const State& s, Args a) -> uint64_t { return HasVcpu(s, a); }},
    {"vm_count", [](const State& s, Args) -> uint64_t { return s.vms; }},
    // All VMs are served at the current level.
    {"abi_major", [](const State&, Args) -> uint64_t { return 1; }},
    {"abi_minor", [](const State&, Args) -> uint64_t { return 1; }},
    {"vcpu_count",
     [](const State& s, Args a) -> uint64_t { return HasVm(s, a[0]) ? s.vcpus[a[0]] : 0; }},
    {"configured", [](const State& s, Args a) -> uint64_t { return Vm(s, a[0]).configured; }},
    {"has_waiters",
     [](const State& s, Args a) -> uint64_t { return Vm(s, a[0]).waiters.count > 0; }},
    {"first_waiter",
     [](const State& s, Args a) -> uint64_t { return Vm(s, a[0]).waiters.first(); }},
    {"has_writable",
     [](const State& s, Args a) -> uint64_t { return Vm(s, a[0]).writable.count > 0; }},
    {"first_writable",
     [](const State& s, Args a) -> uint64_t { return Vm(s, a[0]).writable.first(); }},
    {"has_receiver",
     [](const State& s, Args a) -> uint64_t { return Vm(s, a[0]).receivers.count > 0; }},
    {"receiver",
     [](const State& s, Args a) -> uint64_t {
       const VmPart& vm = Vm(s, a[0]);
       return vm.receivers.count > 0 ? vm.receivers.last() : 0;
     }},
    {"delivered", [](const State& s, Args a) -> uint64_t { return Vcpu(s, a).delivered; }},
    {"message_sender",
     [](const State& s, Args a) -> uint64_t { return Vm(s, a[0]).message_sender; }},
    {"message_size", [](const State& s, Args a) -> uint64_t { return Vm(s, a[0]).message_size; }},
    {"interrupt_enabled",
     [](const State& s, Args a) -> uint64_t { return Bit(Vcpu(s, a).enabled, a[2]); }},
    {"interrupt_pending",
     [](const State& s, Args a) -> uint64_t { return Bit(Vcpu(s, a).pending, a[2]); }},
    {"interrupt_waiting",
     [](const State& s, Args a) -> uint64_t {
       return (Vcpu(s, a).enabled & Vcpu(s, a).pending) != 0;
     }},
    {"first_interrupt",
     [](const State& s, Args a) -> uint64_t {
       return static_cast<uint64_t>(std::countr_zero(Vcpu(s, a).enabled & Vcpu(s, a).pending));
     }},
    {"timer_armed",
     [](const State& s, Args a) -> uint64_t {
       return Vcpu(s, a).timer == Timer::kAhead && (Vcpu(s, a).enabled & kTimerBit) != 0;
     }},
    {"timer_fired",
     [](const State& s, Args a) -> uint64_t {
       return Vcpu(s, a).timer == Timer::kExpired && (Vcpu(s, a).enabled & kTimerBit) != 0;
     }},
    {"timer_left", [](const State&, Args) -> uint64_t { return kTimerLeft; }},
    {"page_aligned", [](const State&, Args a) -> uint64_t { return a[0] % kPageSize == 0; }},
    {"page_is_ram", [](const State&, Args a) -> uint64_t { return IsRam(a[0]); }},
    {"page_exclusive",
     [](const State& s, Args a) -> uint64_t { return Exclusive(PageAt(s, a[1]), a[0]); }},
    {"page_read_write",
     [](const State& s, Args a) -> uint64_t { return Writes(PageAt(s, a[1]), a[0]); }},
    {"page_readable",
     [](const State& s, Args a) -> uint64_t { return Reads(PageAt(s, a[1]), a[0]); }},
    {"tables_available", [](const State& s, Args) -> uint64_t { return !s.no_tables; }},
    {"range_aligned",
     [](const State&, Args a) -> uint64_t {
       return a[0] % kPageSize == 0 && a[1] % kPageSize == 0 && a[0] + a[1] >= a[0];
     }},
    {"range_is_ram", [](const State&, Args a) -> uint64_t { return AllPages(a[0], a[1], IsRam); }},
    {"range_uniform", RangeUniform},
    {"range_exclusive",
     [](const State& s, Args a) -> uint64_t {
       return AllPages(a[1], a[2], [&](uint64_t at) { return Exclusive(PageAt(s, at), a[0]); });
     }},
    {"range_owned",
     [](const State& s, Args a) -> uint64_t {
       return AllPages(a[1], a[2], [&](uint64_t at) { return Owns(PageAt(s, at), a[0]); });
     }},
};

template <typename Change>
void ChangePages(State& s, uint64_t begin, uint64_t size, Change change) {
  AllPages(begin, size, [&](uint64_t at) {
    if (IsRam(at)) change(s.page[(at - kFirstPage) / kPageSize]);
    return true;
  });
}

void ChangeInterrupts(State& s, Args a, void (*change)(VcpuPart&, uint64_t bit)) {
  if (HasVcpu(s, a) && a[2] < kIntids) change(s.vcpu[a[0]][a[1]], uint64_t{1} << a[2]);
}

uint8_t Byte(uint64_t number) { return static_cast<uint8_t>(number); }

void SetMailbox(State& s, Args a) {
  if (!HasVm(s, a[0])) return;
  s.vm[a[0]].configured = 1;
  const auto take = [&](PagePart& page) { page.mailbox = 1; };
  ChangePages(s, a[1], kPageSize, take);
  ChangePages(s, a[2], kPageSize, take);
  ChangePages(s, a[2], kPageSize, [&](PagePart& page) { page.readonly |= Byte(1 << a[0]); });
}

void CopyMessage(State& s, Args a) {
  if (!HasVm(s, a[0]) || !HasVm(s, a[1])) return;
  s.vm[a[1]].message_sender = Byte(a[0]);
  s.vm[a[1]].message_size = static_cast<uint32_t>(a[2]);
}

void TakeWaiter(State& s, Args a) {
  if (!HasVm(s, a[0]) || s.vm[a[0]].waiters.count == 0) return;
  const uint8_t waiter = s.vm[a[0]].waiters.first();
  s.vm[a[0]].waiters.Remove(waiter);
  s.vm[waiter].writable.Append(Byte(a[0]));
}

void Give(PagePart& page, uint64_t to) {
  page.owner = Byte(to);
  page.access = Byte(1 << to);
  page.readonly = 0;
}

constexpr NamedEffect kEffects[] = {
    {"set_mailbox", SetMailbox},
    {"copy_message", CopyMessage},
    {"append_waiter",
     [](State& s, Args a) {
       if (HasVm(s, a[0]) && HasVm(s, a[1])) s.vm[a[0]].waiters.Append(Byte(a[1]));
     }},
    {"take_waiter", TakeWaiter},
    {"take_writable",
     [](State& s, Args a) {
       if (HasVm(s, a[0]) && s.vm[a[0]].writable.count > 0) {
         s.vm[a[0]].writable.Remove(s.vm[a[0]].writable.first());
       }
     }},
    {"enable_interrupt",
     [](State& s, Args a) {
       ChangeInterrupts(s, a, [](VcpuPart& vcpu, uint64_t bit) { vcpu.enabled |= bit; });
     }},
    {"disable_interrupt",
     [](State& s, Args a) {
       ChangeInterrupts(s, a, [](VcpuPart& vcpu, uint64_t bit) { vcpu.enabled &= ~bit; });
     }},
    {"inject_interrupt",
     [](State& s, Args a) {
       ChangeInterrupts(s, a, [](VcpuPart& vcpu, uint64_t bit) { vcpu.pending |= bit; });
     }},
    {"take_interrupt",
     [](State& s, Args a) {
       ChangeInterrupts(s, a, [](VcpuPart& vcpu, uint64_t bit) { vcpu.pending &= ~bit; });
     }},
    {"mask_timer",
     [](State& s, Args a) {
       if (HasVcpu(s, a)) s.vcpu[a[0]][a[1]].timer = Timer::kOff;
     }},
    {"zero_memory", [](State&, Args) {}},
    {"give_memory",
     [](State& s, Args a) {
       ChangePages(s, a[2], a[3], [&](PagePart& page) { Give(page, a[1]); });
     }},
    {"lend_memory",
     [](State& s, Args a) {
       ChangePages(s, a[2], a[3], [&](PagePart& page) {
         page.access = Byte(1 << a[1]);
         page.readonly = 0;
       });
     }},
    {"share_memory",
     [](State& s, Args a) {
       ChangePages(s, a[2], a[3], [&](PagePart& page) { page.access |= Byte(1 << a[1]); });
     }},
    {"inject_exception", [](State&, Args) {}},
};

}  // namespace

Fact FindFact(absl::string_view name) {
  const auto* found = std::find_if(std::begin(kFacts), std::end(kFacts),
                                   [&](const NamedFact& fact) { return fact.name == name; });
  return found == std::end(kFacts) ? nullptr : found->fact;
}

Effect FindEffect(absl::string_view name) {
  const auto* found = std::find_if(std::begin(kEffects), std::end(kEffects),
                                   [&](const NamedEffect& effect) { return effect.name == name; });
  return found == std::end(kEffects) ? nullptr : found->effect;
}

}  // namespace hf::engine
