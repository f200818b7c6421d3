// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the demo prints and how it ends. The runner reads the last line: `qemu_boot: PASS` or
// `qemu_boot: FAIL: <reason>`; no other line may follow it.

#ifndef HF_PLATFORMS_DEMO_PRIMARY_REPORT_H_
#define HF_PLATFORMS_DEMO_PRIMARY_REPORT_H_

#include <cstdint>
#include <string_view>

namespace hf::demo {

// Prints its arguments one after the other, then a newline. Numbers are printed in decimal.
struct Hex {
  uint64_t value;
};
void Put(std::string_view text);
void Put(uint64_t value);
void Put(Hex value);

template <typename... Parts>
void Line(Parts... parts) {
  (Put(parts), ...);
  Put(std::string_view("\n"));
}

// `<from> -> <to>: "text"`; a long or unprintable message is given by its size.
void ShowMessage(std::string_view from, std::string_view to, std::string_view message);

// Prints the FAIL line and powers the machine off.
template <typename... Reason>
[[noreturn]] void Fail(Reason... reason);

[[noreturn]] void PowerOff();

template <typename... Reason>
[[noreturn]] void Fail(Reason... reason) {
  Line("qemu_boot: FAIL: ", reason...);
  PowerOff();
}

// The name that the demo's VM has on the console.
std::string_view VmName(uint32_t vm_id);

}  // namespace hf::demo

#endif  // HF_PLATFORMS_DEMO_PRIMARY_REPORT_H_
