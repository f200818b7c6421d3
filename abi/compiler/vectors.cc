// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See vectors.h.

#include "abi/compiler/vectors.h"

#include <algorithm>

namespace hf::idl {
namespace {

uint32_t Bits(const ir::Field& field) {
  return field.type() == ir::TYPE_BOOL ? 1 : field.msb() - field.lsb() + 1;
}

// The low bits of a value.
uint64_t Low(uint64_t value, uint32_t bits) {
  uint64_t low = 0;
  for (uint32_t bit = 0; bit < bits; ++bit) low |= value & (uint64_t{1} << bit);
  return low;
}

Vector Make(const Fields& fields, const std::vector<uint64_t>& values, uint64_t fixed) {
  Vector vector;
  vector.registers[0] = fixed;
  for (int i = 0; i < fields.size(); ++i) {
    const uint64_t value = Low(values[static_cast<size_t>(i)], Bits(fields[i]));
    vector.values.push_back(value);
    vector.registers[fields[i].x()] |= PlaceField(fields[i], value);
  }
  return vector;
}

}  // namespace

uint64_t FieldMask(const ir::Field& field) {
  uint64_t mask = 0;
  for (uint32_t bit = field.lsb(); bit <= field.msb(); ++bit) mask |= uint64_t{1} << bit;
  return mask;
}

uint64_t PlaceField(const ir::Field& field, uint64_t value) {
  uint64_t placed = 0;
  for (uint32_t bit = field.lsb(); bit <= field.msb(); ++bit) {
    if ((value >> (bit - field.lsb())) & 1) placed |= uint64_t{1} << bit;
  }
  return placed;
}

uint64_t UnusedBits(const Fields& fields, uint32_t x, uint64_t others) {
  uint64_t used = others;
  for (const ir::Field& field : fields) {
    if (field.x() == x) used |= FieldMask(field);
  }
  return ~used;
}

std::vector<Vector> Vectors(const Fields& fields, uint64_t fixed) {
  const size_t count = static_cast<size_t>(fields.size());
  std::vector<Vector> vectors;
  const auto add = [&](const std::vector<uint64_t>& values) {
    const Vector vector = Make(fields, values, fixed);
    const bool known = std::any_of(vectors.begin(), vectors.end(), [&vector](const Vector& other) {
      return other.registers == vector.registers;
    });
    if (!known) vectors.push_back(vector);
  };
  add(std::vector<uint64_t>(count, 0));
  add(std::vector<uint64_t>(count, ~uint64_t{0}));
  for (size_t i = 0; i < count; ++i) {
    const uint64_t highest = uint64_t{1} << (Bits(fields[static_cast<int>(i)]) - 1);
    for (uint64_t other : {uint64_t{0}, uint64_t{0x5a5a'5a5a'5a5a'5a5a}}) {
      for (uint64_t value :
           {uint64_t{0}, uint64_t{1}, highest, ~uint64_t{0}, uint64_t{0x0123'4567'89ab'cdef}}) {
        std::vector<uint64_t> values(count, other);
        values[i] = value;
        add(values);
      }
    }
  }
  return vectors;
}

}  // namespace hf::idl
