// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Each allocation of a page fails in turn, alone or with all that follow: a call is then refused
// with -1 and has changed nothing, and boot refuses a VM, or the machine, clearly and as a whole.
//
// Linked with a page pool that asks AllocationFails() each time (BUILD.bazel).

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "hypervisor/testing/lockstep/lockstep.h"
#include "hypervisor/testing/lockstep/storm.h"
#include "hypervisor/testing/snapshot.h"

namespace hf::test {

// Which allocation fails, counted from 0 from now on; and those after it.
struct Failing {
  uint64_t number = ~uint64_t{0};
  bool and_all_after = false;
  uint64_t count = 0;

  bool fired() const { return count > number; }
};
static Failing failing;

bool AllocationFails();
bool AllocationFails() {
  const uint64_t number = failing.count++;
  return failing.and_all_after ? number >= failing.number : number == failing.number;
}

namespace {

using model::Call;
using model::Event;

constexpr uint64_t kMinusOne = ~uint64_t{0};
// A model has no page pool: a call that it refuses, whatever its state.
constexpr Event kRefused = Call(0xff0e, 0, 0, 0);

// The call, with one allocation failing. True if it came to that.
bool FailIn(Lockstep& both, const Event& event, const Failing& which) {
  TestSystem& t = both.system();
  Vcpu& caller = t.on();
  const auto before = TakeSnapshot(t);
  const auto x = caller.registers.x;
  failing = which;
  both.StepReal(0, event);
  const bool fired = failing.fired();
  failing = {};
  if (!fired) return false;
  EXPECT_EQ(&t.on(), &caller);
  EXPECT_EQ(t.x0(), kMinusOne) << "allocation " << which.number;
  std::copy_n(x.begin(), 4, caller.registers.x.begin());
  EXPECT_TRUE(before == TakeSnapshot(t)) << "something changed, allocation " << which.number;
  return true;
}

// Both ways for each allocation of the call; afterwards it succeeds. Returns how many there were.
uint64_t FailEach(Lockstep& both, const Event& event) {
  const Lockstep::State start(both);
  uint64_t allocations = 0;
  for (const bool and_all_after : {false, true}) {
    for (allocations = 0;; ++allocations) {
      start.Restore(both);
      if (!FailIn(both, event, {.number = allocations, .and_all_after = and_all_after})) break;
    }
    start.Restore(both);
    EXPECT_EQ(both.Step(0, event), "");
    EXPECT_NE(both.model().x0(0u), kMinusOne);
  }
  return allocations;
}

Event Share(uint64_t to, uint64_t mode, uint64_t begin, uint64_t size) {
  return Call(0xff0e, to << 32 | mode, begin, size);
}

TEST(Allocation, OfTheCallsOfThePrimary) {
  const uint64_t block = 0x40a0'0000;  // 2 MiB that are mapped by one entry
  for (const Event& event : {
           Call(0xff05, block, block + kPageSize),
           Call(0xff05, block + 3 * kPageSize, block + 2 * kMiB),
           Call(0xff05, block, 0x4100'0000 - kPageSize),
           Share(1, 0, block, kPageSize),
           Share(1, 1, block + kPageSize, 8 * kPageSize),
           Share(2, 2, block - kPageSize, 2 * kPageSize),
           Share(2, 0, block - kPageSize, 2 * kMiB + 2 * kPageSize),
       }) {
    Lockstep both({.vcpus = {1, 1}, .memory = 4 * kMiB});
    EXPECT_GE(FailEach(both, event), 2u) << model::Describe(event);
  }
}

TEST(Allocation, OfTheCallsOfASecondary) {
  Lockstep both({.vcpus = {1, 1}, .memory = 4 * kMiB});
  const uint64_t middle = both.system().MemoryOf(1) + 2 * kMiB;
  ASSERT_EQ(both.Step(0, Call(0xff03, 1, 0)), "");
  const Lockstep::State running(both);
  for (const Event& event : {
           Call(0xff05, middle - kPageSize, middle),
           Share(0, 0, middle - kPageSize, 2 * kPageSize),
           Share(2, 1, middle + kPageSize, kPageSize),
           Share(2, 2, middle, 2 * kMiB - kPageSize),
       }) {
    running.Restore(both);
    EXPECT_GE(FailEach(both, event), 2u) << model::Describe(event);
  }
}

// Pages of the pool: free, or tables of VMs.
size_t PoolPages(TestSystem& t) {
  size_t pages = t.system().pool.free_pages();
  for (uint32_t vm = 0; vm < t.system().vm_count; ++vm) {
    pages += CountTables(t.vm(vm).Loadable(t.vcpu(vm, 0)).stage2);
  }
  return pages;
}

TEST(Allocation, InAnyOrderOfCalls) {
  std::mt19937_64 random(7);
  const auto number = [&](uint64_t below) { return random() % below; };
  Lockstep both({.vcpus = {1, 1}, .memory = 4 * kMiB});
  both.snapshot_every = 0;
  const Lockstep::State start(both);
  const size_t pages = PoolPages(both.system());
  int fired = 0, done = 0;
  for (int step = 0; step < (kInstrumented ? 4'000 : 20'000); ++step) {
    if (step % 25 == 0) start.Restore(both);
    const auto vm = static_cast<uint32_t>(number(3));
    if (both.model().on(0).vm != 0) ASSERT_EQ(both.Step(0, model::Interrupt()), "");
    if (vm != 0) ASSERT_EQ(both.Step(0, Call(0xff03, vm, 0)), "");
    const uint64_t page =
        (vm == 0 ? 0x40a0'0000 : both.system().MemoryOf(1 + number(2))) + number(4) * kMiB / 2;
    const Event event = Share(number(3), number(3), page, (1 + number(3)) * kPageSize);
    if (FailIn(both, event, {.number = number(6), .and_all_after = number(2) == 0})) {
      ++fired;
      ASSERT_EQ(both.Step(0, kRefused), "") << model::Describe(event);
    } else {
      // It has been done, or was refused for another reason: now in the model, too.
      both.StepModel(0, event);
      ASSERT_EQ(both.Compare(both.model()), "") << model::Describe(event);
      ASSERT_EQ(both.ComparePages(both.model()), "") << model::Describe(event);
      ++done;
    }
    ASSERT_EQ(PoolPages(both.system()), pages) << model::Describe(event);
    ASSERT_FALSE(testing::Test::HasFailure()) << model::Describe(event);
  }
  EXPECT_GT(fired, 100);
  EXPECT_GT(done, 100);
}

Spec ThreeSecondaries() {
  Spec spec = WithSecondaries({{.memory = 64 * kPageSize, .vcpus = 8},
                               {.memory = 2 * kMiB + 3 * kPageSize, .vcpus = 8},
                               {.memory = kMiB, .vcpus = 1}});
  spec.cpus = {0, 1, 2, 3};
  return spec;
}

// Each VM that is there is whole: it has its memory and the primary has not, and it runs. All other
// RAM but EL2's is the primary's.
void CheckLoaded(TestSystem& t) {
  std::vector<uint64_t> owned(t.system().vm_count);
  for (uint64_t page = kRam; page < kRam + kRamSize; page += kPageSize) {
    int owners = 0;
    for (uint32_t vm = 0; vm < t.system().vm_count; ++vm) {
      if (t.PageOf(vm, page).ownership == arch::Ownership::kOwned) {
        ++owners;
        ++owned[vm];
      } else {
        EXPECT_EQ(t.PageOf(vm, page), arch::Stage2Page{});
      }
    }
    const bool el2 = t.image().Contains(PhysAddr(page));
    ASSERT_EQ(owners, el2 ? 0 : 1) << std::hex << page;
  }
  for (uint32_t vm = 1; vm < t.system().vm_count; ++vm) {
    EXPECT_EQ(t.Read(t.MemoryOf(vm), 9), "kernel of");
    t.Run(vm);
    t.Exit(Interrupt());
  }
}

TEST(Allocation, OfBoot) {
  failing = {};
  uint64_t allocations;
  {
    TestSystem t(ThreeSecondaries());
    allocations = failing.count;
    ASSERT_EQ(t.system().vm_count, 4u);
    CheckLoaded(t);
  }
  ASSERT_GT(allocations, 15u);
  int refused = 0, skipped = 0;
  for (const bool and_all_after : {false, true}) {
    for (uint64_t n = 0; n < allocations; ++n) {
      failing = {.number = n, .and_all_after = and_all_after};
      TestSystem t(ThreeSecondaries(), false);
      bool booted = true;
      try {
        t.Load();
      } catch (const host::PoweredOff&) {
        booted = false;
      }
      failing = {};
      const std::string console = t.machine().TakeConsole();
      if (!booted) {
        ++refused;
        EXPECT_NE(console.find("hafnia: cannot boot: the page pool is too small for the primary"),
                  std::string::npos)
            << console;
        continue;
      }
      const std::string skip = ": the page pool is too small: skipped\n";
      uint32_t missing = 0;
      for (size_t at = 0; (at = console.find(skip, at)) != std::string::npos; ++at) ++missing;
      EXPECT_EQ(t.system().vm_count + missing, 4u) << "allocation " << n << "\n" << console;
      EXPECT_GE(missing, 1u) << "allocation " << n;
      if (!and_all_after) EXPECT_EQ(missing, 1u) << "allocation " << n;
      skipped += static_cast<int>(missing);
      CheckLoaded(t);
    }
  }
  EXPECT_GT(refused, 5);
  EXPECT_GT(skipped, 10);
}

}  // namespace
}  // namespace hf::test
