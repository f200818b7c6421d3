// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/vm/console_line.h"

#include <algorithm>
#include <string_view>

#include "hypervisor/arch/switch.h"
#include "hypervisor/base/log.h"

namespace hf {
namespace {

// "vm 1: " and the newline.
constexpr uint32_t kFrame = 7;

}  // namespace

bool ConsoleLine::Allow(uint32_t vm_id, RateLimit& limit, const RateLimit::Budget& budget,
                        uint32_t cost) {
  const uint32_t needed = dropped_ == 0 ? cost : std::max(cost, budget.per_second);
  if (limit.Available(budget, arch::Now(), arch::CounterFrequency()) < needed) {
    if (dropped_++ == 0) Log("VM % says too much: lines are dropped", vm_id);
    return false;
  }
  PrintDropped(vm_id);
  limit.Take(cost);
  return true;
}

void ConsoleLine::PrintDropped(uint32_t vm_id) {
  if (dropped_ != 0) Log("VM %: % lines dropped", vm_id, dropped_);
  dropped_ = 0;
}

void ConsoleLine::PrintLine(uint32_t vm_id) {
  LineBuffer line;
  line.Append("vm %: %", vm_id, std::string_view(text_.data(), size_));
  WriteConsole(line.Finish());
}

void ConsoleLine::Put(uint32_t vm_id, char c) {
  if (c == '\r') return;
  const bool ends = c == '\n';
  if (ends || size_ == kCapacity) {
    if (Allow(vm_id, printed_, kPrinted, static_cast<uint32_t>(size_) + kFrame)) PrintLine(vm_id);
    size_ = 0;
  }
  if (!ends) text_[size_++] = c;
}

void ConsoleLine::Flush(uint32_t vm_id) {
  PrintDropped(vm_id);
  if (size_ != 0) PrintLine(vm_id);
  size_ = 0;
}

}  // namespace hf
