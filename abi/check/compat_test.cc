// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// //abi:compat_test: the tree keeps what released versions promise. It fails for a breaking change
// without a new major version, for a version that is too small, an edited released file, a stale
// golden, and for waivers that are none.

#include "abi/check/compat.h"
#include "gtest/gtest.h"

namespace hf::check {
namespace {

TEST(CompatTest, TheTreeKeepsItsPromises) {
  const CompatResult result = CheckTree({});
  EXPECT_TRUE(result.good())
      << result.ToString()
      << "`bazel run //abi:check` shows all that has changed since the last "
         "release, `bazel run //abi:hfidl -- explain HFnnn` explains a rule.";
  EXPECT_GE(result.compared.size(), 2u);
}

}  // namespace
}  // namespace hf::check
