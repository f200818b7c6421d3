// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A vCPU that executes WFI while interrupts are injected into it.

#include "testing/guest/services.h"
#include "testing/guest/test.h"
#include "testing/races/wake.h"

namespace hf::races {
namespace {

constexpr guest::VmId kSleeper = test::Service("sleeper");

TEST(InjectRaces, WaitForInterruptAndInject) {
  ASSERT_EQ(test::Run(kSleeper).code(), guest::RunCode::kWaitForInterrupt);
  WakeAndRun("WFI/inject", kSleeper, 16, [] {
    const auto result = guest::InterruptInject(kSleeper, {0}, {5});
    return result && *result;
  });
}

}  // namespace
}  // namespace hf::races
