// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Addresses of QEMU's virt machine with Hafnia at its place: what VMs attack.

#ifndef TESTING_ISOLATION_BOARD_H_
#define TESTING_ISOLATION_BOARD_H_

#include <cstdint>

namespace hf::isolation {

inline constexpr uint64_t kRam = 0x40000000;
inline constexpr uint64_t kEl2Begin = 0x40001000;
inline constexpr uint64_t kEl2End = 0x40085000;
inline constexpr uint64_t kPrimary = 0x40200000;
inline constexpr uint64_t kDistributor = 0x08000000;
inline constexpr uint64_t kRedistributor = 0x080a0000;
inline constexpr uint64_t kUart = 0x09000000;

// What the VMs of BUILD.bazel do, by their ids.
enum Role : uint32_t {
  kReadsEl2 = 1,
  kWritesPrimary,
  kExecutesPrimary,
  kReadsDevice,
  kReadsNeighbour,
  kReadsPmu,
  kReadsDebug,
  kWritesPhysicalTimer,
  kWalksForeignTables,
  kLoadsPairFromUart,
  kReadsBeyondIpas,
  kCallsFirmware,
  kCanaryA,
  kCanaryB,
  kSpins,
};

inline constexpr uint32_t kFirstAttacker = kReadsEl2;
inline constexpr uint32_t kLastAttacker = kCallsFirmware;

}  // namespace hf::isolation

#endif  // TESTING_ISOLATION_BOARD_H_
