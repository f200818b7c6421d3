// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Generated from abi/hafnia.proto; do not edit.
//
// The levels of the ABI that VMs are served at: what each of them has, and how results look there.

#ifndef ABI_EL2_LEVELS_H_
#define ABI_EL2_LEVELS_H_

#include <cstdint>

#include "abi/el2/types.h"

namespace hf::abi {

// The version of the ABI that a VM was built for.
enum class Level : uint8_t {
  k0_1,
  k1_0,
  k1_1,
};

struct Version {
  uint16_t major;
  uint16_t minor;
};
constexpr Version VersionOf(Level level) {
  constexpr Version kVersions[] = {
      {.major = 0, .minor = 1},
      {.major = 1, .minor = 0},
      {.major = 1, .minor = 1},
  };
  return kVersions[static_cast<uint8_t>(level)];
}

// Whether VMs of a level can make a call.
constexpr bool Has(Level level, Call call) {
  switch (call) {
    case Call::kVmGetId:
    case Call::kVcpuYield:
    case Call::kMailboxWritableGet:
    case Call::kMailboxWaiterGet:
    case Call::kInterruptEnable:
    case Call::kInterruptGet:
    case Call::kInterruptInject:
    case Call::kShareMemory:
      return level >= Level::k1_0;
    case Call::kAbiVersion:
      return level >= Level::k1_1;
    default:
      return true;
  }
}

// The call that a number is at a level; 0, which is none, if there is no such call.
Call CallAt(Level level, uint32_t number);

// Words as VMs of level 0.1 get them, of those that others get.
uint64_t VcpuRunReturn0_1(uint64_t word);
uint64_t FlagAsStatus0_1(uint64_t word);
uint64_t MailboxReceiveReturn0_1(uint64_t word);

// The word that a VM of the level gets for it.
[[gnu::always_inline]] inline uint64_t EncodeAt(Level level, const VcpuRunReturn& value) {
  if (level == Level::k0_1) [[unlikely]] {
    return VcpuRunReturn0_1(value.Encode());
  }
  return value.Encode();
}

// The word that a VM of the level gets for it.
[[gnu::always_inline]] inline uint64_t EncodeAt(Level level, const MailboxReceiveReturn& value) {
  if (level == Level::k0_1) [[unlikely]] {
    return MailboxReceiveReturn0_1(value.Encode());
  }
  return value.Encode();
}

// The word that a VM of the level gets for it.
[[gnu::always_inline]] inline uint64_t EncodeAt(Level, const VersionReturn& value) {
  return value.Encode();
}

}  // namespace hf::abi

#endif  // ABI_EL2_LEVELS_H_
