// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A machine with loaded VMs: the real loader on a device tree and a RAM disk that are made here. It
// is what TheSystem() returns while it lives, and it keeps track of the vCPU that each CPU runs.
//
//   TestSystem t(WithSecondaries({{.vcpus = 2}}));
//   t.Call(Call::kVcpuRun, 1, 0);              // the primary runs vCPU 0 of VM 1
//   t.Exit(Wfi());                             // which waits
//   EXPECT_EQ(t.x0(), ...);                    // and the primary's call has returned
//
// RAM is 64 MiB at 0x40000000 unless the test says otherwise, EL2 at 0x40001000, the primary's
// kernel at 0x40200000, the device tree at 0x41000000 and the RAM disk at 0x42000000.

#ifndef HYPERVISOR_TESTING_TEST_SYSTEM_H_
#define HYPERVISOR_TESTING_TEST_SYSTEM_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "abi/el2/types.h"
#include "hypervisor/arch/host/machine.h"
#include "hypervisor/testing/archive.h"
#include "hypervisor/testing/exits.h"
#include "hypervisor/vm/system.h"

namespace hf::test {

inline constexpr uint64_t kMiB = 1 << 20;
inline constexpr uint64_t kRam = 0x40000000;
inline constexpr uint64_t kRamSize = 64 * kMiB;
inline constexpr uint64_t kPrimaryKernel = 0x40200000;
inline constexpr uint64_t kUart = 0x09000000;

struct Spec {
  std::vector<host::Machine::Ram> ram = {{kRam, kRamSize}};
  std::vector<uint64_t> cpus = {0, 1};  // MPIDRs
  uint64_t image = kRam + 0x1000;       // 512 KiB, whose end is the page pool
  size_t pool_pages = 80;
  uint64_t device_tree = 0x41000000;
  size_t device_tree_room = 4096;
  uint64_t archive = 0x42000000;
  Files files = {{"vmlinuz", "the primary's kernel"}};
  bool console = true;
  unsigned physical_address_bits = 40;
};

struct Secondary {
  uint64_t memory = 64 * kPageSize;
  uint32_t vcpus = 1;
  // The level that its line of vms.txt names, such as "0.1".
  std::string abi = "";
};
// The usual machine with these secondary VMs; the primary's level is stated unless it is "".
Spec WithSecondaries(const std::vector<Secondary>& secondaries, const std::string& abi = "");

class TestSystem {
 public:
  // Everything is in place; unless the test calls Load() itself, the VMs are loaded too, and the
  // console is empty.
  explicit TestSystem(const Spec& spec = {}, bool load = true);
  ~TestSystem();
  void Load();

  host::Machine& machine() { return machine_; }
  System& system() { return *system_; }
  PhysRange image() const { return image_; }
  PhysRange pool() const { return pool_; }  // the page pool, free or not: the end of the image
  PhysRange device_tree() const { return device_tree_; }
  PhysRange archive() const { return archive_; }
  Vm& vm(uint32_t id) { return system_->vms[id]; }
  Vcpu& vcpu(uint32_t vm_id, uint32_t index) { return vm(vm_id).vcpus()[index]; }
  abi::VcpuState StateOf(uint32_t vm_id, uint32_t index) {
    return vm(vm_id).state().Lock()->vcpus[index];
  }
  // The lowest address of a secondary's memory, where its vCPU 0 starts.
  uint64_t MemoryOf(uint32_t vm_id) const { return entries_[vm_id]; }
  arch::Stage2Page PageOf(uint32_t vm_id, uint64_t address);

  // The vCPU that the CPU runs.
  Vcpu& on(uint32_t cpu = 0) { return *running_[cpu]; }
  uint64_t x0(uint32_t cpu = 0) { return on(cpu).registers.x[0]; }
  // Its EL1 registers, which are in hardware.
  arch::El1Registers& el1(uint32_t cpu = 0) { return machine_.LoadedEl1(on(cpu).registers); }
  // It leaves; afterwards on() is the vCPU that EL2 lets the CPU go on with.
  void Exit(const arch::Exit& exit, uint32_t cpu = 0);
  // It makes a hypercall. Returns x0 of the vCPU that runs then.
  uint64_t CallOn(uint32_t cpu, uint64_t number, uint64_t x1 = 0, uint64_t x2 = 0, uint64_t x3 = 0);
  uint64_t Call(abi::Call call, uint64_t x1 = 0, uint64_t x2 = 0, uint64_t x3 = 0) {
    return CallOn(0, static_cast<uint64_t>(call), x1, x2, x3);
  }
  // The primary on this CPU runs a vCPU, which must be ready.
  void Run(uint32_t vm_id, uint32_t vcpu = 0, uint32_t cpu = 0);
  // The VM that runs makes the first two pages of its memory (the primary: from 1 MiB above its
  // kernel) its mailbox.
  void Configure(uint32_t cpu = 0);
  uint64_t SendPageOf(uint32_t vm_id) const;
  uint64_t ReceivePageOf(uint32_t vm_id) const { return SendPageOf(vm_id) + kPageSize; }

  std::string Read(uint64_t address, size_t size);
  void Write(uint64_t address, const std::string& bytes);

 private:
  friend class Checkpoint;
  host::Machine machine_;
  std::unique_ptr<System> system_;
  PhysRange image_;
  PhysRange pool_;
  PhysRange device_tree_;
  PhysRange archive_;
  std::array<uint64_t, abi::kMaxVms> entries_{};
  std::array<Vcpu*, abi::kMaxCpus> running_{};
};

}  // namespace hf::test

#endif  // HYPERVISOR_TESTING_TEST_SYSTEM_H_
