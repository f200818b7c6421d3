// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Sequences of steps that take each row of each call and event of the ABI, and make and fail to
// make each transition of its state machines. The table is generated: abi/engine searched for the
// shortest ones from reset.

#ifndef ABI_VECTORS_VECTORS_H_
#define ABI_VECTORS_VECTORS_H_

#include <cstddef>
#include <cstdint>

namespace hf::abi::vectors {

inline constexpr uint32_t kMostVms = 4;
inline constexpr uint32_t kMostVcpus = 2;
inline constexpr uint32_t kMostCpus = 2;

// Addresses in calls are abstract: VM v has kPagesOfVm pages of RAM, which lie one after the other,
// and there is a page of a device. Whoever plays a step puts real ones in their place.
inline constexpr uint64_t kFirstPage = uint64_t{1} << 44;
inline constexpr uint32_t kPagesOfVm = 4;
inline constexpr uint64_t kDevicePage = kFirstPage + uint64_t{kMostVms} * kPagesOfVm * 4096;
constexpr bool IsAbstract(uint64_t address) { return address >> 44 == 1; }

enum class Act : uint8_t {
  kCall,
  // To the vCPU that has the CPU, by the name in the IDL.
  kEvent,
  // A secondary's virtual timer, to 1 ms ahead; and so much time, so that all timers expire.
  kSetTimer,
  kTimePasses,
  // No memory for page tables is left; the VM's page `x[1]` (as abstract page number) can be read
  // only. No ABI speaks of how these come about.
  kNoTables,
  kReadOnly,
};

struct Step {
  Act act;
  uint8_t cpu;
  uint64_t x[4];
  const char* event;
  // Afterwards: who has the CPU, and x0 if a call has returned to it.
  uint8_t vm;
  uint8_t vcpu;
  bool returned;
  uint64_t x0;
  // The virtual timer of the vCPU that runs on these CPUs (a bit each) has expired.
  uint8_t expired;
};

// The states of the machines, as numbered in the IDL.
struct States {
  uint8_t mailbox[kMostVms];
  uint8_t vm[kMostVms];
  uint8_t vcpu[kMostVms][kMostVcpus];
};

struct Vector {
  const char* name;  // "mailbox_send.too_big", "vcpu: OFF to READY"
  bool row;          // it is for a row
  uint8_t cpus;
  uint8_t secondaries;
  uint8_t vcpus[kMostVms - 1];  // of each secondary
  bool all_started;             // not only each secondary's first vCPU can be run
  size_t first;                 // in the steps
  size_t count;
  States after;
};

#include "abi/vectors/vectors.inc"

}  // namespace hf::abi::vectors

#endif  // ABI_VECTORS_VECTORS_H_
