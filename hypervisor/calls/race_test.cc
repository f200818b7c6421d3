// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Calls from several CPUs at once, each a thread. What must not happen here happens seldom even in
// code that is wrong, so the rounds are many. With a SpinLock that does nothing, OneOfTwoConfigures
// and NoLostWakeUp fail at once; the others need luck.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

using abi::Call;
using abi::MailboxReceiveReturn;
using abi::VcpuState;

constexpr uint64_t kMinusOne = ~uint64_t{0};

Spec OnCpus(const std::vector<uint64_t>& cpus, const std::vector<Secondary>& secondaries) {
  Spec spec = WithSecondaries(secondaries);
  spec.cpus = cpus;
  return spec;
}

void OnEachCpu(uint32_t cpus, const std::function<void(uint32_t)>& body) {
  std::atomic<uint32_t> ready = 0;
  std::vector<std::thread> threads;
  for (uint32_t cpu = 0; cpu < cpus; ++cpu) {
    threads.emplace_back([&, cpu] {
      ++ready;
      while (ready != cpus) std::this_thread::yield();
      body(cpu);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

uint64_t Do(TestSystem& t, uint32_t cpu, Call call, uint64_t x1 = 0, uint64_t x2 = 0) {
  return t.CallOn(cpu, static_cast<uint64_t>(call), x1, x2);
}

// One runs it, and finds the registers as the last one left them.
TEST(Race, OneVcpuFromFourCpus) {
  TestSystem t(OnCpus({0, 1, 2, 3}, {{}}));
  std::atomic<int> running = 0;
  std::atomic<int> runs = 0;
  std::atomic<bool> alone = true, whole = true;
  t.vcpu(1, 0).registers.x[20] = t.vcpu(1, 0).registers.el1.far = 0;
  OnEachCpu(4, [&](uint32_t cpu) {
    for (int i = 0; i < 3000; ++i) {
      Do(t, cpu, Call::kVcpuRun, 1, 0);
      if (t.on(cpu).vm->id() == 0) {
        std::this_thread::yield();
        continue;
      }
      if (running.fetch_add(1) != 0) alone = false;
      // Not atomic, and in three places: general and EL1 registers.
      arch::Registers& r = t.on(cpu).registers;
      if (r.x[20] != t.el1(cpu).far || r.x[20] != static_cast<uint64_t>(runs)) whole = false;
      ++r.x[20];
      ++t.el1(cpu).far;
      ++runs;
      running.fetch_sub(1);
      t.Exit(Interrupt(), cpu);
    }
  });
  EXPECT_TRUE(alone);
  EXPECT_TRUE(whole);
  EXPECT_GT(runs, 0);
  EXPECT_EQ(t.StateOf(1, 0), VcpuState::kReady);
}

// Both ask in the same moment, as near as two threads get: each time one of them gets it.
TEST(Race, OneOfTwoRuns) {
  constexpr int kRounds = 1000;
  TestSystem t(OnCpus({0, 1}, {{}}));
  std::atomic<int> arrived = 0, winners = 0, wrong = 0;
  OnEachCpu(2, [&](uint32_t cpu) {
    int meetings = 0;
    const auto meet = [&] {
      ++arrived;
      ++meetings;
      for (int i = 0; arrived < 2 * meetings; ++i) {
        if (i > 1000) std::this_thread::yield();
      }
    };
    for (int round = 0; round < kRounds; ++round) {
      meet();
      Do(t, cpu, Call::kVcpuRun, 1, 0);
      const bool won = t.on(cpu).vm->id() == 1;
      if (won) ++winners;
      meet();
      if (winners != 1) ++wrong;
      meet();
      if (won) {
        winners = 0;
        t.Exit(Interrupt(), cpu);
      }
    }
  });
  EXPECT_EQ(wrong, 0);
}

TEST(Race, OneOfTwoConfigures) {
  for (int round = 0; round < 100; ++round) {
    TestSystem t(OnCpus({0, 1}, {{.vcpus = 2}}));
    t.vm(1).state().Lock()->vcpus[1] = VcpuState::kReady;
    t.Run(1, 0, 0);
    t.Run(1, 1, 1);
    const size_t free = t.system().pool.free_pages();
    std::atomic<int> succeeded = 0;
    OnEachCpu(2, [&](uint32_t cpu) {
      // Different pages, so that the loser would be seen in the tables.
      const uint64_t page = t.MemoryOf(1) + 2 * cpu * kPageSize;
      if (Do(t, cpu, Call::kVmConfigure, page, page + kPageSize) == 0) ++succeeded;
    });
    ASSERT_EQ(succeeded, 1);
    const bool first = t.vm(1).state().Lock()->mailbox.send_page().raw() == t.MemoryOf(1);
    const auto owned = [&](uint64_t page) {
      return t.PageOf(1, t.MemoryOf(1) + page * kPageSize).ownership == arch::Ownership::kOwned;
    };
    EXPECT_EQ(owned(0), !first);
    EXPECT_EQ(owned(2), first);
    EXPECT_EQ(t.system().pool.free_pages(), free);
  }
}

// CPU 0's primary sends, CPU 1's runs the receiver, which blocks for each message: a lost wake-up
// would leave a message there and the receiver asleep, and this test would not end.
TEST(Race, NoLostWakeUp) {
  constexpr uint64_t kMessages = 5000;
  TestSystem t(OnCpus({0, 1}, {{}}));
  t.Configure();
  t.Run(1);
  t.Configure();
  t.Exit(Interrupt());
  OnEachCpu(2, [&](uint32_t cpu) {
    if (cpu == 0) {
      for (uint64_t i = 0; i < kMessages; ++i) {
        while (Do(t, 0, Call::kMailboxSend, 1, i % 4096) == kMinusOne) std::this_thread::yield();
      }
      return;
    }
    for (uint64_t i = 0; i < kMessages; ++i) {
      while (t.on(1).vm->id() == 0) {
        if (Do(t, 1, Call::kVcpuRun, 1, 0); t.on(1).vm->id() == 0) std::this_thread::yield();
      }
      // Either the message is there, or the call returns it when the vCPU has been woken.
      uint64_t result = Do(t, 1, Call::kMailboxReceive, 1);
      while (t.on(1).vm->id() == 0) {
        std::this_thread::yield();
        Do(t, 1, Call::kVcpuRun, 1, 0);
        result = t.x0(1);
      }
      ASSERT_EQ(result, (MailboxReceiveReturn{0, static_cast<uint32_t>(i % 4096)}.Encode()));
      ASSERT_EQ(Do(t, 1, Call::kMailboxClear), 0u);
    }
  });
}

// Four secondaries on as many CPUs abort together: every CPU is the primary's again.
TEST(Race, AllAbortAtOnce) {
  for (int round = 0; round < 100; ++round) {
    TestSystem t(OnCpus({0, 1, 2, 3}, {{}, {}, {}, {}}));
    for (uint32_t cpu = 0; cpu < 4; ++cpu) t.Run(cpu + 1, 0, cpu);
    OnEachCpu(4, [&](uint32_t cpu) {
      t.Exit(DataAbort{.ipa = kRam, .write = true}.exit(), cpu);
      EXPECT_EQ(&t.on(cpu), &t.vcpu(0, cpu));
      EXPECT_EQ(t.x0(cpu), abi::VcpuRunReturn::Aborted().Encode());
    });
    // Whole reports, whatever their order: a VM's first line, and all others of it after that.
    std::istringstream console(t.machine().TakeConsole());
    std::vector<std::string> vms;
    for (std::string line; std::getline(console, line);) {
      const std::string vm = line.substr(0, line.find(" vCPU "));
      if (line.find(" aborted: ") != std::string::npos) vms.push_back(vm);
      ASSERT_FALSE(vms.empty()) << line;
      ASSERT_EQ(vm, vms.back()) << line;
    }
    std::sort(vms.begin(), vms.end());
    EXPECT_EQ(vms, (std::vector<std::string>{"hafnia: VM 1", "hafnia: VM 2", "hafnia: VM 3",
                                             "hafnia: VM 4"}));
  }
}

}  // namespace
}  // namespace hf::test
