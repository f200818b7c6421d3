// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The composition root: the boot CPU comes here with EL2's own image mapped and nothing else known,
// and leaves into the primary VM. The other CPUs come later, when the primary turns them on.

#include "abi/el2/types.h"
#include "hypervisor/arch/aarch64/hw/cpu.h"
#include "hypervisor/arch/aarch64/hw/layout.h"
#include "hypervisor/arch/aarch64/hw/panic.h"
#include "hypervisor/arch/aarch64/hw/sysreg.h"
#include "hypervisor/arch/memory.h"
#include "hypervisor/arch/switch.h"
#include "hypervisor/arch/trace.h"
#include "hypervisor/boot/el2_map.h"
#include "hypervisor/boot/failure.h"
#include "hypervisor/boot/loader.h"
#include "hypervisor/exits/system.h"
#include "hypervisor/exits/trace.h"
#include "hypervisor/manifest/board.h"
#include "hypervisor/manifest/fdt.h"

namespace hf::boot {
namespace {

constinit System the_system;

// The PL011 of QEMU's virt machine: used until the device tree says where the console is, so that
// there is a way to say that there is no device tree.
constexpr PhysAddr kEarlyConsole(0x09000000);

void UseConsole(El2Map& map, PhysAddr pl011) {
  map.Map(*PhysRange::FromSize(pl011.AlignDown(kPageSize), kPageSize), arch::El2Mapping::kDevice);
  arch::SetConsole(pl011);
}

// The pages that a range of bytes touches.
PhysRange PagesOf(PhysRange range) {
  return *PhysRange::FromBounds(range.begin().AlignDown(kPageSize), range.end().AlignUp(kPageSize));
}

std::span<const std::byte> Bytes(PhysRange range) {
  return {arch::DirectMap(range.begin()), range.size()};
}

// Where the device tree is. Ends the boot if there is none.
PhysRange MapDeviceTree(El2Map& map, PhysAddr address) {
  constexpr uint64_t kLimit = uint64_t{1} << 39;
  if (address.raw() == 0 || !address.IsAligned(8) || address.raw() >= kLimit) {
    Fail("the boot loader gave no device tree: x0 was %", address);
  }
  const PhysRange head = *PhysRange::FromSize(address, manifest::Fdt::kHeadSize);
  map.Map(PagesOf(head), arch::El2Mapping::kData);
  const auto size = manifest::Fdt::TotalSize(Bytes(head));
  if (!size.ok()) Fail("no device tree at %: %", address, size.error().what);
  const PhysRange tree = *PhysRange::FromSize(address, size.value());
  if (tree.Overlaps(arch::ImageRange())) Fail("the device tree at % lies in EL2's memory", address);
  map.Map(PagesOf(tree), arch::El2Mapping::kData);
  return tree;
}

void UseBoard(const manifest::Board& board, El2Map& map) {
  for (const PhysRange& ram : board.ram) {
    const PhysRange pages = ram.WholePages();
    if (pages.empty()) continue;
    map.Map(pages, arch::El2Mapping::kData);
    HF_CHECK(the_system.ram.push_back(pages));
  }
  if (the_system.console &&
      the_system.IsRam(PagesOf(*PhysRange::FromSize(*the_system.console, 1)))) {
    Fail("the console at % lies in RAM", *the_system.console);
  }
  if (!the_system.IsRam(arch::ImageRange())) {
    Fail("EL2 at % is not in the device tree's memory", arch::ImageRange().begin());
  }
  for (const uint64_t mpidr : board.cpus) {
    Cpu& cpu = the_system.cpus[the_system.cpu_count];
    cpu.index = the_system.cpu_count++;
    cpu.mpidr = mpidr;
  }
  if (board.cpu_count > board.cpus.size()) {
    Log("only % of % CPUs are used", board.cpus.size(), board.cpu_count);
  }
  for (const PhysRange& redistributors : board.gic_redistributors) {
    for (const PhysRange& ram : the_system.ram) {
      if (ram.Overlaps(redistributors)) {
        Fail("the GIC's redistributors at % lie in RAM", redistributors.begin());
      }
    }
    map.Map(PagesOf(redistributors), arch::El2Mapping::kDevice);
    for (const Cpu& cpu : the_system.cpus) {
      if (cpu.index < the_system.cpu_count) {
        arch::FindRedistributor(redistributors, cpu.index, cpu.mpidr);
      }
    }
  }
}

// Loads everything. Apart from the caller so that its stack is free again when a VM runs.
[[gnu::noinline]] Vcpu& Prepare(PhysAddr device_tree) {
  arch::DetectFeatures();
  the_system.pool.Donate(arch::PoolRange());
  El2Map map(arch::El2Root(), arch::ImageRange(), the_system.pool);
  UseConsole(map, kEarlyConsole);
#ifdef HF_TRACE
  map.Map(*PhysRange::FromSize(arch::kTraceDevice, kPageSize), arch::El2Mapping::kDevice);
  BeginTrace();
#endif
  Log("Hafnia, hypercall ABI %.%, at % to %", abi::kMajor, abi::kMinor, arch::ImageRange().begin(),
      arch::ImageRange().end());

  const PhysRange tree = MapDeviceTree(map, device_tree);
  const auto fdt = manifest::Fdt::Parse(Bytes(tree));
  if (!fdt.ok()) Fail("the device tree at %: %", device_tree, fdt.error().what);
  if (const auto console = FindConsole(fdt.value())) {
    if (arch::ImageRange().Contains(*console))
      Fail("the console at % lies in EL2's memory", *console);
    UseConsole(map, *console);
    the_system.console = *console;
  }
  const auto board = ReadBoard(fdt.value());
  if (!board.ok()) Fail("%", board.error().what);
  UseBoard(board.value(), map);
  const auto& initrd = board.value().initrd;
  if (!initrd.ok()) Fail("%", initrd.error().what);
  if (!the_system.IsRam(initrd.value())) {
    Fail("the RAM disk at % to % is not in the device tree's memory", initrd.value().begin(),
         initrd.value().end());
  }
  Cpu* const cpu = the_system.FindCpu(arch::ThisMpidr());
  if (cpu == nullptr) Fail("the device tree has no CPU %, which boots", Hex{arch::ThisMpidr()});

  Loader loader(the_system,
                {.image = arch::ImageRange(), .device_tree = tree, .archive = initrd.value()});
  loader.Run();
  for (uint32_t i = 0; i < the_system.vm_count; ++i) {
    auto state = the_system.vms[i].state().Lock();
    state->memory.Activate();
    arch::StopInPanic(state->memory.root());
  }
  Log("% table pages are free", the_system.pool.free_pages());
  cpu->power.store(Cpu::Power::kOn);
  return *cpu->primary_vcpu;
}

[[noreturn]] void Enter(Vcpu& vcpu) {
  arch::SetUpCpu();
  vcpu.registers.vmpidr = HF_READ_SYSREG(mpidr_el1);
  TraceStart(vcpu);
  arch::LoadFirstVcpu(vcpu.vm->Loadable(vcpu));
  arch::hf_enter_vm(&vcpu.registers);
}

}  // namespace

extern "C" [[noreturn]] void hf_boot_main(uint64_t device_tree);
extern "C" [[noreturn]] void hf_secondary_main(uint64_t cpu_index);

void hf_boot_main(uint64_t device_tree) { Enter(Prepare(PhysAddr(device_tree))); }

// The CPU was turned on by the primary; its vCPU's registers say where to go.
void hf_secondary_main(uint64_t cpu_index) { Enter(*the_system.cpus[cpu_index].primary_vcpu); }

}  // namespace hf::boot

namespace hf {

System& TheSystem() { return boot::the_system; }

}  // namespace hf
