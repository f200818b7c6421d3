// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The abstract state of a small machine: all that facts tell and effects change, without registers
// and bytes. It is found by name (facts.h), so that an ABI that is being changed can be tried
// without compiling anything, and shares no code with what is generated from the IDL.
//
// A state is plain bytes: copied, compared and hashed as such.

#ifndef ABI_ENGINE_STATE_H_
#define ABI_ENGINE_STATE_H_

#include <array>
#include <cstdint>
#include <type_traits>

namespace hf::engine {

inline constexpr uint32_t kMostVms = 4;
inline constexpr uint32_t kMostVcpus = 2;
inline constexpr uint32_t kMostCpus = 2;
inline constexpr uint32_t kMostMachines = 4;
inline constexpr uint64_t kPageSize = 4096;
// Each VM has some pages of RAM, one after the other; behind the last VM's is a page of device
// memory, and then nothing.
inline constexpr uint32_t kPagesOfVm = 4;
inline constexpr uint32_t kPages = kMostVms * kPagesOfVm;
// Where a guest finds them: addresses that are like no other number.
inline constexpr uint64_t kFirstPage = uint64_t{1} << 44;
constexpr uint64_t PageOf(uint64_t vm, uint64_t page) {
  return kFirstPage + (vm * kPagesOfVm + page) * kPageSize;
}
inline constexpr uint64_t kDevicePage = kFirstPage + kPages * kPageSize;

// Few things in their order, without any twice.
template <uint32_t kMost>
struct List {
  uint8_t count;
  std::array<uint8_t, kMost> item;

  uint8_t first() const { return item[0]; }
  uint8_t last() const { return item[count - 1]; }
  void Append(uint8_t value) {
    for (uint8_t i = 0; i < count; ++i) {
      if (item[i] == value) return;
    }
    if (count < kMost) item[count++] = value;
  }
  void Remove(uint8_t value) {
    uint8_t kept = 0;
    for (uint8_t i = 0; i < count; ++i) {
      if (item[i] != value) item[kept++] = item[i];
    }
    while (count > kept) item[--count] = 0;
  }
};

// A virtual timer that is off or masked, that will expire, or that has.
enum class Timer : uint8_t { kOff, kAhead, kExpired };

struct VcpuPart {
  uint64_t enabled;
  uint64_t pending;
  Timer timer;
  // It left mailbox_receive because a message was delivered to it.
  uint8_t delivered;
  uint8_t unused[6];
};

struct VmPart {
  uint32_t message_size;
  uint8_t message_sender;
  uint8_t configured;
  List<kMostVcpus> receivers;  // vCPUs that wait for a message: the last gets it
  List<kMostVms> waiters;      // VMs that wait for this one's mailbox: the first is next
  List<kMostVms> writable;     // VMs whose mailboxes became writable: the first is next
  uint8_t unused[5];
};

struct PagePart {
  uint8_t owner;
  uint8_t access;    // a bit for each VM
  uint8_t readonly;  // a bit for each VM
  uint8_t mailbox;
};

struct State {
  uint8_t vms;
  std::array<uint8_t, kMostVms> vcpus;
  uint8_t no_tables;
  uint8_t unused[2];
  // States, by the numbers that Vocabulary gives them, of each machine of each VM or vCPU.
  uint8_t machine[kMostMachines][kMostVms][kMostVcpus];
  VcpuPart vcpu[kMostVms][kMostVcpus];
  VmPart vm[kMostVms];
  PagePart page[kPages];
};
static_assert(std::has_unique_object_representations_v<State>);

}  // namespace hf::engine

#endif  // ABI_ENGINE_STATE_H_
