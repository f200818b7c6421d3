// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What the primary tells a worker to do: a message is one Command, the answer one Answer.

#ifndef TESTING_SUITES_INTERRUPTS_WORKER_H_
#define TESTING_SUITES_INTERRUPTS_WORKER_H_

#include <cstdint>

namespace hf::suite {

enum class Op : uint64_t {
  kNothing,
  // The calls; their results are answered.
  kEnable,    // intid, enable
  kGet,       //
  kInject,    // VM, vCPU, intid
  kWritable,  //
  kSend,      // VM, notify; the message is empty
  // PSTATE.I. Unmasked, guest_interrupt() takes them through VBAR_EL1, one each time.
  kUnmask,
  kMask,
  // Sets the timer to a compare value and a control word.
  kTimer,
  // Sets the timer so many ticks ahead, if that is not 0, and then waits for an interrupt.
  kWfi,      // executes WFI, once
  kReceive,  // blocks in mailbox_receive, once: the sender is answered
  kSpin,     // until an interrupt was taken, without a call; -1 after ten seconds
};

struct Command {
  Op op;
  uint64_t a = 0;
  uint64_t b = 0;
  uint64_t c = 0;
};

struct Answer {
  int64_t value;
  // What guest_interrupt() has taken since the last answer: how many, and which, the first in bits
  // 7:0.
  uint64_t taken;
  uint64_t intids;
  uint64_t timer_control;  // CNTV_CTL_EL0 at the end
};

}  // namespace hf::suite

#endif  // TESTING_SUITES_INTERRUPTS_WORKER_H_
