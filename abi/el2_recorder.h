// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Handlers that note how they were called, for tests of the generated dispatch.

#ifndef ABI_EL2_RECORDER_H_
#define ABI_EL2_RECORDER_H_

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>

#include "abi/el2/dispatch.h"

namespace hf {

// What the handlers were called with last, and what they return.
class CallContext {
 public:
  void Note(const std::string& name, std::initializer_list<uint64_t> arguments = {}) {
    handler = name;
    std::copy(arguments.begin(), arguments.end(), values);
  }

  std::string handler;
  uint64_t values[4] = {};

  abi::VcpuRunReturn run = abi::VcpuRunReturn::WakeUp(0x12345678, 0x9abc);
  abi::MailboxReceiveReturn received = {.vm_id = 5, .size = 4096};
  int64_t sent = abi::kInvalidVcpu;
  int64_t configured = 1;
  int64_t cleared = 0;
};

}  // namespace hf

#endif  // ABI_EL2_RECORDER_H_
