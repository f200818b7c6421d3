// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What the primary tells an attacker to do, as a message, and what it answers if it can.

#ifndef TESTING_HOSTILE_COMMAND_H_
#define TESTING_HOSTILE_COMMAND_H_

#include <cstdint>

namespace hf::hostile {

enum class Op : uint64_t {
  kRead,       // a word at x[0], after it has yielded x[1] times
  kWrite,      // a word at x[0]
  kExecute,    // jumps to x[0]
  kWalk,       // turns its stage 1 on with a table at x[0], and fetches by it
  kCall,       // HVC #0 with x[0] to x[3] and a pattern in all others; answers x0 to x3
  kSpin,       // for ever, with interrupts masked
  kWfe,        // for ever, as the following
  kWfi,        //
  kYield,      //
  kSev,        // SEV and SEVL
  kMaintain,   // the caches by set and way, and the TLBs
  kUndefined,  // an exception whose handler takes it again
  kLook,       // answers whom its message came from, its size, and the first byte beyond it
  kRandom,     // executes instructions at random, from the seed x[0]
  kFaults,     // exceptions of its own, of which its handler reads the registers late
};

struct Command {
  Op op;
  uint64_t x[4];
};

struct Answer {
  uint64_t x[4];
  uint64_t wrong;  // how many other registers were not as they have to be
};

}  // namespace hf::hostile

#endif  // TESTING_HOSTILE_COMMAND_H_
