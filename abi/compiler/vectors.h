// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Test vectors: values of fields and the registers that they lie in. They are computed here from
// the bit positions in the IDL, one bit at a time, and not by what the emitters emit.

#ifndef ABI_COMPILER_VECTORS_H_
#define ABI_COMPILER_VECTORS_H_

#include <array>
#include <cstdint>
#include <vector>

#include "abi/ir.pb.h"
#include "google/protobuf/repeated_field.h"

namespace hf::idl {

using Fields = google::protobuf::RepeatedPtrField<ir::Field>;

// Values of some fields, in their order, and the registers x0 to x3.
struct Vector {
  std::vector<uint64_t> values;
  std::array<uint64_t, 4> registers = {};
};

// Vectors in which each field is 0, 1, at its maximum, at its highest bit alone and at patterns.
// `fixed` is in x0 beside the fields: the tag of a word, in place. A bool is 0 or 1, as its
// register.
std::vector<Vector> Vectors(const Fields& fields, uint64_t fixed = 0);

// The bits of a register that no field has.
uint64_t UnusedBits(const Fields& fields, uint32_t x, uint64_t others = 0);

// The bits of a field at its place.
uint64_t FieldMask(const ir::Field& field);

// The value of a field at its place: what it adds to its register.
uint64_t PlaceField(const ir::Field& field, uint64_t value);

}  // namespace hf::idl

#endif  // ABI_COMPILER_VECTORS_H_
