// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What a VM says, or makes EL2 say of it. What it prints appears whole line by whole line,
// attributed to the VM and with control characters replaced, so that no VM can speak for another or
// for EL2. Each VM has a budget of its own: one that says too much loses lines, and nobody else
// does.
//
// Locking: Protected in its VM.

#ifndef HYPERVISOR_VM_CONSOLE_LINE_H_
#define HYPERVISOR_VM_CONSOLE_LINE_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "hypervisor/base/rate_limit.h"

namespace hf {

class ConsoleLine {
 public:
  // In characters. A test suite that prints four thousand lines as fast as it can loses none; what
  // prints for ever fills a third of a serial line of 115200 baud.
  static constexpr RateLimit::Budget kPrinted{.burst = 256 << 10, .per_second = 4 << 10};
  // In lines: the primary's refused accesses.
  static constexpr RateLimit::Budget kRefused{.burst = 8, .per_second = 1};

  // One character from the VM: CR is dropped; LF, or a full line, prints it.
  void Put(uint32_t vm_id, char c);
  // Prints what there is of a line, and how many were dropped, whatever is left of the budget: for
  // the end of the VM.
  void Flush(uint32_t vm_id);

  // Whether a line about the primary is to be printed; if not, it is counted.
  bool AllowRefused(uint32_t vm_id) { return Allow(vm_id, refused_, kRefused, 1); }

 private:
  static constexpr size_t kCapacity = 160;

  // Takes the cost of a line from the budget. Once that was too small, no line is allowed before a
  // second's worth has come back, so that what appears are pieces of some length.
  bool Allow(uint32_t vm_id, RateLimit& limit, const RateLimit::Budget& budget, uint32_t cost);
  void PrintDropped(uint32_t vm_id);
  void PrintLine(uint32_t vm_id);

  RateLimit printed_;
  RateLimit refused_;
  uint64_t dropped_ = 0;
  std::array<char, kCapacity> text_{};
  size_t size_ = 0;
};

}  // namespace hf

#endif  // HYPERVISOR_VM_CONSOLE_LINE_H_
