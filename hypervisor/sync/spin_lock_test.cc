// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The lock with real threads. What only a race would show is also seen by the sanitizers.

#include "hypervisor/sync/spin_lock.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "hypervisor/sync/protected.h"

namespace hf {
namespace {

// Few, since threads that spin take the processor from the one they wait for.
constexpr int kThreads = 2;
constexpr int kRounds = 400;

void InThreads(const std::function<void()>& body) {
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(body);
  for (std::thread& thread : threads) thread.join();
}

TEST(SpinLock, OneAtATime) {
  SpinLock lock;
  std::atomic<int> inside = 0;
  int count = 0;
  bool alone = true;
  InThreads([&]() __attribute__((no_thread_safety_analysis)) {
    for (int i = 0; i < kRounds; ++i) {
      lock.Lock();
      alone = alone && inside.fetch_add(1) == 0;
      // Not atomic, and interrupted now and then: the lock is what makes it exact.
      const int before = count;
      if (i % 8 == 0) std::this_thread::yield();
      count = before + 1;
      inside.fetch_sub(1);
      lock.Unlock();
      std::this_thread::yield();
    }
  });
  EXPECT_TRUE(alone);
  EXPECT_EQ(count, kThreads * kRounds);
}

struct Pair {
  int a = 0;
  int b = 0;
};

TEST(Protected, KeepsAnInvariant) {
  Protected<Pair, LockRank::kVm> pair;
  std::atomic<bool> equal = true;
  InThreads([&] {
    for (int i = 0; i < kRounds; ++i) {
      {
        const auto locked = pair.Lock();
        if (locked->a != locked->b) equal = false;
        ++locked->a;
        if (i % 8 == 0) std::this_thread::yield();
        ++(*locked).b;
      }
      std::this_thread::yield();
    }
  });
  EXPECT_TRUE(equal);
  EXPECT_EQ(pair.Lock()->a, kThreads * kRounds);
}

TEST(Protected, IsUnlockedWhateverEndsTheScope) {
  Protected<Pair, LockRank::kVm> pair;
  EXPECT_THROW(
      {
        const auto locked = pair.Lock();
        throw std::runtime_error("leaves the scope");
      },
      std::runtime_error);
  pair.Lock()->a = 1;
  EXPECT_EQ(pair.Lock()->a, 1);
}

}  // namespace
}  // namespace hf
