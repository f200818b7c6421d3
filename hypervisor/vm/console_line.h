// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The line that a VM is printing. What it prints appears whole line by whole line, attributed to
// the VM and with control characters replaced, so that no VM can speak for another or for EL2.
//
// Locking: Protected in its VM.

#ifndef HYPERVISOR_VM_CONSOLE_LINE_H_
#define HYPERVISOR_VM_CONSOLE_LINE_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace hf {

class ConsoleLine {
 public:
  // One character from the VM: CR is dropped; LF, or a full line, prints it.
  void Put(uint32_t vm_id, char c);
  // Prints what there is of a line.
  void Flush(uint32_t vm_id);

 private:
  static constexpr size_t kCapacity = 160;
  std::array<char, kCapacity> text_{};
  size_t size_ = 0;
};

}  // namespace hf

#endif  // HYPERVISOR_VM_CONSOLE_LINE_H_
