// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The explorer itself: small races of known numbers of schedules, and mistakes that it must find.

#include "hypervisor/testing/explore/interleave.h"

#include <gtest/gtest.h>

#include <new>
#include <set>
#include <string>

#include "hypervisor/base/check.h"
#include "hypervisor/sync/protected.h"
#include "hypervisor/sync/spin_lock.h"

namespace hf::test {
namespace {

struct InterleaveTest : testing::Test {
  std::string Correct() const { return value.load() == 2 ? "" : "an increment is lost"; }
  void Increment() { value.store(value.load() + 1); }

  Interleaver interleaver;
  Atomic<int> value = 0;
  SpinLock lock;
};

TEST_F(InterleaveTest, EveryOrderOfTwoPoints) {
  std::set<std::string> orders;
  std::string order;
  const auto two = [&](char name) {
    return [&, name] {
      for (int i = 0; i < 2; ++i) {
        value.load();
        order += name;
      }
    };
  };
  const Race race{.reset = [&] { order.clear(); },
                  .cpus = {two('a'), two('b')},
                  .check =
                      [&] {
                        orders.insert(order);
                        return std::string();
                      },
                  .names = {}};
  // One after the other; and, with enough preemptions, all six.
  EXPECT_EQ(interleaver.Explore(race, 0).schedules, 2u);
  EXPECT_EQ(orders, (std::set<std::string>{"aabb", "bbaa"}));
  interleaver.Explore(race, 8);
  EXPECT_EQ(orders.size(), 6u);
}

TEST_F(InterleaveTest, ALostIncrement) {
  const auto increment = [&] { Increment(); };
  const Race race{.reset = [&] { value.store(0); },
                  .cpus = {increment, increment},
                  .check = [&] { return Correct(); },
                  .names = {{&value, "the value"}}};
  EXPECT_EQ(interleaver.Explore(race, 0).failure, "");
  const Interleaved found = interleaver.Explore(race, 3);
  EXPECT_EQ(found.failure,
            "an increment is lost\n"
            "schedule 0x2 1x3 0x1\n"
            "  CPU 0:\n    begins\n    loads the value\n"
            "  CPU 1:\n    begins\n    loads the value\n    stores to the value\n"
            "  CPU 0:\n    stores to the value\n");
  std::string words;
  EXPECT_EQ(interleaver.Replay(race, "0x2 1x3 0x1", &words), "an increment is lost");
  EXPECT_EQ(found.failure, "an increment is lost\nschedule 0x2 1x3 0x1\n" + words);
  EXPECT_EQ(interleaver.Replay(race, "0x3 1x3", nullptr), "");
}

TEST_F(InterleaveTest, TheLockKeepsThem) {
  const auto increment = [&]() __attribute__((no_thread_safety_analysis)) {
    lock.Lock();
    Increment();
    lock.Unlock();
  };
  const Race race{.reset = [&] { value.store(0); },
                  .cpus = {increment, increment},
                  .check = [&] { return Correct(); },
                  .names = {}};
  const Interleaved explored = interleaver.Explore(race, 4);
  EXPECT_EQ(explored.failure, "");
  EXPECT_GT(explored.schedules, 50u);
}

TEST_F(InterleaveTest, TwoLocksInTwoOrders) {
  SpinLock other;
  const auto both = [](SpinLock& a, SpinLock& b) {
    return [&]() __attribute__((no_thread_safety_analysis)) {
      a.Lock();
      b.Lock();
      b.Unlock();
      a.Unlock();
    };
  };
  const Race race{.reset =
                      [&] {
                        new (&lock) SpinLock;
                        new (&other) SpinLock;
                      },
                  .cpus = {both(lock, other), both(other, lock)},
                  .check = [] { return std::string(); },
                  .names = {}};
  EXPECT_EQ(interleaver.Explore(race, 0).failure, "");
  EXPECT_EQ(interleaver.Explore(race, 1).failure.find("deadlock"), 0u);
}

TEST_F(InterleaveTest, WaitsForAnother) {
  const Race race{.reset = [&] { value.store(0); },
                  .cpus = {[&] {
                             while (value.load() == 0) Relax();
                           },
                           [&] { value.store(1); }},
                  .check = [] { return std::string(); },
                  .names = {}};
  EXPECT_EQ(interleaver.Explore(race, 3).failure, "");
  Race alone = race;
  alone.cpus.pop_back();
  EXPECT_EQ(interleaver.Explore(alone, 0).failure.find("deadlock"), 0u);
}

TEST_F(InterleaveTest, APanicAndALoop) {
  Race race{.reset = [&] { value.store(0); },
            .cpus = {[&] {
                       const int before = value.load();
                       HF_CHECK(value.load() == before);
                     },
                     [&] { value.store(1); }},
            .check = [] { return std::string(); },
            .names = {}};
  EXPECT_EQ(interleaver.Explore(race, 0).failure, "");
  EXPECT_EQ(interleaver.Explore(race, 1).failure.find("CPU 0 panics"), 0u);
  race.cpus[0] = [&] {
    while (value.load() != 2 && value.load() != 1) {
    }
  };
  EXPECT_EQ(interleaver.Explore(race, 0).failure.find("the CPUs never come to an end"), 0u);
}

}  // namespace
}  // namespace hf::test
