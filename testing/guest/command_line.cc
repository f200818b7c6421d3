// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "testing/guest/command_line.h"

namespace hf::test {
namespace {

// Devicetree specification 0.4, chapter 5.
constexpr uint32_t kMagic = 0xd00dfeed;
constexpr uint32_t kOffsetOfStructure = 8;
constexpr uint32_t kOffsetOfStrings = 12;
constexpr uint32_t kBeginNode = 1;
constexpr uint32_t kEndNode = 2;
constexpr uint32_t kProperty = 3;
constexpr uint32_t kNop = 4;

constexpr std::string_view kRun = "hf.run=";

// By bytes: nothing promises the alignment that a load needs without an MMU.
uint32_t Read32(const char* at) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(at[i]);
  return value;
}

const char* Align(const char* base, const char* at) {
  return base + ((static_cast<uint64_t>(at - base) + 3) & ~uint64_t{3});
}

}  // namespace

std::string_view CommandLine(uint64_t device_tree) {
  const char* const tree = reinterpret_cast<const char*>(device_tree);
  if (tree == nullptr || Read32(tree) != kMagic) return {};
  const char* const strings = tree + Read32(tree + kOffsetOfStrings);
  const char* at = tree + Read32(tree + kOffsetOfStructure);
  bool in_chosen = false;
  for (int depth = 0;;) {
    const uint32_t token = Read32(at);
    at += 4;
    if (token == kBeginNode) {
      const std::string_view name(at);
      in_chosen = ++depth == 2 && name == "chosen";
      at = Align(tree, at + name.size() + 1);
    } else if (token == kEndNode) {
      in_chosen = false;
      --depth;
    } else if (token == kProperty) {
      const uint32_t size = Read32(at);
      const std::string_view name(strings + Read32(at + 4));
      at += 8;
      if (in_chosen && name == "bootargs") return std::string_view(at);
      at = Align(tree, at + size);
    } else if (token != kNop) {
      return {};
    }
  }
}

std::string_view Selection(std::string_view command_line) {
  std::string_view selection = "all";
  while (!command_line.empty()) {
    const std::string_view word = command_line.substr(0, command_line.find(' '));
    if (word.starts_with(kRun)) selection = word.substr(kRun.size());
    command_line.remove_prefix(word.size());
    if (!command_line.empty()) command_line.remove_prefix(1);
  }
  return selection;
}

bool IsSelected(std::string_view selection, uint64_t number, bool in_first_suite) {
  if (selection == "all") return true;
  if (selection == "first-suite") return in_first_suite;
  while (!selection.empty()) {
    uint64_t value = 0;
    bool digits = false;
    while (!selection.empty() && selection[0] >= '0' && selection[0] <= '9') {
      value = value * 10 + static_cast<uint64_t>(selection[0] - '0');
      selection.remove_prefix(1);
      digits = true;
    }
    if (digits && value == number) return true;
    if (!selection.empty()) selection.remove_prefix(1);
  }
  return false;
}

}  // namespace hf::test
