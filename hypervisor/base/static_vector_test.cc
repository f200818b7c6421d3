// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/base/static_vector.h"

#include <gtest/gtest.h>

#include "hypervisor/arch/host/machine.h"
#include "hypervisor/base/result.h"

namespace hf {
namespace {

TEST(StaticVector, FillsAndRefuses) {
  StaticVector<int, 3> v;
  EXPECT_TRUE(v.empty());
  EXPECT_EQ(v.capacity(), 3u);
  for (const int i : {1, 2, 3}) EXPECT_TRUE(v.push_back(i));
  EXPECT_FALSE(v.push_back(4));
  EXPECT_EQ(v.size(), 3u);
  int sum = 0;
  for (const int i : v) sum = sum * 10 + i;
  EXPECT_EQ(sum, 123);
  EXPECT_EQ(v.span().size(), 3u);
}

TEST(StaticVector, PopsTheLast) {
  StaticVector<int, 3> v;
  EXPECT_EQ(v.pop_back(), std::nullopt);
  ASSERT_TRUE(v.push_back(1));
  ASSERT_TRUE(v.push_back(2));
  EXPECT_EQ(v.pop_back(), 2);
  EXPECT_EQ(v.pop_back(), 1);
  EXPECT_EQ(v.pop_back(), std::nullopt);
  ASSERT_TRUE(v.push_back(7));
  v.clear();
  EXPECT_TRUE(v.empty());
}

TEST(StaticVector, ErasesOneInTheMiddle) {
  StaticVector<int, 3> v;
  for (const int i : {1, 2, 3}) ASSERT_TRUE(v.push_back(i));
  v.erase(1);
  ASSERT_EQ(v.size(), 2u);
  EXPECT_EQ(v[0], 1);
  EXPECT_EQ(v[1], 3);
  v.erase(1);
  v.erase(0);
  EXPECT_TRUE(v.empty());
  EXPECT_THROW(v.erase(0), host::Panicked);
}

TEST(StaticVector, IndexesWhatIsThereOnly) {
  StaticVector<int, 3> v;
  ASSERT_TRUE(v.push_back(5));
  EXPECT_EQ(v[0], 5);
  EXPECT_THROW(v[1], host::Panicked);
  const auto& constant = v;
  EXPECT_THROW(constant[1], host::Panicked);
}

TEST(Result, HasAValueOrAReason) {
  Result<int> result = 3;
  EXPECT_TRUE(result.ok());
  EXPECT_EQ(result.value(), 3);
  result = Error{"no reason"};
  EXPECT_FALSE(result.ok());
  EXPECT_STREQ(result.error().what, "no reason");
  EXPECT_THROW(result.value(), host::Panicked);
}

}  // namespace
}  // namespace hf
