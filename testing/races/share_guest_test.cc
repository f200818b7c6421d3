// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A VM whose other CPUs go on writing to a page that it lends.

#include <cstring>

#include "testing/guest/cpus.h"
#include "testing/guest/services.h"
#include "testing/guest/test.h"
#include "testing/isolation/trap.h"
#include "testing/races/race.h"

namespace hf::races {
namespace {

using guest::RunCode;

constexpr uint64_t kCpus = 4;
constexpr guest::VmId kBorrower = test::Service("borrower");

alignas(4096) uint64_t page[512];
// Odd while the page is lent for certain: the call has returned, and the borrower has not run.
std::atomic<uint64_t> turn;
std::atomic<uint64_t> written, refused;

// Writes until it is told to stop. What is written while the page is lent for certain is a failure.
void Write(uint64_t address) {
  uint64_t good = 0, bad = 0, faults = 0;
  while (!stop) {
    const uint64_t before = turn;
    const bool done = isolation::Try(&isolation::try_write, address).taken == 0;
    if (!done) {
      ++faults;
    } else if (before % 2 == 1 && turn == before) {
      ++bad;
    } else {
      ++good;
    }
  }
  written += good;
  refused += faults;
  EXPECT_EQ(bad, 0);
}

RunCode Run() {
  RunCode code = guest::VcpuRun(kBorrower, {0}).code();
  while (code == RunCode::kPreempted) code = guest::VcpuRun(kBorrower, {0}).code();
  return code;
}

// The borrower finds the page zeroed, and gives it back.
bool LendOnce(uint64_t address, uint64_t& random) {
  if (!guest::ShareMemory(kBorrower, {address}, sizeof(page), guest::Share::kLend)) return false;
  ++turn;
  Dawdle(random, 64);
  if (!guest::MailboxSend(kBorrower, sizeof(address), /*notify=*/false)) return false;
  ++turn;
  return Run() == RunCode::kYield && Run() == RunCode::kWaitForInterrupt;
}

TEST(ShareRaces, LendAndWrite) {
  test::OpenMailbox();
  ASSERT_EQ(test::Run(kBorrower).code(), RunCode::kWaitForInterrupt);
  Begin();
  test::OnCpus(kCpus, [](uint64_t cpu) {
    const auto address = reinterpret_cast<uint64_t>(page);
    if (cpu != 0) return Write(address + 8 * cpu);
    std::memcpy(test::SendPage(), &address, sizeof(address));
    uint64_t random = 5, done = 0;
    while (done < kIterations && LendOnce(address, random)) ++done;
    stop = true;
    EXPECT_EQ(done, kIterations);
    PrintCount("share/write", done);
  });
  EXPECT_GT(written.load(), 0);
  EXPECT_GT(refused.load(), 0);
}

}  // namespace
}  // namespace hf::races
