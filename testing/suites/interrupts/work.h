// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The primary's side of worker.h.

#ifndef TESTING_SUITES_INTERRUPTS_WORK_H_
#define TESTING_SUITES_INTERRUPTS_WORK_H_

#include <hf/hf.h>

#include <cstring>

#include "testing/guest/services.h"
#include "testing/guest/test.h"
#include "testing/suites/interrupts/worker.h"

namespace hf::suite {

inline constexpr guest::VmId kA = hf::test::Service("worker_a");
inline constexpr guest::VmId kB = hf::test::Service("worker_b");
inline constexpr guest::VcpuIndex kFirst{0};

// Gives it a command, without running it if it waits for one.
inline void Tell(guest::VmId vm, Command command) {
  EXPECT_TRUE(hf::test::Send(vm, {reinterpret_cast<const char*>(&command), sizeof(command)}));
}

// Its answer, when vcpu_run has returned MESSAGE.
inline Answer TakeAnswer() {
  Answer answer;
  std::memcpy(&answer, hf::test::ReceivePage(), sizeof(answer));
  EXPECT_TRUE(hf::guest::MailboxClear());
  return answer;
}

// Runs it until it answers.
inline Answer Hear(guest::VmId vm) {
  Answer answer = {};
  const auto message = hf::test::Receive(vm);
  if (!message || message->bytes.size() != sizeof(answer)) {
    ADD_FAILURE("the worker does not answer");
  } else {
    std::memcpy(&answer, message->bytes.data(), sizeof(answer));
  }
  return answer;
}

inline Answer Ask(guest::VmId vm, Command command) {
  Tell(vm, command);
  return Hear(vm);
}

}  // namespace hf::suite

#endif  // TESTING_SUITES_INTERRUPTS_WORK_H_
