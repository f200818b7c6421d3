// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// A small machine that runs VMs by an ABI: who has which CPU, what everyone's call returns, and one
// step of it.
//
//   World world = Reset(program, shape);
//   const Result result = Step(program, world, {.kind = Act::kCall, .x = {0xff03, 1, 0}});
//   result.x0      // what the vCPU that has the CPU now finds in x0
//
// Some events the machine makes by itself, at the places that their names say: Leaves, ReceiveEnds,
// TimerExpired of a secondary, Loaded.

#ifndef ABI_ENGINE_WORLD_H_
#define ABI_ENGINE_WORLD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

#include "abi/engine/program.h"
#include "abi/engine/state.h"

namespace hf::engine {

// The machine: its CPUs, and how many vCPUs each secondary has.
struct Shape {
  uint32_t cpus = 1;
  std::vector<uint32_t> vcpus = {1, 1};
  // All of them can be run from the start. ABI 1.0 starts the first one only, and has no call that
  // starts another.
  bool all_started = false;

  bool operator==(const Shape&) const = default;
  std::string Describe() const;
};

struct VcpuName {
  uint8_t vm;
  uint8_t index;
  bool operator==(const VcpuName&) const = default;
};

// What a vCPU finds in x0 when it runs again.
enum class Waiting : uint8_t { kNothing, kResult, kReceive };

struct World {
  State state;
  std::array<VcpuName, kMostCpus> on;
  uint8_t cpus;
  uint8_t unused[3];
  Waiting waiting[kMostVms][kMostVcpus];
  uint64_t x0[kMostVms][kMostVcpus];  // with kResult

  bool operator==(const World& other) const;
  uint64_t Hash() const;
};
static_assert(std::has_unique_object_representations_v<World>);

enum class Act : uint8_t {
  kCall,
  // An event happens to the vCPU that has the CPU.
  kEvent,
  // What no ABI speaks of. A secondary sets its virtual timer ahead; time passes, and all timers
  // expire; there is no memory for page tables any more; a VM's page becomes read-only.
  kSetTimer,
  kTimePasses,
  kNoTables,
  kReadOnly,
  // A call of the primary's with a physical interrupt pending: a vCPU that it runs is stopped
  // before its first instruction.
  kInterrupted,
};

struct Stimulus {
  Act act = Act::kCall;
  uint8_t cpu = 0;
  Registers x = {};        // kCall, kInterrupted; kReadOnly: x[1] the page
  std::string event = {};  // kEvent

  bool operator==(const Stimulus&) const = default;
};

// A few things without an allocation: steps are made by the million.
template <typename T, size_t kMost>
class Few {
 public:
  void push_back(const T& item) {
    if (count_ < kMost) items_[count_++] = item;
  }
  T& back() { return items_[count_ - 1]; }
  bool empty() const { return count_ == 0; }
  size_t size() const { return count_; }
  const T& front() const { return items_[0]; }
  const T* begin() const { return items_; }
  const T* end() const { return items_ + count_; }

 private:
  size_t count_ = 0;
  T items_[kMost] = {};
};

// A row that was taken.
struct Taken {
  const Behaviour* behaviour;
  const CompiledRow* row;
  VcpuName caller;
};

struct Result {
  // False: the vCPU cannot do that, and nothing has changed.
  bool possible = false;
  // No row's guard holds: the ABI does not say what happens.
  bool undefined = false;
  // Who has the CPU now, and what it finds in x0 if a call has returned to it.
  VcpuName on = {};
  bool returned = false;
  uint64_t x0 = 0;
  const ir::Record* word = nullptr;  // what x0 is made of, if an ABI says so
  Few<Taken, 8> taken;

  // For those who cannot see rows.
  bool LooksLike(const Result& other) const;
};

World Reset(const Program& program, const Shape& shape, std::vector<Taken>* taken = nullptr);
// `free` are values of the vocabulary's free facts; null if there are none.
Result Step(const Program& program, World& world, const Stimulus& stimulus,
            const uint64_t* free = nullptr);

}  // namespace hf::engine

#endif  // ABI_ENGINE_WORLD_H_
