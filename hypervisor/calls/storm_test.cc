// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A storm of random calls by the primary and four secondaries on one CPU, each compared with a
// reference model that was written from the ABI's text and shares no code with EL2.

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "hypervisor/testing/test_system.h"

namespace hf::test {
namespace {

constexpr uint64_t kMinusOne = ~uint64_t{0};
constexpr uint64_t kNoMessage = 0xffffffff;
constexpr uint64_t kYield = 1, kWait = 2, kNotifyWaiters = 6;
constexpr uint32_t kVms = 5;

enum class Box { kEmpty, kReceived, kRead };
enum class State { kReady, kRunning, kReceiving };

struct ModelVm {
  bool configured = false;
  Box box = Box::kEmpty;
  uint64_t message = 0;  // as mailbox_receive returns it
  bool waiters = false;
  std::vector<State> vcpus;
  std::vector<uint64_t> x0;         // what each vCPU finds when it goes on
  std::vector<uint32_t> receivers;  // the last one gets the message
};

class Model {
 public:
  Model() {
    for (uint32_t vm = 0; vm < kVms; ++vm) {
      vms[vm].vcpus.assign(vm == 0 ? 1 : 2, vm == 0 ? State::kRunning : State::kReady);
      vms[vm].x0.resize(2);
    }
  }
  ModelVm& caller() { return vms[vm]; }

  // The caller's call returns `result`; if it leaves, the primary's vcpu_run returns `code`.
  uint64_t Stay(uint64_t result) { return result; }
  uint64_t Leave(uint64_t result, State state, uint64_t code) {
    caller().x0[vcpu] = result;
    caller().vcpus[vcpu] = state;
    vm = vcpu = 0;
    return code;
  }

  uint64_t Run(uint32_t to, uint32_t index) {
    if (vm != 0 || to == 0 || to >= kVms || index >= 2) return kWait;
    if (vms[to].vcpus[index] != State::kReady) return kWait;
    vms[to].vcpus[index] = State::kRunning;
    vm = to;
    vcpu = index;
    return caller().x0[vcpu];
  }
  uint64_t Yield() { return vm == 0 ? 0 : Leave(0, State::kReady, kYield); }
  uint64_t Configure() {
    if (caller().configured) return kMinusOne;
    caller().configured = true;
    return Writable();
  }
  uint64_t Send(uint32_t to, uint64_t size, bool notify) {
    if (size > 4096 || to == vm || to >= kVms || !caller().configured) return kMinusOne;
    ModelVm& recipient = vms[to];
    if (!recipient.configured || recipient.box != Box::kEmpty) {
      if (notify) recipient.waiters = true;
      return kMinusOne;
    }
    const uint64_t message = size << 32 | vm;
    if (to == 0) {
      recipient.box = Box::kRead;
      return Leave(0, State::kReady, size << 32 | 4);
    }
    uint64_t index = 0xffff;
    recipient.box = Box::kReceived;
    recipient.message = message;
    if (!recipient.receivers.empty()) {
      index = recipient.receivers.back();
      recipient.receivers.pop_back();
      recipient.box = Box::kRead;
      recipient.vcpus[index] = State::kReady;
      recipient.x0[index] = message;
    }
    if (vm == 0) return index;
    return Leave(0, State::kReady, uint64_t{to} << 32 | index << 16 | 3);
  }
  uint64_t Receive(bool block) {
    if (vm == 0) return kNoMessage;
    if (caller().box == Box::kReceived) {
      caller().box = Box::kRead;
      return caller().message;
    }
    if (!block) return kNoMessage;
    caller().receivers.push_back(vcpu);
    return Leave(kNoMessage, State::kReceiving, kWait);
  }
  uint64_t Clear() {
    if (caller().box != Box::kRead) return kMinusOne;
    caller().box = Box::kEmpty;
    return Writable();
  }
  uint64_t Interrupt(uint64_t x0) { return Leave(x0, State::kReady, 0); }

  ModelVm vms[kVms];
  uint32_t vm = 0, vcpu = 0;  // who runs

 private:
  uint64_t Writable() {
    if (!caller().waiters) return 0;
    return vm == 0 ? 1 : Leave(0, State::kReady, kNotifyWaiters);
  }
};

class StormTest : public testing::TestWithParam<uint64_t> {
 protected:
  StormTest() {
    for (uint32_t vm = 1; vm < kVms; ++vm) {
      t_.vm(vm).state().Lock()->vcpus[1] = abi::VcpuState::kReady;
    }
  }
  uint64_t Number(uint64_t below) { return random_() % below; }

  // One call of whoever runs, or an interrupt. Returns what it was.
  std::string Step(uint64_t& expected) {
    const auto call = [&](const char* what, uint64_t number, uint64_t x1, uint64_t x2, uint64_t x3,
                          uint64_t result) {
      t_.CallOn(0, number, x1, x2, x3);
      expected = result;
      return std::string(what) + " " + std::to_string(x1) + " " + std::to_string(x2);
    };
    const uint64_t choice = Number(100);
    if (model_.vm == 0 && choice < 50) {
      const uint64_t vm = Number(kVms + 1), vcpu = Number(3);
      return call("run", 0xff03, vm, vcpu, 0,
                  model_.Run(static_cast<uint32_t>(vm), static_cast<uint32_t>(vcpu)));
    }
    if (choice < 60) {
      const uint64_t to = Number(kVms + 1), notify = Number(4) == 0;
      const uint64_t size = Number(30) == 0 ? Number(4200) : Number(64);
      const uint32_t from = model_.vm;
      const std::string text(64, static_cast<char>('a' + Number(26)));
      t_.Write(t_.SendPageOf(from), text);
      const bool possible = to < kVms && to != from && size <= 64 && model_.vms[to].configured &&
                            model_.vms[to].box == Box::kEmpty && model_.vms[from].configured;
      const std::string what = call("send", 0xff06, to, size, notify,
                                    model_.Send(static_cast<uint32_t>(to), size, notify));
      if (possible) {
        EXPECT_EQ(t_.Read(t_.ReceivePageOf(static_cast<uint32_t>(to)), size), text.substr(0, size));
      }
      return what;
    }
    if (choice < 75) {
      const uint64_t block = Number(2);
      return call("receive", 0xff07, block, 0, 0, model_.Receive(block));
    }
    if (choice < 90) return call("clear", 0xff08, 0, 0, 0, model_.Clear());
    if (choice < 93) {
      const uint64_t send = t_.SendPageOf(model_.vm);
      return call("configure", 0xff05, send, send + kPageSize, 0, model_.Configure());
    }
    if (choice < 96 || model_.vm == 0) return call("yield", 0xff04, 0, 0, 0, model_.Yield());
    expected = model_.Interrupt(t_.x0());
    t_.Exit(Interrupt());
    return "interrupt";
  }

  void Compare(uint64_t expected) {
    ASSERT_EQ(&t_.on(), &t_.vcpu(model_.vm, model_.vcpu));
    ASSERT_EQ(t_.x0(), expected);
    for (uint32_t id = 0; id < kVms; ++id) {
      const ModelVm& model = model_.vms[id];
      const auto state = t_.vm(id).state().Lock();
      ASSERT_EQ(state->mailbox.configured(), model.configured) << "VM " << id;
      ASSERT_EQ(static_cast<int>(state->mailbox.state()), static_cast<int>(model.box));
      ASSERT_EQ(state->mailbox.has_waiters(), model.waiters) << "VM " << id;
      for (size_t i = 0; i < model.vcpus.size(); ++i) {
        constexpr abi::VcpuState kStates[] = {abi::VcpuState::kReady, abi::VcpuState::kRunning,
                                              abi::VcpuState::kBlockedMailbox};
        ASSERT_EQ(state->vcpus[i], kStates[static_cast<int>(model.vcpus[i])])
            << "VM " << id << " vCPU " << i;
      }
    }
  }

  TestSystem t_{WithSecondaries({{.vcpus = 2}, {.vcpus = 2}, {.vcpus = 2}, {.vcpus = 2}})};
  Model model_;
  std::mt19937_64 random_{GetParam()};
};

TEST_P(StormTest, AgreesWithTheModel) {
  for (int step = 0; step < 50000; ++step) {
    uint64_t expected = 0;
    const std::string what = Step(expected);
    Compare(expected);
    if (HasFailure()) FAIL() << "in step " << step << ": " << what;
    // The machine writes down every switch.
    t_.machine().switches.clear();
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, StormTest, testing::Range(uint64_t{1}, uint64_t{11}));

}  // namespace
}  // namespace hf::test
