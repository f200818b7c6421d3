// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Out of line and as loops: at strict alignment the inlined form of each use is a dozen
// instructions, and boot-time parsing has many uses and no hurry.

#include "hypervisor/base/endian.h"

namespace hf {
namespace {

[[gnu::noinline]] uint64_t Load(const std::byte* p, unsigned size) {
  uint64_t value = 0;
#pragma clang loop unroll(disable)
  for (unsigned i = 0; i < size; ++i) value = value << 8 | static_cast<uint64_t>(p[i]);
  return value;
}

[[gnu::noinline]] void Store(std::byte* p, unsigned size, uint64_t value) {
#pragma clang loop unroll(disable)
  for (unsigned i = size; i > 0; --i, value >>= 8) p[i - 1] = static_cast<std::byte>(value);
}

}  // namespace

uint32_t LoadBe32(const std::byte* p) { return static_cast<uint32_t>(Load(p, 4)); }
uint64_t LoadBe64(const std::byte* p) { return Load(p, 8); }
void StoreBe32(std::byte* p, uint32_t value) { Store(p, 4, value); }
void StoreBe64(std::byte* p, uint64_t value) { Store(p, 8, value); }

}  // namespace hf
