// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A million random steps of five VMs on two CPUs against the reference model. For more, and for the
// seed of a report: bazel run //hypervisor/testing/lockstep:storm -- <steps> <seed>

#include "hypervisor/testing/lockstep/storm.h"

#include <gtest/gtest.h>

namespace hf::test {
namespace {

class StormTest : public testing::TestWithParam<uint64_t> {};

TEST_P(StormTest, AgreesWithTheModel) {
  Lockstep both({.cpus = 2, .vcpus = {2, 2, 1, 2}});
  both.snapshot_every = 256;
  EXPECT_EQ(Storm(both, {.seed = GetParam() * 1000, .steps = kInstrumented ? 5'000 : 100'000}), "");
}

INSTANTIATE_TEST_SUITE_P(Seeds, StormTest, testing::Range(uint64_t{1}, uint64_t{11}));

}  // namespace
}  // namespace hf::test
