// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "testing/model/model.h"

#include <algorithm>
#include <sstream>

namespace hf::model {
namespace {

constexpr uint64_t kNone32 = 0xffffffff;  // HF_INVALID_VM_ID, HF_INVALID_INTID
constexpr uint64_t kNoVcpu = 0xffff;
constexpr uint64_t kNoMessage = kNone32;  // of size 0
constexpr uint64_t kMailboxSize = 4096;
constexpr uint32_t kIntids = 64;
constexpr uint32_t kTimerIntid = 3;
constexpr uint64_t kTimerEnable = 1, kTimerMask = 2;

// vcpu_run's results.
constexpr uint64_t kPreempted = 0, kYield = 1, kWaitForInterrupt = 2, kNotifyWaiters = 6,
                   kAbortedCode = 7;
constexpr uint64_t WakeUp(uint64_t vm, uint64_t vcpu) { return vm << 32 | vcpu << 16 | 3; }
constexpr uint64_t Message(uint64_t size) { return size << 32 | 4; }
constexpr uint64_t Sleep(uint64_t nanoseconds) { return nanoseconds << 8 | 5; }

// What others are told of stays true when the one who tells it has been aborted.
bool ConcernsOthers(uint64_t code) { return (code & 0xff) == 3 || (code & 0xff) == 4 || code == 6; }

constexpr View kAll{.read = true, .write = true, .execute = true};

template <class T>
T TakeFirst(std::vector<T>& list) {
  const T first = list.front();
  list.erase(list.begin());
  return first;
}

template <class T>
void AppendOnce(std::vector<T>& list, T value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

}  // namespace

std::string Describe(const Event& event) {
  struct Name {
    const char* name;
    int arguments;
  };
  constexpr Name kNames[] = {
      {"vm_get_id", 0},          {"vm_get_count", 0},
      {"vcpu_get_count", 1},     {"vcpu_run", 2},
      {"vcpu_yield", 0},         {"vm_configure", 2},
      {"mailbox_send", 3},       {"mailbox_receive", 1},
      {"mailbox_clear", 0},      {"mailbox_writable_get", 0},
      {"mailbox_waiter_get", 1}, {"interrupt_enable", 2},
      {"interrupt_get", 0},      {"interrupt_inject", 3},
      {"share_memory", 3},
  };
  std::ostringstream text;
  const auto number = [&](uint64_t value) {
    if (value < 10000) {
      text << std::dec << value;
    } else {
      text << "0x" << std::hex << value;
    }
  };
  switch (event.kind) {
    case Event::Kind::kCall: {
      const uint64_t index = event.x[0] - 0xff00;
      const bool known = index < std::size(kNames);
      const int arguments = known ? kNames[index].arguments : 3;
      if (known) {
        text << kNames[index].name << "(";
      } else {
        text << "call ";
        number(event.x[0]);
        text << " (";
      }
      for (int i = 1; i <= arguments; ++i) {
        if (i > 1) text << ", ";
        number(event.x[i]);
      }
      text << ")";
      break;
    }
    case Event::Kind::kWfi:
      text << "WFI";
      break;
    case Event::Kind::kInterrupt:
      text << "physical interrupt";
      break;
    case Event::Kind::kAbort:
      text << "access to memory that it has not";
      break;
    case Event::Kind::kSetTimer:
      text << "CNTV_CTL = ";
      number(event.x[0]);
      text << ", CNTV_CVAL = ";
      number(event.x[1]);
      break;
    case Event::Kind::kTime:
      number(event.x[0]);
      text << " ticks pass";
      break;
  }
  return text.str();
}

Machine::Machine(const Config& config)
    : ticks_per_second_(config.ticks_per_second), ram_(config.ram) {
  vms_.emplace_back().vcpus.resize(config.cpus);
  for (uint32_t cpu = 0; cpu < config.cpus; ++cpu) {
    vms_[0].vcpus[cpu].state = State::kRunning;
    cpus_.push_back({0, cpu});
  }
  for (const std::vector<State>& states : config.secondaries) {
    Vm& vm = vms_.emplace_back();
    for (const State state : states) vm.vcpus.emplace_back().state = state;
  }
}

Outcome Machine::Step(uint32_t cpu, const Event& event) {
  outcome_ = {};
  cpu_ = cpu;
  caller_ = cpus_[cpu];
  if (event.kind == Event::Kind::kTime) {
    now_ += event.x[0];
    return outcome_;
  }
  if (event.kind == Event::Kind::kSetTimer) {
    caller().timer_control = event.x[0];
    caller().timer_compare = event.x[1];
    return outcome_;
  }
  if (vm().aborting) {
    // A running vCPU is stopped at its next exit, whatever it wanted.
    SwitchToPrimary(State::kAborted, kAbortedCode);
    return outcome_;
  }
  if (!primary() && NoticeTimer(caller())) outcome_.noted = true;
  switch (event.kind) {
    case Event::Kind::kCall:
      DoCall(event.x);
      break;
    case Event::Kind::kWfi:
      if (!interrupted(caller_)) Block(State::kBlockedInterrupt);
      break;
    case Event::Kind::kInterrupt:
      SwitchToPrimary(State::kReady, kPreempted);
      break;
    case Event::Kind::kAbort:
      // The primary gets an exception at its own EL1, and lives.
      if (primary()) break;
      vm().aborting = true;
      SwitchToPrimary(State::kAborted, kAbortedCode);
      break;
    default:
      break;
  }
  return outcome_;
}

void Machine::DoCall(const uint64_t (&x)[4]) {
  // Integers are taken from the low bits of their register; booleans from all of them.
  const auto low = [&](int i) { return static_cast<uint32_t>(x[i]); };
  constexpr uint32_t kSmc64 = 1u << 30;
  switch (low(0) & ~kSmc64) {
    case 0xff00:
      return Return(caller_.vm);
    case 0xff01:
      return Return(vms_.size());
    case 0xff02:
      return VcpuGetCount(low(1));
    case 0xff03:
      return VcpuRun(low(1), low(2));
    case 0xff04:
      Return(0);
      if (!primary()) SwitchToPrimary(State::kReady, kYield);
      return;
    case 0xff05:
      return VmConfigure(x[1], x[2]);
    case 0xff06:
      return MailboxSend(low(1), x[2], x[3] != 0);
    case 0xff07:
      return MailboxReceive(x[1] != 0);
    case 0xff08:
      return MailboxClear();
    case 0xff09:
      return MailboxWritableGet();
    case 0xff0a:
      return MailboxWaiterGet(low(1));
    case 0xff0b:
      return InterruptEnable(low(1), x[2] != 0);
    case 0xff0c:
      return InterruptGet();
    case 0xff0d:
      return InterruptInject(low(1), low(2), low(3));
    case 0xff0e:
      return ShareMemory(static_cast<uint32_t>(x[1] >> 32), low(1), x[2], x[3]);
    default:
      return Refuse();
  }
}

void Machine::Refuse(uint64_t result) {
  outcome_.refused = true;
  Return(result);
}

void Machine::SwitchToPrimary(State state, uint64_t code) {
  if (vm().aborting) {
    state = State::kAborted;
    if (!ConcernsOthers(code)) code = kAbortedCode;
  }
  caller().state = state;
  cpus_[cpu_] = {0, cpu_};
  vcpu({0, cpu_}).x0 = code;
}

void Machine::Block(State state) {
  uint64_t code = kWaitForInterrupt;
  const Vcpu& v = caller();
  if ((v.timer_control & (kTimerEnable | kTimerMask)) == kTimerEnable && v.timer_compare > now_ &&
      v.enabled[kTimerIntid]) {
    // Rounded up, and as many nanoseconds as the result has room for: 56 bits.
    const __uint128_t left = static_cast<__uint128_t>(v.timer_compare - now_) * 1'000'000'000;
    const __uint128_t most = (uint64_t{1} << 56) - 1;
    const __uint128_t ns = (left + ticks_per_second_ - 1) / ticks_per_second_;
    code = Sleep(static_cast<uint64_t>(std::min(ns, most)));
  }
  SwitchToPrimary(state, code);
}

void Machine::Wake(VcpuName name) {
  vcpu(name).state = State::kReady;
  std::erase(vms_[name.vm].receivers, name.index);
}

bool Machine::NoticeTimer(Vcpu& vcpu) const {
  if ((vcpu.timer_control & (kTimerEnable | kTimerMask)) != kTimerEnable) return false;
  if (vcpu.timer_compare > now_) return false;
  vcpu.timer_control |= kTimerMask;
  vcpu.pending.set(kTimerIntid);
  return true;
}

void Machine::VcpuGetCount(uint32_t vm_id) {
  if (!primary() || !VmExists(vm_id)) return Refuse();
  Return(vms_[vm_id].vcpus.size());
}

void Machine::VcpuRun(uint32_t vm_id, uint32_t index) {
  if (!primary() || vm_id == 0 || !VmExists(vm_id)) return Refuse(kWaitForInterrupt);
  if (index >= vms_[vm_id].vcpus.size()) return Refuse(kWaitForInterrupt);
  const VcpuName name{vm_id, index};
  Vcpu& target = vcpu(name);
  if (vms_[vm_id].aborting) {
    if (target.state != State::kRunning) {
      target.state = State::kAborted;
      // It waits for no message any more.
      std::erase(vms_[vm_id].receivers, index);
    }
    Refuse(kWaitForInterrupt);
    outcome_.noted = true;
    return;
  }
  if (target.state == State::kBlockedMailbox || target.state == State::kBlockedInterrupt) {
    if (NoticeTimer(target)) outcome_.noted = true;
    if (interrupted(name)) Wake(name);
  }
  if (target.state != State::kReady) {
    outcome_.refused = true;
    return Return(kWaitForInterrupt);
  }
  // A timer that expired while it was not run stops it before its first instruction.
  NoticeTimer(target);
  target.state = State::kRunning;
  cpus_[cpu_] = name;
}

void Machine::VmConfigure(uint64_t send, uint64_t receive) {
  if (send % kPageSize != 0 || receive % kPageSize != 0 || send == receive) return Refuse();
  if (!IsRam(send) || !IsRam(receive)) return Refuse();
  if (vm().send) return Refuse();
  const View send_view = view(caller_.vm, send);
  const View receive_view = view(caller_.vm, receive);
  if (!send_view.exclusive || !send_view.read || !send_view.write) return Refuse();
  if (!receive_view.exclusive || !receive_view.read) return Refuse();
  for (const uint64_t address : {send, receive}) {
    Page page = PageAt(address);
    page.mailbox = true;
    page.access = {{caller_.vm, {.read = true, .write = address == send}}};
    SetPage(address, page);
  }
  vm().send = send;
  vm().receive = receive;
  MailboxBecameWritable();
}

void Machine::MailboxSend(uint32_t vm_id, uint64_t size, bool notify) {
  if (size > kMailboxSize || vm_id == caller_.vm || !VmExists(vm_id)) return Refuse();
  if (!vm().send) return Refuse();
  Vm& to = vms_[vm_id];
  if (!to.send || to.box != Box::kEmpty) {
    Refuse();
    if (notify) {
      AppendOnce(to.waiters, caller_.vm);
      outcome_.noted = true;
    }
    return;
  }
  outcome_.copied = {caller_.vm, vm_id, size};
  to.message = size << 32 | caller_.vm;
  if (vm_id == 0) {
    to.box = Box::kRead;
    Return(0);
    return SwitchToPrimary(State::kReady, Message(size));
  }
  uint64_t woken = kNoVcpu;
  if (to.receivers.empty()) {
    to.box = Box::kReceived;
  } else {
    to.box = Box::kRead;
    woken = to.receivers.back();
    const VcpuName name{vm_id, to.receivers.back()};
    Wake(name);
    vcpu(name).x0 = to.message;
  }
  if (primary()) return Return(woken);
  Return(0);
  SwitchToPrimary(State::kReady, WakeUp(vm_id, woken));
}

void Machine::MailboxReceive(bool block) {
  if (primary()) return Return(kNoMessage);
  if (vm().box == Box::kReceived) {
    vm().box = Box::kRead;
    return Return(vm().message);
  }
  // Also what it returns when something else than a message wakes it.
  Return(kNoMessage);
  if (!block || interrupted(caller_)) return;
  vm().receivers.push_back(caller_.index);
  Block(State::kBlockedMailbox);
}

void Machine::MailboxClear() {
  if (vm().box != Box::kRead) return Refuse();
  vm().box = Box::kEmpty;
  MailboxBecameWritable();
}

void Machine::MailboxBecameWritable() {
  if (vm().waiters.empty()) return Return(0);
  if (primary()) return Return(1);
  Return(0);
  SwitchToPrimary(State::kReady, kNotifyWaiters);
}

void Machine::MailboxWritableGet() {
  if (vm().writable.empty()) return Refuse();
  Return(TakeFirst(vm().writable));
}

void Machine::MailboxWaiterGet(uint32_t vm_id) {
  if (!primary() || !VmExists(vm_id)) return Refuse();
  Vm& of = vms_[vm_id];
  if (!of.send || of.box != Box::kEmpty || of.waiters.empty()) return Refuse();
  const uint32_t waiter = TakeFirst(of.waiters);
  AppendOnce(vms_[waiter].writable, vm_id);
  Return(waiter);
}

void Machine::InterruptEnable(uint32_t intid, bool enable) {
  if (intid >= kIntids) return Refuse();
  caller().enabled.set(intid, enable);
  Return(0);
}

void Machine::InterruptGet() {
  for (uint32_t intid = 0; intid < kIntids; ++intid) {
    if (caller().enabled[intid] && caller().pending[intid]) {
      caller().pending.reset(intid);
      return Return(intid);
    }
  }
  Return(kNone32);
}

void Machine::InterruptInject(uint32_t vm_id, uint32_t index, uint32_t intid) {
  if (intid >= kIntids || !VmExists(vm_id) || index >= vms_[vm_id].vcpus.size()) return Refuse();
  if (!primary() && vm_id != caller_.vm) return Refuse();
  const VcpuName name{vm_id, index};
  Vcpu& target = vcpu(name);
  const bool first = target.enabled[intid] && !interrupted(name);
  target.pending.set(intid);
  Return(0);
  if (!first) return;
  if (target.state == State::kBlockedMailbox || target.state == State::kBlockedInterrupt) {
    Wake(name);
  }
  if (primary()) return Return(1);
  if (name != caller_) SwitchToPrimary(State::kReady, WakeUp(vm_id, index));
}

void Machine::ShareMemory(uint32_t vm_id, uint32_t mode, uint64_t begin, uint64_t size) {
  constexpr uint32_t kGive = 0, kShare = 2;
  const uint64_t end = begin + size;
  if (size == 0 || vm_id == caller_.vm || !VmExists(vm_id) || mode > kShare) return Refuse();
  if (begin % kPageSize != 0 || size % kPageSize != 0 || end < begin) return Refuse();
  for (uint64_t at = begin; at < end; at += kPageSize) {
    if (!IsRam(at)) return Refuse();
  }
  // One mode for all pages, both in the caller and, if they go back to it, in their owner.
  const View mine = view(caller_.vm, begin);
  const View theirs = view(vm_id, begin);
  const bool give_back = mode == kGive && !mine.owner && theirs.owner;
  if (!mine.read && !mine.write && !mine.execute) return Refuse();
  if (!mine.exclusive && !give_back) return Refuse();
  for (uint64_t at = begin; at < end; at += kPageSize) {
    if (view(caller_.vm, at) != mine) return Refuse();
    if (give_back && view(vm_id, at) != theirs) return Refuse();
  }
  for (uint64_t at = begin; at < end; at += kPageSize) {
    Page page = PageAt(at);
    if (mode == kGive) page.owner = vm_id;
    if (mode != kShare) page.access.clear();
    page.access[vm_id] = kAll;
    SetPage(at, page);
  }
  outcome_.zeroed = {begin, size};
  Return(0);
}

bool Machine::IsRam(uint64_t page) const {
  return std::any_of(ram_.begin(), ram_.end(),
                     [&](const Ram& ram) { return ram.begin <= page && page < ram.end; });
}

Machine::Page Machine::FirstPageAt(uint64_t address) const {
  for (const Ram& ram : ram_) {
    if (address < ram.begin || ram.end <= address) continue;
    if (ram.owner == kNobody) break;
    return {.owner = ram.owner, .access = {{ram.owner, kAll}}};
  }
  return {.owner = kNobody, .access = {}};
}

Machine::Page Machine::PageAt(uint64_t address) const {
  const auto changed = pages_.find(address);
  return changed != pages_.end() ? changed->second : FirstPageAt(address);
}

void Machine::SetPage(uint64_t address, const Page& page) {
  if (page == FirstPageAt(address)) {
    pages_.erase(address);
  } else {
    pages_[address] = page;
  }
}

View Machine::view(uint32_t vm, uint64_t address) const {
  const Page page = PageAt(address);
  View view;
  if (const auto access = page.access.find(vm); access != page.access.end()) view = access->second;
  view.owner = page.owner == vm;
  view.exclusive =
      view.owner && !page.mailbox && page.access.size() == 1 && page.access.count(vm) == 1;
  return view;
}

std::vector<uint64_t> Machine::changed_pages() const {
  std::vector<uint64_t> pages;
  for (const auto& [address, page] : pages_) pages.push_back(address);
  return pages;
}

std::string Machine::Key() const {
  std::ostringstream key;
  const auto list = [&](const char* name, const std::vector<uint32_t>& values) {
    key << name;
    for (const uint32_t value : values) key << value << ",";
  };
  for (const VcpuName& on : cpus_) key << on.vm << "." << on.index << " ";
  key << "t" << now_;
  for (const Vm& vm : vms_) {
    key << "|" << vm.aborting << (vm.send ? std::to_string(*vm.send) : "-") << " " << vm.receive
        << static_cast<int>(vm.box);
    if (vm.box == Box::kReceived) key << vm.message;
    list("r", vm.receivers);
    list("w", vm.waiters);
    list("v", vm.writable);
    for (const Vcpu& vcpu : vm.vcpus) {
      key << "/" << static_cast<int>(vcpu.state);
      if (vcpu.state != State::kRunning) key << "x" << vcpu.x0;
      key << "e" << vcpu.enabled.to_ullong() << "p" << vcpu.pending.to_ullong() << "t"
          << vcpu.timer_control << "," << vcpu.timer_compare;
    }
  }
  for (const auto& [address, page] : pages_) {
    key << "#" << address << "o" << page.owner << page.mailbox;
    for (const auto& [vm, view] : page.access) {
      key << "a" << vm << view.read << view.write << view.execute;
    }
  }
  return key.str();
}

}  // namespace hf::model
