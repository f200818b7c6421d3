// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The protobuf rules: protoc of the pinned library generates code, and it runs with that library.

#include "gtest/gtest.h"
#include "platforms/tests/sample.pb.h"

namespace hf::tests {
namespace {

TEST(ProtoTest, OptionsAreRead) {
  const auto* field = Sample::descriptor()->FindFieldByName("size");
  ASSERT_NE(field, nullptr);
  EXPECT_EQ(field->options().GetExtension(unit), "bytes");
}

}  // namespace
}  // namespace hf::tests
