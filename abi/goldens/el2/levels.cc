// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Generated from abi/hafnia.proto; do not edit.
//
// See levels.h.

#include "abi/el2/levels.h"

#include <cstdint>

namespace hf::abi {

namespace {

constexpr Call kCalls0_1[] = {
    Call::kVcpuRun,
    Call::kVmGetCount,
    Call::kVcpuGetCount,
    Call::kVmConfigure,
    Call::kMailboxSend,
    Call::kMailboxReceive,
    Call::kMailboxClear,
};

constexpr Call kCalls[] = {
    Call::kVmGetId,
    Call::kVmGetCount,
    Call::kVcpuGetCount,
    Call::kVcpuRun,
    Call::kVcpuYield,
    Call::kVmConfigure,
    Call::kMailboxSend,
    Call::kMailboxReceive,
    Call::kMailboxClear,
    Call::kMailboxWritableGet,
    Call::kMailboxWaiterGet,
    Call::kInterruptEnable,
    Call::kInterruptGet,
    Call::kInterruptInject,
    Call::kShareMemory,
    Call::kAbiVersion,
};

// By level: its calls in the order of their numbers, and how many.
struct Numbered {
  const Call* calls;
  uint64_t count;
};
constexpr Numbered kNumbered[] = {
    {kCalls0_1, 7},
    {kCalls, 15},
    {kCalls, 16},
};

}  // namespace

Call CallAt(Level level, uint32_t number) {
  const Numbered& numbered = kNumbered[static_cast<uint8_t>(level)];
  const uint32_t index = (number & kIdMask) - 0xff00;
  return index < numbered.count ? numbered.calls[index] : Call{};
}

uint64_t VcpuRunReturn0_1(uint64_t word) {
  const VcpuRunReturn value = VcpuRunReturn::Decode(word);
  switch (value.code) {
    case RunCode::kPreempted:
    case RunCode::kYield:
    case RunCode::kNotifyWaiters:
      return 0;
    case RunCode::kWaitForInterrupt:
    case RunCode::kSleep:
    case RunCode::kAborted:
      return 1;
    case RunCode::kWakeUp:
      return 2 | ((uint64_t{value.wake_up.vm_id} & 0xffff) << 16) |
             (uint64_t{value.wake_up.vcpu} << 32);
    case RunCode::kMessage:
      return 3 | (uint64_t{value.message.size} << 32);
  }
  // No other value is ever encoded.
  return static_cast<uint64_t>(kUnknownResult);
}

uint64_t FlagAsStatus0_1(uint64_t word) {
  // Success is 0, whatever else it says.
  if (static_cast<int64_t>(word) > 0) return 0;
  return word;
}

uint64_t MailboxReceiveReturn0_1(uint64_t word) {
  const MailboxReceiveReturn value = MailboxReceiveReturn::Decode(word);
  if (value.vm_id == kInvalidVmId) return static_cast<uint64_t>(-1);
  return (uint64_t{value.vm_id} & 0xffff) | (uint64_t{value.size} << 32);
}

}  // namespace hf::abi
