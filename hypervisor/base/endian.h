// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Integers in somebody else's byte order, at any alignment.
//
// Boot files put their integers where they like, and EL2 is built for strict alignment, so they are
// read and written byte by byte. The caller has checked that all the bytes are there.

#ifndef HYPERVISOR_BASE_ENDIAN_H_
#define HYPERVISOR_BASE_ENDIAN_H_

#include <cstddef>
#include <cstdint>

namespace hf {

inline uint16_t LoadLe16(const std::byte* p) {
  return static_cast<uint16_t>(static_cast<unsigned>(p[0]) | static_cast<unsigned>(p[1]) << 8);
}

inline uint32_t LoadLe32(const std::byte* p) {
  return LoadLe16(p) | static_cast<uint32_t>(LoadLe16(p + 2)) << 16;
}

uint32_t LoadBe32(const std::byte* p);
uint64_t LoadBe64(const std::byte* p);
void StoreBe32(std::byte* p, uint32_t value);
void StoreBe64(std::byte* p, uint64_t value);

}  // namespace hf

#endif  // HYPERVISOR_BASE_ENDIAN_H_
