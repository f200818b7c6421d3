// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The bare-metal toolchains: the headers of C++20 that the hypervisor and guests are written with.
// It is built and linked, never run.

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <ranges>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace {

std::atomic<uint64_t> counter;

// A pointer to data, and so a relative relocation.
constinit const std::string_view kWords[] = {"one", "two"};

uint64_t Largest(std::span<const uint64_t> values) { return *std::ranges::max_element(values); }

std::optional<size_t> Find(std::string_view word) {
  const auto* found = std::ranges::find(kWords, word);
  if (found == std::end(kWords)) return std::nullopt;
  return found - std::begin(kWords);
}

}  // namespace

extern "C" {
[[noreturn]] void _start(const char* text, size_t size);

// The compiler may call it, and nothing else brings it.
int memcmp(const void* a, const void* b, size_t size) {
  const auto* left = static_cast<const unsigned char*>(a);
  const auto* right = static_cast<const unsigned char*>(b);
  for (size_t i = 0; i < size; ++i) {
    if (left[i] != right[i]) return left[i] - right[i];
  }
  return 0;
}
}

extern "C" [[noreturn]] void _start(const char* text, size_t size) {
  const std::array<uint64_t, 3> values = {size, 2, 3};
  counter.fetch_add(Largest(values));
  counter.fetch_add(Find({text, size}).value_or(0));
  uint32_t number = 0;
  std::from_chars(text, text + size, number);
  counter.fetch_add(number);
  while (true) asm volatile("wfe");
}
