// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What the primary has a worker do with memory, as a message; the answer is a word.

#ifndef TESTING_SUITES_MEMORY_COMMAND_H_
#define TESTING_SUITES_MEMORY_COMMAND_H_

#include <cstdint>

namespace hf::memory {

enum class Op : uint64_t {
  kRead,       // the word at `address`
  kWrite,      // makes `value` the word there
  kFill,       // makes `value` each word of `size` bytes
  kIsZero,     // 1 if all of `size` bytes are
  kExecute,    // what the function there returns
  kShare,      // 1 if share_memory with `value`, vm_id and mode, succeeds
  kConfigure,  // 1 if vm_configure with `address` and `size` succeeds: its own pages are taken
  kCaches,     // turns MMU and caches on, or off again if `value` is 0
};

struct Command {
  Op op;
  uint64_t address;
  uint64_t size;
  uint64_t value;
};

constexpr uint64_t To(uint64_t vm, uint64_t mode) { return vm << 32 | mode; }

}  // namespace hf::memory

#endif  // TESTING_SUITES_MEMORY_COMMAND_H_
