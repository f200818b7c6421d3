// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The architecture's backend on the developer's machine: RAM is an array, and what EL2 would do to
// the hardware is written down for tests to look at, or answered as the test says.
//
//   host::Machine machine({{0x40000000, 16 << 20}});
//   ... code under test ...
//   EXPECT_EQ(machine.TakeConsole(), "hafnia: hello\n");
//
// There is one Machine at a time, which the functions of hypervisor/arch/*.h act on. Locking: those
// functions may be called from any thread, as from any CPU; what they have written down is for
// tests to look at when no other thread runs.

#ifndef HYPERVISOR_ARCH_HOST_MACHINE_H_
#define HYPERVISOR_ARCH_HOST_MACHINE_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "hypervisor/arch/features.h"
#include "hypervisor/arch/interrupts.h"
#include "hypervisor/arch/switch.h"
#include "hypervisor/base/range.h"

namespace hf::host {

// What ends everything at EL2 is thrown: a test catches it.
struct PoweredOff {};
struct WasReset {};
struct CpuStopped {};
struct Panicked {
  std::string what;
};

// A call of SwitchVcpu(), or of LoadFirstVcpu() with from == nullptr.
struct Switch {
  const arch::Registers* from;
  const arch::Registers* to;
  arch::VmClass to_class;
  uint64_t vttbr;
};

class Machine {
 public:
  struct Ram {
    uint64_t begin;
    uint64_t size;
  };
  explicit Machine(const std::vector<Ram>& ram);
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;
  ~Machine();

  // The one there is; aborts the program if there is none.
  static Machine& Current();

  // Where the byte is, or null if there is no RAM at this address.
  std::byte* At(PhysAddr address);

  // Held while something is written down.
  std::recursive_mutex& mutex() { return mutex_; }

  // What was written to the console since the last call.
  std::string TakeConsole();
  // Requires console_mutex().
  void WriteConsole(std::string_view line);
  // Held by a ConsoleWriter.
  std::mutex& console_mutex() { return console_mutex_; }

  // The processor, as the test wants it.
  arch::CpuFeatures features;
  arch::IdRegisters offered_ids = {};
  unsigned physical_address_bits = 40;
  uint64_t now = 0;
  uint64_t counter_frequency = 1000;

  // The EL1 registers in hardware of a vCPU that some CPU has loaded. What its `registers` say of
  // them meanwhile is kPoison, so that whoever looks there sees that it is old.
  arch::El1Registers& LoadedEl1(const arch::Registers& registers);
  static constexpr uint64_t kPoison = 0xdead'dead'dead'dead;
  void Load(arch::Registers& registers);  // panics if it is loaded already
  void Save(arch::Registers& registers);
  void Unload(arch::Registers& registers);  // as arch::UnloadEl1()
  void Reload(arch::Registers& registers);

  // All that is loaded, for a test that comes back to a state that it had before.
  using Loaded = std::map<const arch::Registers*, arch::El1Registers>;
  const Loaded& loaded() const { return loaded_el1_; }
  void set_loaded(const Loaded& loaded) { loaded_el1_ = loaded; }

  // What happened, oldest first.
  std::vector<PhysRange> cleaned;
  std::vector<PhysRange> zeroed;      // by ZeroToPoc()
  std::vector<uint64_t> invalidated;  // VTTBR_EL2
  size_t tables_published = 0;
  std::vector<Switch> switches;
  std::vector<arch::InterruptLines> interrupt_lines;  // of the secondaries that were entered
  // Called at each invalidation, to look at the tables in this moment.
  std::function<void()> on_invalidate;
  // Called before pages are zeroed.
  std::function<void(PhysRange)> on_zero;
  // Whether a physical interrupt waits; if null, none does.
  std::function<bool()> interrupt_pending;
  // Called once, when EL2 next looks at RAM: in the middle of what it does, another CPU does this.
  std::function<void()> at_next_access;

  // The firmware. Answers of CPU_ON, each for one call; afterwards it succeeds.
  std::deque<int64_t> start_answers;
  struct Started {
    uint64_t mpidr;
    uint32_t cpu_index;
    bool operator==(const Started&) const = default;
  };
  std::vector<Started> start_calls;
  std::map<uint64_t, int64_t> power_states;  // AFFINITY_INFO by MPIDR; 1, off, if not there
  std::optional<int64_t> stop_refusal;       // what CPU_OFF returns if the CPU goes on

 private:
  struct Block {
    PhysRange range;
    std::byte* bytes;
  };
  std::vector<Block> blocks_;
  Loaded loaded_el1_;
  std::recursive_mutex mutex_;
  std::mutex console_mutex_;
  std::string console_;
};

// For tests of what only prints: the console alone, for the life of this object.
class Console {
 public:
  std::string Take() { return machine_.TakeConsole(); }

 private:
  Machine machine_{{}};
};

}  // namespace hf::host

#endif  // HYPERVISOR_ARCH_HOST_MACHINE_H_
