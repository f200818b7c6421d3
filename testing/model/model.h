// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// ABI 1.0 as a machine that can be stepped: what each vCPU's calls and exits do, and which vCPU
// goes on. Written by hand from the text of the ABI, sharing no code with EL2 and none that is
// generated: a second opinion on the one that is made of the IDL's rows (abi/model/machine.h),
// which has the same interface and is what the core is compared with. One thing happens at a time;
// time, memory's contents and registers other than x0 are the caller's, who is told what became of
// them.
//
//   model::Machine machine({.cpus = 2, .secondaries = {{model::State::kReady}}, ...});
//   machine.Step(0, model::Call(0xff03, 1, 0));   // vcpu_run(1, 0): VM 1 goes on on CPU 0
//   machine.Step(0, model::Wfi());                // it waits: the primary's call has returned
//   machine.x0(0)                                 // WAIT_FOR_INTERRUPT

#ifndef TESTING_MODEL_MODEL_H_
#define TESTING_MODEL_MODEL_H_

#include <bitset>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hf::model {

inline constexpr uint64_t kPageSize = 4096;

enum class State : uint8_t {
  kOff,
  kReady,
  kRunning,
  kBlockedMailbox,
  kBlockedInterrupt,
  kAborted,
};
enum class Box : uint8_t { kEmpty, kReceived, kRead };

// What the vCPU that has a CPU does, or what happens to it.
struct Event {
  enum class Kind : uint8_t {
    kCall,       // HVC #0 with these registers
    kWfi,        // a secondary waits for an interrupt
    kInterrupt,  // a physical interrupt arrives while a secondary runs
    kAbort,      // it accesses memory that it has not
    kSetTimer,   // a secondary writes its virtual timer: x[0] CNTV_CTL, x[1] CNTV_CVAL; no exit
    kTime,       // x[0] ticks pass; no exit
  };
  Kind kind;
  uint64_t x[4] = {};
  bool operator==(const Event&) const = default;
};
constexpr Event Call(uint64_t x0, uint64_t x1 = 0, uint64_t x2 = 0, uint64_t x3 = 0) {
  return {Event::Kind::kCall, {x0, x1, x2, x3}};
}
constexpr Event Wfi() { return {Event::Kind::kWfi}; }
constexpr Event Interrupt() { return {Event::Kind::kInterrupt}; }
constexpr Event Abort() { return {Event::Kind::kAbort}; }
constexpr Event SetTimer(uint64_t control, uint64_t compare) {
  return {Event::Kind::kSetTimer, {control, compare}};
}
constexpr Event Time(uint64_t ticks) { return {Event::Kind::kTime, {ticks}}; }

// In words, e.g. "mailbox_send(1, 64, 1)".
std::string Describe(const Event& event);

struct VcpuName {
  uint32_t vm = 0;
  uint32_t index = 0;
  auto operator<=>(const VcpuName&) const = default;
};

// What happened besides the new state.
struct Outcome {
  // The call was answered with -1, or vcpu_run with WAIT_FOR_INTERRUPT: unless `noted`, nothing
  // but the caller's x0 to x3 may have changed.
  bool refused = false;
  bool noted = false;
  // So many bytes were copied from one VM's send page to another's receive page.
  struct Copy {
    uint32_t from;
    uint32_t to;
    uint64_t size;
  };
  std::optional<Copy> copied;
  // This memory was zeroed.
  struct Zero {
    uint64_t begin;
    uint64_t size;
  };
  std::optional<Zero> zeroed;
};

// How a VM sees a page.
struct View {
  bool read = false;
  bool write = false;
  bool execute = false;
  bool owner = false;
  bool exclusive = false;  // the owner's alone: neither lent nor shared, with EL2 neither
  bool operator==(const View&) const = default;
};

class Machine {
 public:
  // RAM in whole pages, and whose it is; kNobody for the hypervisor's own.
  static constexpr uint32_t kNobody = ~uint32_t{0};
  struct Ram {
    uint64_t begin;
    uint64_t end;
    uint32_t owner;
  };
  struct Config {
    uint32_t cpus = 1;                            // each runs the primary's vCPU of its number
    std::vector<std::vector<State>> secondaries;  // the states of their vCPUs
    std::vector<Ram> ram;                         // where pieces overlap the first counts
    uint64_t ticks_per_second = 1000;
  };
  explicit Machine(const Config& config);

  // Requires what the kind of event does: a secondary for kWfi, kInterrupt and kSetTimer.
  Outcome Step(uint32_t cpu, const Event& event);

  // Who runs on a CPU, and its x0.
  VcpuName on(uint32_t cpu) const { return cpus_[cpu]; }
  uint64_t x0(uint32_t cpu) const { return vcpu(on(cpu)).x0; }

  uint32_t vm_count() const { return static_cast<uint32_t>(vms_.size()); }
  uint32_t vcpu_count(uint32_t vm) const { return static_cast<uint32_t>(vms_[vm].vcpus.size()); }
  State state(VcpuName name) const { return vcpu(name).state; }
  uint64_t x0(VcpuName name) const { return vcpu(name).x0; }
  bool aborting(uint32_t vm) const { return vms_[vm].aborting; }
  bool configured(uint32_t vm) const { return vms_[vm].send.has_value(); }
  // Requires configured().
  uint64_t send_page(uint32_t vm) const { return *vms_[vm].send; }
  uint64_t receive_page(uint32_t vm) const { return vms_[vm].receive; }
  Box box(uint32_t vm) const { return vms_[vm].box; }
  // As mailbox_receive returns it: the last message that the mailbox got.
  uint64_t message(uint32_t vm) const { return vms_[vm].message; }
  bool has_waiters(uint32_t vm) const { return !vms_[vm].waiters.empty(); }
  // Whether it has an enabled interrupt pending: its virtual IRQ line, if it is a secondary's.
  bool interrupted(VcpuName name) const { return (vcpu(name).enabled & vcpu(name).pending).any(); }
  // CNTV_CTL_EL0 without ISTATUS, and CNTV_CVAL_EL0.
  uint64_t timer_control(VcpuName name) const { return vcpu(name).timer_control; }
  uint64_t now() const { return now_; }
  View view(uint32_t vm, uint64_t page) const;
  // The pages that are not as they were at first.
  std::vector<uint64_t> changed_pages() const;

  // A text that is the same for the same state, with everything that can matter later. Registers
  // of those who run are left out: their next event overwrites them.
  std::string Key() const;

 private:
  struct Vcpu {
    State state = State::kOff;
    uint64_t x0 = 0;
    std::bitset<64> enabled;
    std::bitset<64> pending;
    uint64_t timer_control = 0;
    uint64_t timer_compare = 0;
  };
  struct Vm {
    std::vector<Vcpu> vcpus;
    bool aborting = false;
    std::optional<uint64_t> send;
    uint64_t receive = 0;
    Box box = Box::kEmpty;
    uint64_t message = 0;             // as mailbox_receive returns it
    std::vector<uint32_t> receivers;  // blocked vCPUs; the last one gets the message
    std::vector<uint32_t> waiters;    // VMs that wait for this one's mailbox; the first is next
    std::vector<uint32_t> writable;   // VMs whose mailboxes became writable; the first is next
  };
  struct Page {
    uint32_t owner;
    std::map<uint32_t, View> access;  // of those who have any
    bool mailbox = false;
    bool operator==(const Page&) const = default;
  };

  Vcpu& vcpu(VcpuName name) { return vms_[name.vm].vcpus[name.index]; }
  const Vcpu& vcpu(VcpuName name) const { return vms_[name.vm].vcpus[name.index]; }
  Vm& vm() { return vms_[caller_.vm]; }
  Vcpu& caller() { return vcpu(caller_); }
  bool primary() const { return caller_.vm == 0; }
  bool VmExists(uint64_t id) const { return id < vms_.size(); }

  void DoCall(const uint64_t (&x)[4]);
  // The caller goes on with this result.
  void Return(uint64_t result) { caller().x0 = result; }
  // It goes on with -1, or what else the call answers when nothing is done.
  void Refuse(uint64_t result = ~uint64_t{0});
  // The calling secondary's CPU goes back to the primary, whose vcpu_run returns `code`.
  void SwitchToPrimary(State state, uint64_t code);
  // It blocks: with WAIT_FOR_INTERRUPT, or SLEEP if its timer will wake it.
  void Block(State state);
  // A blocked vCPU becomes ready.
  void Wake(VcpuName name);
  // A timer that has expired makes its interrupt pending. True if it has.
  bool NoticeTimer(Vcpu& vcpu) const;

  void VcpuGetCount(uint32_t vm_id);
  void VcpuRun(uint32_t vm_id, uint32_t index);
  void VmConfigure(uint64_t send, uint64_t receive);
  void MailboxSend(uint32_t vm_id, uint64_t size, bool notify);
  void MailboxReceive(bool block);
  void MailboxClear();
  void MailboxBecameWritable();
  void MailboxWritableGet();
  void MailboxWaiterGet(uint32_t vm_id);
  void InterruptEnable(uint32_t intid, bool enable);
  void InterruptGet();
  void InterruptInject(uint32_t vm_id, uint32_t index, uint32_t intid);
  void ShareMemory(uint32_t vm_id, uint32_t mode, uint64_t begin, uint64_t size);

  bool IsRam(uint64_t page) const;
  Page FirstPageAt(uint64_t address) const;
  Page PageAt(uint64_t address) const;
  void SetPage(uint64_t address, const Page& page);

  uint64_t ticks_per_second_;
  uint64_t now_ = 0;
  std::vector<Ram> ram_;
  std::vector<Vm> vms_;
  std::vector<VcpuName> cpus_;
  std::map<uint64_t, Page> pages_;  // those that differ from how they began

  // During a step.
  uint32_t cpu_ = 0;
  VcpuName caller_;
  Outcome outcome_;
};

}  // namespace hf::model

#endif  // TESTING_MODEL_MODEL_H_
