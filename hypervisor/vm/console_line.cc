// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/vm/console_line.h"

#include <string_view>

#include "hypervisor/base/log.h"

namespace hf {
namespace {

void Print(uint32_t vm_id, std::string_view text) {
  LineBuffer line;
  line.Append("vm %: %", vm_id, text);
  WriteConsole(line.Finish());
}

}  // namespace

void ConsoleLine::Put(uint32_t vm_id, char c) {
  if (c == '\r') return;
  if (c == '\n') {
    Print(vm_id, {text_.data(), size_});
    size_ = 0;
    return;
  }
  if (size_ == kCapacity) Flush(vm_id);
  text_[size_++] = c;
}

void ConsoleLine::Flush(uint32_t vm_id) {
  if (size_ == 0) return;
  Print(vm_id, {text_.data(), size_});
  size_ = 0;
}

}  // namespace hf
