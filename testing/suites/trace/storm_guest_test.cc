// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Four CPUs that make EL2 record as fast as they can.

#include <hf/call.h>

#include "testing/guest/cpus.h"
#include "testing/guest/test.h"

namespace {

constexpr uint64_t kCpus = 4;
constexpr int kRuns = 80;

TEST(Storm, OfFourCpus) {
  hf::test::OnCpus(kCpus, [](uint64_t cpu) {
    // Three CPUs have a VM each, the fourth makes calls that return.
    for (int i = 0; i < kRuns; ++i) {
      if (cpu != 0) hf_vcpu_run(static_cast<uint32_t>(cpu), 0);
      hf_vcpu_get_count(static_cast<uint32_t>(cpu));
    }
  });
}

}  // namespace
