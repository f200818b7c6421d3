// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The ABI as a machine that can be stepped: what each vCPU's calls and exits do, and which vCPU
// goes on. What they do is what the rows of the IDL say; here is only who has which CPU, and which
// event happens when. One thing happens at a time; time, memory's contents and registers other than
// x0 are the caller's, who is told what became of them.
//
//   Machine machine({.cpus = 2, .secondaries = {{VcpuState::kReady}}, ...});
//   machine.Step(0, Call(0xff03, 1, 0));   // vcpu_run(1, 0): VM 1 goes on on CPU 0
//   machine.Step(0, Wfi());                // it waits: the primary's call has returned
//   machine.x0(0)                          // WAIT_FOR_INTERRUPT

#ifndef ABI_MODEL_MACHINE_H_
#define ABI_MODEL_MACHINE_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "abi/el2/types.h"
#include "abi/model/ids.h"
#include "abi/model/outcome.h"
#include "abi/model/state.h"

namespace hf::abi::model {

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
struct Step {
  // The rows, in the order in which they were taken: "mailbox_send: busy".
  std::vector<std::string> rows;
  // A call was answered, and nothing but the caller's x0 to x3 may have changed.
  bool nothing_changes = false;
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

// The rows of one level of the ABI, as functions or as data.
class Rows {
 public:
  virtual Outcome OfCall(const State& state, Caller caller, const uint64_t (&x)[4]) const = 0;
  virtual Outcome OfEvent(const State& state, Caller caller, EventId event) const = 0;

 protected:
  ~Rows() = default;
};
// Those of abi/hafnia.proto.
const Rows& CurrentRows();

class Machine {
 public:
  // RAM in whole pages, and whose it is; kNobody for the hypervisor's own.
  static constexpr uint32_t kNobody = State::kNobody;
  struct Ram {
    uint64_t begin;
    uint64_t end;
    uint32_t owner;
  };
  struct Config {
    uint32_t cpus = 1;                                // each runs the primary's vCPU of its number
    std::vector<std::vector<VcpuState>> secondaries;  // the states of their vCPUs
    std::vector<Ram> ram;                             // where pieces overlap the first counts
    uint64_t ticks_per_second = 1000;
    // Of each VM, with the primary; those that are not named are served at 1.0.
    std::vector<Level> levels = {};
    // Of each VM, with the primary; those that are not named have the current rows.
    std::vector<const Rows*> rows = {};
  };
  explicit Machine(const Config& config);

  // Requires what the kind of event does: a secondary for kWfi, kInterrupt and kSetTimer.
  model::Step Step(uint32_t cpu, const Event& event);

  // Who runs on a CPU, and its x0.
  VcpuName on(uint32_t cpu) const { return cpus_[cpu]; }
  uint64_t x0(uint32_t cpu) const { return x0(on(cpu)); }

  uint32_t vm_count() const { return static_cast<uint32_t>(state_.VmCount()); }
  uint32_t vcpu_count(uint32_t vm) const { return static_cast<uint32_t>(state_.VcpuCount(vm)); }
  VcpuState state(VcpuName name) const { return state_.Vcpu(name.vm, name.index); }
  uint64_t x0(VcpuName name) const { return Of(name).x0; }
  bool aborting(uint32_t vm) const { return state_.Vm(vm) == VmState::kAborting; }
  bool configured(uint32_t vm) const { return state_.Configured(vm); }
  // Requires configured().
  uint64_t send_page(uint32_t vm) const { return state_.send_page(vm); }
  uint64_t receive_page(uint32_t vm) const { return state_.receive_page(vm); }
  MailboxState box(uint32_t vm) const { return state_.Mailbox(vm); }
  // As mailbox_receive returns it: the last message that the mailbox got.
  uint64_t message(uint32_t vm) const { return messages_[vm]; }
  bool has_waiters(uint32_t vm) const { return state_.HasWaiters(vm); }
  // Whether it has an enabled interrupt pending: its virtual IRQ line, if it is a secondary's.
  bool interrupted(VcpuName name) const { return state_.InterruptWaiting(name.vm, name.index); }
  // CNTV_CTL_EL0 without ISTATUS.
  uint64_t timer_control(VcpuName name) const { return state_.timer_control(name.vm, name.index); }
  uint64_t now() const { return state_.now(); }
  model::View view(uint32_t vm, uint64_t page) const { return state_.View(vm, page); }
  // The pages that are not as they were at first.
  std::vector<uint64_t> changed_pages() const;

  // For tests of what depends on what the state does not know, such as memory for tables.
  State& abstract() { return state_; }
  const State& abstract() const { return state_; }

  // A text that is the same for the same state, with everything that can matter later. Registers
  // of those who run are left out: their next event overwrites them.
  std::string Key() const;

 private:
  struct Vcpu {
    uint64_t x0 = 0;
    // Its mailbox_receive has not returned.
    bool receives = false;
  };

  Vcpu& Of(VcpuName name) { return vcpus_[name.vm * kMostVcpus + name.index]; }
  const Vcpu& Of(VcpuName name) const { return vcpus_[name.vm * kMostVcpus + name.index]; }
  const Rows& RowsOf(uint32_t vm) const { return *rows_[vm]; }
  Outcome Ask(VcpuName name, EventId event) const;
  // What the rows say, on the CPU where it happens.
  void Do(uint32_t cpu, VcpuName caller, const char* what, const Outcome& outcome);
  void Happen(uint32_t cpu, VcpuName name, EventId event);
  // A vCPU's mailbox_receive returns, or would if it were interrupted now.
  void EndReceives(VcpuName name);

  std::vector<const Rows*> rows_;
  Memory memory_at_first_;
  State state_;
  std::vector<VcpuName> cpus_;
  std::vector<Vcpu> vcpus_;
  std::vector<uint64_t> messages_;

  // During a step.
  model::Step step_;
  bool changes_ = false;
};

}  // namespace hf::abi::model

#endif  // ABI_MODEL_MACHINE_H_
