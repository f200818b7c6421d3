// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The secondaries that vms.txt names: memory of their own, nothing shared with anybody.

#include <algorithm>
#include <cstring>

#include "hypervisor/arch/memory.h"
#include "hypervisor/arch/stage2.h"
#include "hypervisor/base/log.h"
#include "hypervisor/boot/loader.h"

namespace hf::boot {
namespace {

using arch::Ownership;
using arch::Stage2Page;

static_assert(manifest::kMaxVcpusPerVm == abi::kMaxVcpus);

constexpr Stage2Page kOwnMemory{
    .read = true, .write = true, .execute = true, .ownership = Ownership::kOwned};
constexpr Stage2Page kNothing{};

// An IPA space that just reaches the end of RAM, so that root tables are small.
unsigned IpaBits(const System& system) {
  unsigned bits = 31;
  while (system.ram[system.ram.size() - 1].end().raw() > uint64_t{1} << bits) ++bits;
  return bits;
}

// The level of the ABI that a line of vms.txt names; the one that VMs have which say nothing.
abi::Level LevelOf(manifest::AbiVersion version) {
  using manifest::AbiVersion;
  if (version == AbiVersion::kUnstated) return abi::Level::k1_0;
  constexpr auto kFirst = static_cast<uint8_t>(AbiVersion::k0_1);
  static_assert(static_cast<uint8_t>(AbiVersion::k1_0) - kFirst ==
                static_cast<uint8_t>(abi::Level::k1_0));
  static_assert(static_cast<uint8_t>(AbiVersion::k1_1) - kFirst ==
                static_cast<uint8_t>(abi::Level::k1_1));
  return static_cast<abi::Level>(static_cast<uint8_t>(version) - kFirst);
}

// MPIDR_EL1 of a secondary's vCPU: RES1, and the index as Aff0.
constexpr uint64_t SecondaryMpidr(uint32_t index) { return 0x80000000 | index; }

}  // namespace

void Loader::LoadSecondaries() {
  const auto text = Find("vms.txt");
  if (!text) return;
  manifest::VmsReader lines(*text);
  while (const auto line = lines.Next()) {
    switch (line->kind) {
      case manifest::VmsLine::Kind::kWrong:
        LogWrongLine(*line);
        break;
      case manifest::VmsLine::Kind::kPrimary:
        system_.primary().set_level(LevelOf(line->abi));
        break;
      case manifest::VmsLine::Kind::kSecondary:
        LoadSecondary(*line);
        break;
    }
  }
}

void Loader::LoadSecondary(const manifest::VmsLine& line) {
  const auto skip = [&](const char* why) {
    Log("vms.txt:%: %: %: skipped", line.number, line.file, why);
  };
  if (system_.vm_count == system_.vms.size()) {
    static_assert(abi::kMaxVms == 16);
    return skip("there are 15 secondary VMs already, no more are possible");
  }
  const auto kernel = archive_.Find(line.file);
  if (!kernel.ok()) return skip(kernel.error().what);
  if (!kernel.value()) return skip("the RAM disk has no such file");
  const File file = *kernel.value();
  if (file.empty()) return skip("the file is empty");
  if (file.size() > line.memory) {
    Log("vms.txt:%: %: its % bytes do not fit into % bytes of memory: skipped", line.number,
        line.file, file.size(), line.memory);
    return;
  }
  if (const char* why = MakeSecondary(line, file)) return skip(why);
  const Vm& vm = system_.vms[system_.vm_count - 1];
  Log("VM %: %, % bytes at %, % vCPU%", vm.id(), line.file, line.memory,
      secondaries_[secondaries_.size() - 1].begin(), line.vcpus, line.vcpus == 1 ? "" : "s");
}

const char* Loader::MakeSecondary(const manifest::VmsLine& line, File kernel) {
  constexpr const char* kPoolTooSmall = "the page pool is too small";
  const auto range = Carve(line.memory);
  if (!range) return "there is not so much free memory in one piece";

  // The boot CPU is alone, so the primary's tables stay as they are between the two locks.
  PageTable::Reservation primary_tables(system_.pool);
  auto& primary = system_.primary().state();
  if (!primary.Lock()->memory.Reserve(*range, primary_tables)) return kPoolTooSmall;
  const unsigned ipa_bits = IpaBits(system_);
  const auto root = AllocateRoot(ipa_bits);
  if (!root) return kPoolTooSmall;
  const uint32_t id = system_.vm_count;
  AddressSpace memory(*root, ipa_bits, AddressSpace::HwVmid{static_cast<uint8_t>(id)});
  PageTable::Reservation tables(system_.pool);
  if (!memory.Reserve(*range, tables)) return kPoolTooSmall;
  const auto vcpus = AllocateVcpus(line.vcpus);
  if (!vcpus) return kPoolTooSmall;

  primary.Lock()->memory.Set(*range, kNothing, primary_tables);
  memory.Set(*range, kOwnMemory, tables);
  HF_CHECK(secondaries_.push_back(*range));
  std::memset(arch::DirectMap(range->begin()), 0, range->size());
  Place(kernel, *range);

  Vm& vm = system_.vms[id];
  vm.Init(id, *vcpus, memory);
  vm.set_level(LevelOf(line.abi));
  for (Vcpu& vcpu : *vcpus) {
    vcpu.registers.Reset(range->begin().raw(), 0, SecondaryMpidr(vcpu.index));
  }
  vm.state().Lock()->vcpus[0] = abi::VcpuState::kReady;
  system_.vm_count = id + 1;
  return nullptr;
}

}  // namespace hf::boot
