// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The input is a byte that says what the machine is like, a vms.txt up to a NUL, and the primary's
// kernel. Either the boot is refused, by powering off, or what has been loaded holds the
// invariants; each line of vms.txt is then either a VM or reported.

#include <algorithm>
#include <string>

#include "hypervisor/testing/fuzz.h"
#include "hypervisor/testing/invariants.h"
#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

Spec Machine(uint8_t how) {
  Spec spec;
  // Small, because all that a VM gets is zeroed.
  spec.ram = {{kRam, (how & 1 ? 8 : 6) * kMiB}};
  if (how & 2) spec.ram.push_back({kRam + 16 * kMiB, 2 * kMiB});
  spec.device_tree = kRam + 5 * kMiB;
  spec.archive = kRam + 5 * kMiB + kMiB / 2;
  spec.pool_pages = how & 4 ? 12 : 80;
  spec.device_tree_room = how & 8 ? 40 : 1000;
  spec.console = (how & 16) == 0;
  spec.files.clear();
  // Small root tables are faster to walk.
  spec.physical_address_bits = 36;
  return spec;
}

void Boot(FuzzInput input) {
  Spec spec = Machine(input.Byte());
  const std::string rest(input.rest().begin(), input.rest().end());
  const size_t end = std::min(rest.find('\0'), rest.size());
  spec.files.emplace_back("vms.txt", rest.substr(0, end));
  if (end < rest.size()) spec.files.emplace_back("vmlinuz", rest.substr(end + 1));
  spec.files.emplace_back("a", "kernel");
  spec.files.emplace_back("b", std::string(kPageSize + 1, 'b'));
  spec.files.emplace_back("empty", "");

  TestSystem t(spec, false);
  try {
    t.Load();
  } catch (const host::PoweredOff&) {
    Require(t.machine().TakeConsole().find("hafnia: cannot boot: ") != std::string::npos,
            "the boot was refused, and nobody told why");
    return;
  } catch (const host::Panicked& panic) {
    Require(false, panic.what.c_str());
  }
  const std::string wrong = Invariants(t).Check(t);
  Require(wrong.empty(), wrong.c_str());
  for (uint32_t id = 1; id < t.system().vm_count; ++id) {
    const std::string kernel = t.Read(t.MemoryOf(id), 6);
    Require(kernel == "kernel" || kernel == "bbbbbb", "a VM without its kernel");
    Require(t.StateOf(id, 0) == abi::VcpuState::kReady, "a VM that cannot be run");
  }
}

}  // namespace
}  // namespace hf::test

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  hf::test::Boot(hf::test::FuzzInput({data, size}));
  return 0;
}
