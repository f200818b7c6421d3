// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "abi/compiler/vectors.h"

#include <algorithm>

#include "gtest/gtest.h"

namespace hf::idl {
namespace {

ir::Field FieldAt(uint32_t x, uint32_t msb, uint32_t lsb, ir::Type type = ir::TYPE_UNSIGNED) {
  ir::Field field;
  field.set_type(type);
  field.set_x(x);
  field.set_msb(msb);
  field.set_lsb(lsb);
  return field;
}

TEST(VectorsTest, PlacesAndMasks) {
  EXPECT_EQ(FieldMask(FieldAt(0, 63, 0)), ~uint64_t{0});
  EXPECT_EQ(FieldMask(FieldAt(0, 31, 16)), 0xffff0000u);
  EXPECT_EQ(PlaceField(FieldAt(0, 31, 16), 0x12345), 0x23450000u) << "what does not fit is dropped";
  Fields fields;
  *fields.Add() = FieldAt(1, 31, 16);
  *fields.Add() = FieldAt(2, 63, 0);
  EXPECT_EQ(UnusedBits(fields, 1), 0xffffffff0000ffffu);
  EXPECT_EQ(UnusedBits(fields, 1, 0xff), 0xffffffff0000ff00u);
  EXPECT_EQ(UnusedBits(fields, 2), 0u);
}

TEST(VectorsTest, FieldsTakeTheirExtremes) {
  Fields fields;
  *fields.Add() = FieldAt(0, 15, 8);
  *fields.Add() = FieldAt(0, 63, 16);
  const std::vector<Vector> vectors = Vectors(fields, 0x42);
  for (uint64_t value : {0x00, 0x01, 0x80, 0xff, 0xef}) {
    EXPECT_TRUE(std::any_of(vectors.begin(), vectors.end(), [value](const Vector& vector) {
      return vector.values[0] == value;
    })) << value;
  }
  for (const Vector& vector : vectors) {
    EXPECT_EQ(vector.registers[0], 0x42 | vector.values[0] << 8 | vector.values[1] << 16);
  }
}

TEST(VectorsTest, ABoolIsOneBitOfItsRegister) {
  Fields fields;
  *fields.Add() = FieldAt(3, 63, 0, ir::TYPE_BOOL);
  const std::vector<Vector> vectors = Vectors(fields);
  ASSERT_EQ(vectors.size(), 2u);
  EXPECT_EQ(vectors[0].registers[3], 0u);
  EXPECT_EQ(vectors[1].registers[3], 1u);
}

TEST(VectorsTest, WithoutFieldsThereIsOne) {
  ASSERT_EQ(Vectors(Fields(), 7).size(), 1u);
  EXPECT_EQ(Vectors(Fields(), 7)[0].registers[0], 7u);
}

}  // namespace
}  // namespace hf::idl
