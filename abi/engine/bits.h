// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Fields in registers.

#ifndef ABI_ENGINE_BITS_H_
#define ABI_ENGINE_BITS_H_

#include <cstdint>

#include "abi/ir.pb.h"

namespace hf::engine {

inline uint64_t FieldMask(const ir::Field& field) {
  const uint32_t width = field.msb() - field.lsb() + 1;
  return width >= 64 ? ~uint64_t{0} : (uint64_t{1} << width) - 1;
}

// A value at its place.
inline uint64_t Place(const ir::Field& field, uint64_t value) {
  return (value & FieldMask(field)) << field.lsb();
}

// And back. A boolean is true when any of its bits is.
inline uint64_t Extract(const ir::Field& field, uint64_t word) {
  const uint64_t bits = word >> field.lsb() & FieldMask(field);
  if (field.type() == ir::TYPE_BOOL) return bits != 0;
  const uint64_t sign = FieldMask(field) & ~(FieldMask(field) >> 1);
  if (field.type() == ir::TYPE_SIGNED && (bits & sign) != 0) return bits | ~FieldMask(field);
  return bits;
}

}  // namespace hf::engine

#endif  // ABI_ENGINE_BITS_H_
