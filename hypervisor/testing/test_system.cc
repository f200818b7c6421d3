// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/testing/test_system.h"

#include <cstring>

#include "hypervisor/arch/exit.h"
#include "hypervisor/arch/memory.h"
#include "hypervisor/arch/switch.h"
#include "hypervisor/boot/loader.h"
#include "hypervisor/exits/system.h"
#include "hypervisor/manifest/testing/tree.h"

namespace hf {
namespace {

System* the_system = nullptr;

}  // namespace

System& TheSystem() { return *the_system; }

namespace test {
namespace {

constexpr uint64_t kImageSize = 512 << 10;

PhysRange RangeAt(uint64_t begin, uint64_t size) {
  return PhysRange::FromSize(PhysAddr(begin), size).value();
}

}  // namespace

Spec WithSecondaries(const std::vector<Secondary>& secondaries, const std::string& abi) {
  Spec spec;
  std::string vms = abi.empty() ? "" : "primary abi=" + abi + "\n";
  for (size_t i = 0; i < secondaries.size(); ++i) {
    const std::string name = "kernel" + std::to_string(i + 1);
    vms += std::to_string(secondaries[i].memory) + " " + std::to_string(secondaries[i].vcpus) +
           " " + name + (secondaries[i].abi.empty() ? "" : " abi=" + secondaries[i].abi) + "\n";
    spec.files.emplace_back(name, "kernel of VM " + std::to_string(i + 1));
  }
  spec.files.emplace_back("vms.txt", vms);
  return spec;
}

TestSystem::TestSystem(const Spec& spec, bool load)
    : machine_(spec.ram), system_(std::make_unique<System>()) {
  the_system = system_.get();
  machine_.physical_address_bits = spec.physical_address_bits;
  for (const host::Machine::Ram& ram : spec.ram) {
    HF_CHECK(system_->ram.push_back(RangeAt(ram.begin, ram.size)));
  }
  for (const uint64_t mpidr : spec.cpus) {
    Cpu& cpu = system_->cpus[system_->cpu_count];
    cpu.index = system_->cpu_count++;
    cpu.mpidr = mpidr;
  }
  if (spec.console) system_->console = PhysAddr(kUart);

  image_ = RangeAt(spec.image, kImageSize);
  const uint64_t pool = spec.pool_pages * kPageSize;
  pool_ = PhysRange::FromBounds(image_.end() - pool, image_.end()).value();
  system_->pool.Donate(pool_);

  const std::string archive = MakeArchive(spec.files);
  archive_ = RangeAt(spec.archive, archive.size());
  Write(spec.archive, archive);

  manifest::Tree tree = manifest::SmallBoard();
  tree.Cells("/chosen", "linux,initrd-start", {static_cast<uint32_t>(spec.archive)});
  tree.Cells("/chosen", "linux,initrd-end", {static_cast<uint32_t>(spec.archive + archive.size())});
  const manifest::Bytes bytes = tree.Build(spec.device_tree_room);
  device_tree_ = RangeAt(spec.device_tree, bytes.size());
  std::memcpy(arch::DirectMap(device_tree_.begin()), bytes.data(), bytes.size());

  if (load) {
    Load();
    machine_.TakeConsole();
  }
}

TestSystem::~TestSystem() { the_system = nullptr; }

void TestSystem::Load() {
  boot::Loader loader(*system_,
                      {.image = image_, .device_tree = device_tree_, .archive = archive_});
  loader.Run();
  for (uint32_t i = 0; i < system_->vm_count; ++i) {
    vm(i).state().Lock()->memory.Activate();
    entries_[i] = vcpu(i, 0).registers.pc;
  }
  // All CPUs have entered the primary.
  for (uint32_t i = 0; i < system_->cpu_count; ++i) {
    running_[i] = system_->cpus[i].primary_vcpu;
    arch::LoadFirstVcpu(running_[i]->vm->Loadable(*running_[i]));
  }
  system_->cpus[0].power.store(Cpu::Power::kOn);
}

arch::Stage2Page TestSystem::PageOf(uint32_t vm_id, uint64_t address) {
  return vm(vm_id).state().Lock()->memory.Uniform(RangeAt(address, kPageSize)).value();
}

void TestSystem::Exit(const arch::Exit& exit, uint32_t cpu) {
  running_[cpu] = &Vcpu::FromRegisters(arch::HandleExit(on(cpu).registers, exit));
}

uint64_t TestSystem::CallOn(uint32_t cpu, uint64_t number, uint64_t x1, uint64_t x2, uint64_t x3) {
  auto& x = on(cpu).registers.x;
  x[0] = number;
  x[1] = x1;
  x[2] = x2;
  x[3] = x3;
  Exit(Hvc(), cpu);
  return x0(cpu);
}

void TestSystem::Run(uint32_t vm_id, uint32_t index, uint32_t cpu) {
  CallOn(cpu, static_cast<uint64_t>(abi::Call::kVcpuRun), vm_id, index);
  if (&on(cpu) != &vcpu(vm_id, index)) Panic("the vCPU could not be run");
}

uint64_t TestSystem::SendPageOf(uint32_t vm_id) const {
  return vm_id == abi::kPrimaryVmId ? kPrimaryKernel + kMiB : MemoryOf(vm_id);
}

void TestSystem::Configure(uint32_t cpu) {
  const uint32_t id = on(cpu).vm->id();
  const uint64_t result = CallOn(cpu, static_cast<uint64_t>(abi::Call::kVmConfigure),
                                 SendPageOf(id), ReceivePageOf(id));
  if (result != 0) Panic("the mailbox could not be configured");
}

std::string TestSystem::Read(uint64_t address, size_t size) {
  return {reinterpret_cast<const char*>(arch::DirectMap(PhysAddr(address))), size};
}

void TestSystem::Write(uint64_t address, const std::string& bytes) {
  std::memcpy(arch::DirectMap(PhysAddr(address)), bytes.data(), bytes.size());
}

}  // namespace test
}  // namespace hf
