// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A virtual machine.

#ifndef HYPERVISOR_VM_VM_H_
#define HYPERVISOR_VM_VM_H_

#include <array>
#include <cstdint>
#include <span>

#include "abi/el2/levels.h"
#include "abi/el2/types.h"
#include "hypervisor/arch/switch.h"
#include "hypervisor/ipc/mailbox.h"
#include "hypervisor/ipc/vm_queue.h"
#include "hypervisor/irq/virtual_interrupts.h"
#include "hypervisor/mm/address_space.h"
#include "hypervisor/mm/transfer.h"
#include "hypervisor/sync/atomic.h"
#include "hypervisor/sync/protected.h"
#include "hypervisor/vm/console_line.h"
#include "hypervisor/vm/vcpu.h"

namespace hf {

// What several CPUs may change.
struct VmState {
  abi::VmState life = abi::VmState::kRunning;
  AddressSpace memory;
  Transfers transfers;
  Mailbox mailbox;
  // Invariant: kRunning on at most one CPU, which is the vCPU's loaded_on.
  std::array<abi::VcpuState, abi::kMaxVcpus> vcpus{};
  std::array<VirtualInterrupts, abi::kMaxVcpus> interrupts;
  // Of a vCPU that is blocked: when the system counter is there, its own timer ends the wait. A
  // counter of 64 bits does not come to kNever (Arm ARM D11.1.2).
  static constexpr uint64_t kNever = ~uint64_t{0};
  std::array<uint64_t, abi::kMaxVcpus> wake_at{};

  // A vCPU that waits, for whatever it does, becomes ready; the call in which it waits has its
  // result already. False, and nothing changed, if it does not wait.
  bool Wake(uint32_t vcpu);
};

class Vm {
 public:
  using State = Protected<VmState, LockRank::kVm>;

  // Called once, at boot.
  void Init(uint32_t id, std::span<Vcpu> vcpus, const AddressSpace& memory);

  // The level of the ABI that the VM is served at: 1.0 unless its configuration says otherwise.
  // Constant after boot.
  abi::Level level() const { return level_; }
  void set_level(abi::Level level) { level_ = level; }

  uint32_t id() const { return id_; }
  bool is_primary() const { return id_ == abi::kPrimaryVmId; }
  std::span<Vcpu> vcpus() const { return vcpus_; }
  State& state() { return state_; }
  // The VMs whose mailbox has become writable since this one asked to be told: in order, each once.
  Protected<VmQueue, LockRank::kVmWritable>& writable() { return writable_; }
  Protected<ConsoleLine, LockRank::kVmConsole>& console() { return console_; }

  // To be called after each change of the interrupts of a vCPU, with the state still locked: the
  // CPU that enters the vCPU asserts its line by what it finds here. A CPU that has it entered
  // already does so when it enters it again; whoever injects sees to that, as the ABI says.
  void ShowInterrupts(const VmState& state, uint32_t vcpu);

  arch::Loadable Loadable(Vcpu& vcpu) const {
    return {vcpu.registers, stage2_,
            is_primary() ? arch::VmClass::kPrimary : arch::VmClass::kSecondary};
  }

  // A hint that saves the lock on every exit: once true it stays, and the state's `life` says so.
  bool aborting() const { return aborting_.load(std::memory_order_relaxed); }
  void MarkAborting(VmState& state) {
    state.life = abi::VmState::kAborting;
    aborting_.store(true, std::memory_order_relaxed);
  }

 private:
  uint32_t id_ = 0;
  abi::Level level_ = abi::Level::k1_0;
  std::span<Vcpu> vcpus_;
  arch::Stage2Root stage2_;
  Atomic<bool> aborting_ = false;
  State state_;
  Protected<VmQueue, LockRank::kVmWritable> writable_;
  Protected<ConsoleLine, LockRank::kVmConsole> console_;
};

}  // namespace hf

#endif  // HYPERVISOR_VM_VM_H_
