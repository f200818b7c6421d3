// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/testing/snapshot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "hypervisor/arch/memory.h"

namespace hf::test {
namespace {

void DumpTable(uint64_t table, size_t entries, int level, std::vector<uint64_t>& to) {
  to.push_back(table);
  const size_t first = to.size();
  to.resize(first + entries);
  std::memcpy(to.data() + first, arch::DirectMap(PhysAddr(table)), entries * 8);
  for (size_t i = first; level < 3 && i < first + entries; ++i) {
    const uint64_t descriptor = to[i];
    if ((descriptor & 3) == 3) DumpTable(descriptor & 0x0000fffffffff000, 512, level + 1, to);
  }
}

}  // namespace

std::vector<uint64_t> DumpTables(const arch::Stage2Root& root) {
  const uint64_t ipa_bits = 64 - (root.vtcr & 0x3f);
  std::vector<uint64_t> dump;
  DumpTable(root.vttbr & 0x0000fffffffffffe, size_t{1} << (ipa_bits - 30), 1, dump);
  return dump;
}

size_t CountTables(const arch::Stage2Root& root) {
  const std::vector<uint64_t> dump = DumpTables(root);
  // Each table is its address and its entries.
  const size_t root_entries = size_t{1} << (64 - (root.vtcr & 0x3f) - 30);
  return (dump.size() - 1 - root_entries) / 513;
}

std::vector<uint64_t> TakeSnapshot(TestSystem& t) {
  std::vector<uint64_t> all = {t.system().pool.free_pages(), t.system().vm_count};
  for (uint32_t id = 0; id < t.system().vm_count; ++id) {
    Vm& vm = t.vm(id);
    const auto tables = DumpTables(vm.Loadable(t.vcpu(id, 0)).stage2);
    all.insert(all.end(), tables.begin(), tables.end());
    for (Vcpu& vcpu : vm.vcpus()) {
      const auto* words = reinterpret_cast<const uint64_t*>(&vcpu.registers);
      all.insert(all.end(), words, words + sizeof(vcpu.registers) / 8);
      all.push_back(reinterpret_cast<uintptr_t>(vcpu.loaded_on.load()));
    }
    // All of it, so that nothing that is added to it is forgotten here.
    static_assert(sizeof(VmState) % 8 == 0);
    const auto state = vm.state().Lock();
    const auto* words = reinterpret_cast<const uint64_t*>(&*state);
    all.insert(all.end(), words, words + sizeof(VmState) / 8);
    VmQueue writable = *vm.writable().Lock();
    for (uint32_t i = 0; i < abi::kMaxVms; ++i) {
      all.push_back(writable.Take().value_or(abi::kInvalidVmId));
    }
  }
  for (uint32_t cpu = 0; cpu < t.system().cpu_count; ++cpu) {
    const auto* words = reinterpret_cast<const uint64_t*>(&t.el1(cpu));
    all.insert(all.end(), words, words + sizeof(arch::El1Registers) / 8);
  }
  return all;
}

uint64_t CallWithoutEffect(TestSystem& t, abi::Call call, uint64_t x1, uint64_t x2, uint64_t x3) {
  Vcpu& caller = t.on();
  const auto x = caller.registers.x;
  const auto before = TakeSnapshot(t);
  const size_t cleaned = t.machine().cleaned.size();
  const uint64_t result = t.Call(call, x1, x2, x3);
  EXPECT_EQ(&t.on(), &caller) << "another vCPU runs";
  for (const int i : {1, 2, 3}) EXPECT_EQ(caller.registers.x[i], 0u) << "x" << i;
  std::copy_n(x.begin(), 4, caller.registers.x.begin());
  EXPECT_TRUE(before == TakeSnapshot(t)) << abi::Name(call) << " changed something";
  EXPECT_EQ(cleaned, t.machine().cleaned.size());
  return result;
}

}  // namespace hf::test
