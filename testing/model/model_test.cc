// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The model against sentences of the ABI's text, with numbers written out.

#include "testing/model/model.h"

#include <gtest/gtest.h>

namespace hf::model {
namespace {

constexpr uint64_t kMinusOne = ~uint64_t{0};
constexpr uint64_t kRun = 0xff03, kYield = 0xff04, kConfigure = 0xff05, kSend = 0xff06,
                   kReceive = 0xff07, kClear = 0xff08, kWritableGet = 0xff09, kWaiterGet = 0xff0a,
                   kEnable = 0xff0b, kGet = 0xff0c, kInject = 0xff0d, kShare = 0xff0e;

constexpr uint64_t kPages = 0x100000;  // of each VM
uint64_t PageOf(uint32_t vm, uint64_t page) { return kPages * (vm + 1) + page * kPageSize; }

// The primary on two CPUs, VM 1 with two vCPUs, VM 2 with one: a MiB each.
struct Abi : testing::Test {
  Machine m{{.cpus = 2,
             .secondaries = {{State::kReady, State::kReady}, {State::kReady}},
             .ram = {{kPages, 2 * kPages, 0},
                     {2 * kPages, 3 * kPages, 1},
                     {3 * kPages, 4 * kPages, 2},
                     {4 * kPages, 5 * kPages, Machine::kNobody}}}};

  // On CPU 0: x0 of whoever runs then.
  uint64_t Do(uint64_t call, uint64_t x1 = 0, uint64_t x2 = 0, uint64_t x3 = 0) {
    m.Step(0, Call(call, x1, x2, x3));
    return m.x0(0u);
  }
  void Run(uint32_t vm, uint32_t vcpu = 0) {
    Do(kRun, vm, vcpu);
    ASSERT_EQ(m.on(0), (VcpuName{vm, vcpu}));
  }
  void Leave() { m.Step(0, Interrupt()); }
  void ConfigureAll() {
    for (uint32_t vm = 0; vm < 3; ++vm) {
      if (vm != 0) Run(vm);
      EXPECT_EQ(Do(kConfigure, PageOf(vm, 0), PageOf(vm, 1)), 0u);
      if (vm != 0) Leave();
    }
  }
};

TEST_F(Abi, WhoIsThere) {
  EXPECT_EQ(Do(0xff00), 0u);
  EXPECT_EQ(Do(0xff01), 3u);
  EXPECT_EQ(Do(0xff02, 1), 2u);
  EXPECT_EQ(Do(0xff02, 3), kMinusOne);
  EXPECT_EQ(Do(0xff02 | 1u << 30, 2), 1u);
  EXPECT_EQ(Do(0xff0f), kMinusOne);
  Run(2);
  EXPECT_EQ(Do(0xff00), 2u);
  EXPECT_EQ(Do(0xff02, 2), kMinusOne);
}

TEST_F(Abi, RunAndYield) {
  EXPECT_EQ(Do(kRun, 0, 0), 2u);
  EXPECT_EQ(Do(kRun, 3, 0), 2u);
  EXPECT_EQ(Do(kRun, 1, 0x10000), 2u);
  Run(1);
  EXPECT_EQ(Do(kRun, 2, 0), 2u);  // not the primary
  m.Step(1, Call(kRun, 1, 0));
  EXPECT_EQ(m.x0(1u), 2u);  // it runs on CPU 0
  EXPECT_EQ(Do(kYield), 1u);
  EXPECT_EQ(m.state({1, 0}), State::kReady);
  EXPECT_EQ(Do(kYield), 0u);
}

TEST_F(Abi, AMessageToOneThatDoesNotWait) {
  ConfigureAll();
  EXPECT_EQ(Do(kSend, 1, 17, 0), 0xffffu);
  EXPECT_EQ(m.box(1), Box::kReceived);
  EXPECT_EQ(Do(kSend, 1, 17, 0), kMinusOne);
  Run(1);
  EXPECT_EQ(Do(kClear), kMinusOne);
  EXPECT_EQ(Do(kReceive, 0), uint64_t{17} << 32);
  EXPECT_EQ(Do(kReceive, 0), 0xffffffffu);
  EXPECT_EQ(Do(kClear), 0u);
  EXPECT_EQ(Do(kSend, 2, 4096, 0), uint64_t{2} << 32 | 0xffff0003u);
  Run(2);
  EXPECT_EQ(Do(kReceive, 1), uint64_t{4096} << 32 | 1);
  EXPECT_EQ(Do(kSend, 0, 5, 0), uint64_t{5} << 32 | 4);
  EXPECT_EQ(m.box(0), Box::kRead);
  EXPECT_EQ(Do(kClear), 0u);
  EXPECT_EQ(Do(kSend, 1, 4097, 0), kMinusOne);
}

TEST_F(Abi, AMessageToTheVcpuThatBlockedLast) {
  ConfigureAll();
  for (uint32_t vcpu = 0; vcpu < 2; ++vcpu) {
    Run(1, vcpu);
    EXPECT_EQ(Do(kReceive, 1), 2u);
  }
  EXPECT_EQ(Do(kSend, 1, 3, 0), 1u);
  EXPECT_EQ(m.box(1), Box::kRead);
  EXPECT_EQ(m.state({1, 1}), State::kReady);
  EXPECT_EQ(m.state({1, 0}), State::kBlockedMailbox);
  Run(1, 1);
  EXPECT_EQ(m.x0(0u), uint64_t{3} << 32);
}

TEST_F(Abi, Waiters) {
  ConfigureAll();
  EXPECT_EQ(Do(kSend, 1, 0, 0), 0xffffu);
  EXPECT_EQ(Do(kSend, 1, 0, 1), kMinusOne);
  EXPECT_EQ(Do(kSend, 1, 0, 1), kMinusOne);
  Run(2);
  EXPECT_EQ(Do(kSend, 1, 0, 1), kMinusOne);
  Leave();
  EXPECT_EQ(Do(kWaiterGet, 1), kMinusOne);  // not writable yet
  Run(1);
  Do(kReceive, 0);
  EXPECT_EQ(Do(kClear), 6u);
  EXPECT_EQ(Do(kWaiterGet, 1), 0u);
  EXPECT_EQ(Do(kWaiterGet, 1), 2u);
  EXPECT_EQ(Do(kWaiterGet, 1), kMinusOne);
  EXPECT_EQ(Do(kWritableGet), 1u);
  EXPECT_EQ(Do(kWritableGet), kMinusOne);
  Run(2);
  EXPECT_EQ(Do(kWaiterGet, 1), kMinusOne);
  EXPECT_EQ(Do(kWritableGet), 1u);
}

TEST_F(Abi, Interrupts) {
  EXPECT_EQ(Do(kInject, 1, 0, 64), kMinusOne);
  EXPECT_EQ(Do(kInject, 1, 2, 5), kMinusOne);
  EXPECT_EQ(Do(kInject, 1, 0, 9), 0u);  // not enabled
  Run(1);
  EXPECT_EQ(Do(kGet), 0xffffffffu);
  EXPECT_EQ(Do(kEnable, 9, 1), 0u);
  EXPECT_EQ(Do(kEnable, 5, 1), 0u);
  EXPECT_EQ(Do(kEnable, 64, 1), kMinusOne);
  EXPECT_EQ(Do(kInject, 2, 0, 5), kMinusOne);
  EXPECT_EQ(Do(kGet), 9u);
  EXPECT_EQ(Do(kReceive, 1), 2u);
  EXPECT_EQ(Do(kInject, 1, 0, 5), 1u);
  EXPECT_EQ(Do(kInject, 1, 0, 9), 0u);
  Run(1);
  EXPECT_EQ(m.x0(0u), 0xffffffffu);
  EXPECT_EQ(Do(kReceive, 1), 0xffffffffu);  // not while one is pending
  EXPECT_EQ(Do(kGet), 5u);
  EXPECT_EQ(Do(kGet), 9u);
  // A sibling, which wakes.
  m.Step(0, Wfi());
  Run(1, 1);
  EXPECT_EQ(Do(kInject, 1, 0, 5), uint64_t{1} << 32 | 3);
  EXPECT_EQ(m.state({1, 0}), State::kReady);
}

TEST_F(Abi, TheTimer) {
  Run(1);
  m.Step(0, SetTimer(1, 5));
  m.Step(0, Wfi());
  EXPECT_EQ(m.x0(0u), 2u);  // its interrupt is not enabled
  EXPECT_EQ(Do(kInject, 1, 0, 7), 0u);
  EXPECT_EQ(Do(kRun, 1, 0), 2u);
  Run(2);
  EXPECT_EQ(Do(kEnable, 3, 1), 0u);
  m.Step(0, SetTimer(1, 5));
  m.Step(0, Wfi());
  EXPECT_EQ(m.x0(0u), uint64_t{5'000'000} << 8 | 5);
  m.Step(0, Time(4));
  EXPECT_EQ(Do(kRun, 2, 0), 2u);
  m.Step(0, Time(1));
  Run(2);
  EXPECT_EQ(m.timer_control({2, 0}), 3u);
  EXPECT_EQ(Do(kGet), 3u);
}

TEST_F(Abi, AnAbortIsTheEndOfOneVm) {
  ConfigureAll();
  Run(1, 1);
  m.Step(1, Call(kRun, 1, 0));
  m.Step(0, Abort());
  EXPECT_EQ(m.x0(0u), 7u);
  EXPECT_EQ(m.state({1, 0}), State::kRunning);
  m.Step(1, Call(kSend, 0, 1));
  EXPECT_EQ(m.x0(1u), 7u);
  EXPECT_EQ(m.state({1, 0}), State::kAborted);
  EXPECT_EQ(Do(kRun, 1, 0), 2u);
  EXPECT_EQ(Do(kSend, 1, 4, 0), 0xffffu);  // to others it looks as before
  m.Step(0, Abort());
  EXPECT_EQ(m.on(0), (VcpuName{0, 0}));
}

TEST_F(Abi, GiveLendShare) {
  const uint64_t page = PageOf(1, 4);
  const auto share = [&](uint64_t to, uint64_t mode, uint64_t at, uint64_t size = kPageSize) {
    return Do(kShare, to << 32 | mode, at, size);
  };
  EXPECT_EQ(share(2, 0, page), kMinusOne);             // VM 1's
  EXPECT_EQ(share(2, 0, 4 * kPages), kMinusOne);       // the hypervisor's
  EXPECT_EQ(share(2, 0, 9 * kPages), kMinusOne);       // no RAM
  EXPECT_EQ(share(0, 0, PageOf(0, 0)), kMinusOne);     // to itself
  EXPECT_EQ(share(1, 3, PageOf(0, 0)), kMinusOne);     // no such mode
  EXPECT_EQ(share(1, 0, PageOf(0, 0), 0), kMinusOne);  // nothing
  Run(1);
  EXPECT_EQ(share(2, 1, page, 2 * kPageSize), 0u);
  EXPECT_EQ(m.view(1, page), (View{.owner = true}));
  EXPECT_EQ(m.view(2, page), (View{.read = true, .write = true, .execute = true}));
  EXPECT_EQ(share(2, 2, page - kPageSize, 2 * kPageSize), kMinusOne);  // two modes
  EXPECT_EQ(share(2, 2, page - kPageSize), 0u);
  EXPECT_EQ(Do(kConfigure, page, page + 8 * kPageSize), kMinusOne);
  Leave();
  Run(2);
  EXPECT_EQ(share(0, 0, page), kMinusOne);  // not its owner
  EXPECT_EQ(share(1, 1, page), kMinusOne);  // what it does not own it can but give back
  EXPECT_EQ(share(1, 0, page), 0u);
  EXPECT_EQ(share(1, 0, page - kPageSize), 0u);
  EXPECT_EQ(m.changed_pages(), std::vector<uint64_t>{page + kPageSize});
  Leave();
  Run(1);
  EXPECT_EQ(Do(kConfigure, page, page - kPageSize), 0u);
  EXPECT_EQ(share(2, 2, page), kMinusOne);  // a mailbox
  EXPECT_EQ(m.view(1, page - kPageSize), (View{.read = true, .owner = true}));
}

}  // namespace
}  // namespace hf::model
