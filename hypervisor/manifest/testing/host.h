// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What the tests of the boot-time readers share: input in buffers of exactly its size, so that the
// address sanitizer sees a read of one byte too many, and the console's lines as text.

#ifndef HYPERVISOR_MANIFEST_TESTING_HOST_H_
#define HYPERVISOR_MANIFEST_TESTING_HOST_H_

#include <cstddef>
#include <cstring>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hf::manifest {

using Bytes = std::vector<std::byte>;

inline Bytes ToBytes(std::string_view text) {
  Bytes bytes(text.size());
  if (!text.empty()) std::memcpy(bytes.data(), text.data(), text.size());
  return bytes;
}

inline std::string ToString(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// What was written to the console since the last call.
std::string TakeConsole();

// Calls visit(Bytes&) with each proper prefix of `whole`, shortest first.
template <class Visit>
void ForEachPrefix(const Bytes& whole, Visit visit) {
  for (size_t size = 0; size < whole.size(); ++size) {
    Bytes prefix(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    prefix.shrink_to_fit();
    visit(prefix);
  }
}

// Calls visit(Bytes&) with each of the ways to change one byte of `whole`.
template <class Visit>
void ForEachCorruption(const Bytes& whole, Visit visit) {
  for (size_t at = 0; at < whole.size(); ++at) {
    for (unsigned change = 1; change < 256; ++change) {
      Bytes corrupt = whole;
      corrupt[at] ^= static_cast<std::byte>(change);
      visit(corrupt);
    }
  }
}

// Calls visit(Bytes&) with `count` copies in which a few bytes are changed, the same ones each
// time.
template <class Visit>
void ForSomeCorruptions(const Bytes& whole, int count, Visit visit) {
  std::mt19937 random(20190131);
  for (int i = 0; i < count; ++i) {
    Bytes corrupt = whole;
    for (unsigned changes = 2 + random() % 7; changes > 0; --changes) {
      corrupt[random() % corrupt.size()] = static_cast<std::byte>(random());
    }
    visit(corrupt);
  }
}

}  // namespace hf::manifest

#endif  // HYPERVISOR_MANIFEST_TESTING_HOST_H_
