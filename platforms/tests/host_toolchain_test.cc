// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The host toolchain: C++20, GoogleTest, and an Abseil whose string_view is the standard one.

#include <concepts>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

static_assert(std::same_as<absl::string_view, std::string_view>);
static_assert(__cplusplus == 202002L);

namespace hf {
namespace {

TEST(HostToolchainTest, AbseilLinks) {
  EXPECT_THAT(absl::StrCat(std::string_view("vm "), 3), testing::HasSubstr("3"));
}

TEST(HostToolchainDeathTest, ACrashIsSeen) { EXPECT_DEATH(__builtin_trap(), ""); }

}  // namespace
}  // namespace hf
