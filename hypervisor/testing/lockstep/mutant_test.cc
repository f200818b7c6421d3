// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A test of the tests: linked with a source of the core in which a call has another outcome than
// its row says, which the storm must find.

#include <gtest/gtest.h>

#include <cstdio>

#include "hypervisor/testing/lockstep/storm.h"

namespace hf::test {
namespace {

TEST(Mutant, IsFound) {
  Lockstep both({.cpus = 2, .vcpus = {2, 2}});
  both.snapshot_every = 16;
  const std::string report = Storm(both, {.steps = 100'000});
  EXPECT_NE(report, "") << "the mistake was not found";
  std::printf("%s\n", report.c_str());
}

}  // namespace
}  // namespace hf::test
