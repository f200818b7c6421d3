// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The vectors on the host, run by each binding, and that a binding which is wrong would be told.

#include "bindings/vectors/vectors.h"

#include <cstdlib>
#include <fstream>
#include <string>

#include "gtest/gtest.h"

namespace {

// Vectors in the list: the lines that call something.
uint64_t Listed() {
  std::ifstream file(std::string(std::getenv("TEST_SRCDIR")) + "/hf/bindings/vectors/vectors.inc");
  uint64_t count = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.ends_with(");")) ++count;
  }
  return count;
}

void ExpectPassed(const hf_vectors_result& result) {
  EXPECT_EQ(result.failures, 0u) << result.name << ", vector " << result.number << ": wanted "
                                 << result.wanted << ", got " << result.got;
  EXPECT_GT(result.count, 100u);
  EXPECT_EQ(result.count, Listed());
}

TEST(VectorsTest, C) { ExpectPassed(hf_vectors_c()); }

TEST(VectorsTest, Cc) { ExpectPassed(hf_vectors_cc()); }

TEST(VectorsTest, Rust) { ExpectPassed(hf_vectors_rust()); }

}  // namespace
