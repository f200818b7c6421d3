// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// PSCI 1.1 (Arm DEN 0022): the function ids and results that are spoken on both sides of EL2.

#ifndef HYPERVISOR_ARCH_AARCH64_MODEL_PSCI_H_
#define HYPERVISOR_ARCH_AARCH64_MODEL_PSCI_H_

#include <cstdint>

namespace hf::arch::psci {

// The 32-bit ids. Functions that take addresses exist as 64-bit ones too, with bit 30 set.
enum class Function : uint32_t {
  kSmcccVersion = 0x80000000,
  kVersion = 0x84000000,
  kCpuSuspend = 0x84000001,
  kCpuOff = 0x84000002,
  kCpuOn = 0x84000003,
  kAffinityInfo = 0x84000004,
  kMigrateInfoType = 0x84000006,
  kSystemOff = 0x84000008,
  kSystemReset = 0x84000009,
  kFeatures = 0x8400000a,
};
inline constexpr uint32_t kSmc64 = uint32_t{1} << 30;

inline constexpr int64_t kSuccess = 0;
inline constexpr int64_t kNotSupported = -1;
inline constexpr int64_t kInvalidParameters = -2;
inline constexpr int64_t kAlreadyOn = -4;
inline constexpr int64_t kOnPending = -5;

inline constexpr int64_t kVersion11 = 0x10001;
inline constexpr int64_t kMigrateNotRequired = 2;

// AFFINITY_INFO.
inline constexpr int64_t kCpuIsOn = 0;
inline constexpr int64_t kCpuIsOff = 1;
inline constexpr int64_t kCpuIsOnPending = 2;

// Aff3, Aff2, Aff1 and Aff0 of an MPIDR: what names a CPU.
inline constexpr uint64_t kAffinityMask = 0xff00ffffff;

}  // namespace hf::arch::psci

#endif  // HYPERVISOR_ARCH_AARCH64_MODEL_PSCI_H_
