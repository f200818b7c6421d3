// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "platforms/demo/primary/report.h"

#include <algorithm>
#include <array>

#include "bindings/start/start.h"

namespace hf::demo {

void Put(std::string_view text) { guest_print_bytes(text.data(), text.size()); }
void Put(uint64_t value) { guest_print_decimal(value); }
void Put(Hex value) { guest_print_hex(value.value); }

void ShowMessage(std::string_view from, std::string_view to, std::string_view message) {
  constexpr size_t kLongest = 60;
  const bool text =
      message.size() <= kLongest &&
      std::all_of(message.begin(), message.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (text) {
    Line(from, " -> ", to, ": \"", message, "\"");
  } else {
    Line(from, " -> ", to, ": ", uint64_t{message.size()}, " bytes");
  }
}

void PowerOff() { guest_stop(); }

std::string_view VmName(uint32_t vm_id) {
  constexpr std::array<std::string_view, 5> kNames = {"primary", "VM 1 (echo)", "VM 2 (relay)",
                                                      "VM 3 (counter)", "VM 4 (rogue)"};
  return vm_id < kNames.size() ? kNames[vm_id] : "an unknown VM";
}

}  // namespace hf::demo
