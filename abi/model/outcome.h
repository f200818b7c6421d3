// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What a row of the IDL says in a given state: all values computed, nothing done yet.

#ifndef ABI_MODEL_OUTCOME_H_
#define ABI_MODEL_OUTCOME_H_

#include <concepts>
#include <cstdint>
#include <initializer_list>

#include "abi/el2/types.h"
#include "abi/model/ids.h"
#include "abi/model/list.h"

namespace hf::abi::model {

// The vCPU that makes a call, or that an event happens to.
struct Caller {
  uint32_t vm = 0;
  uint32_t vcpu = 0;
  constexpr bool is_primary() const { return vm == kPrimaryVmId; }
  bool operator==(const Caller&) const = default;
};

// A state machine's step.
struct Move {
  MachineId machine{};
  uint32_t of[kMaxMachineArgs] = {};
  uint32_t from = 0;  // a bit for each state that it starts from
  uint8_t to = 0;
  bool operator==(const Move&) const = default;
};

// What else is done.
struct Effect {
  EffectId effect{};
  uint64_t args[kMaxEffectArgs] = {};
  bool operator==(const Effect&) const = default;
};

// The states that a move starts from.
template <class... State>
constexpr uint32_t From(State... states) {
  return ((uint32_t{1} << static_cast<uint32_t>(states)) | ...);
}

struct Outcome {
  enum class Kind : uint8_t {
    kNone,      // nothing returns: an event
    kNow,       // the caller goes on with `result`, now or when it is run again
    kDeferred,  // a later event decides
  };

  const char* row;  // its name
  Kind kind = Kind::kNone;
  // The vCPU leaves its CPU, and the primary's vcpu_run returns `run_code`.
  bool leaves = false;
  uint64_t result = 0;    // as in x0
  uint64_t run_code = 0;  // as in x0
  List<Move, kMaxMoves> moves;
  List<Effect, kMaxEffects> effects;

  explicit constexpr Outcome(const char* name) : row(name) {}
  bool operator==(const Outcome&) const = default;

  // How generated rows are written; -1 is all ones.
  template <std::integral T>
  constexpr Outcome& Returns(T value) {
    kind = Kind::kNow;
    result = static_cast<uint64_t>(value);
    return *this;
  }
  template <class Word>
    requires requires(const Word& word) { word.Encode(); }
  constexpr Outcome& Returns(const Word& word) {
    return Returns(word.Encode());
  }
  constexpr Outcome& Deferred() {
    kind = Kind::kDeferred;
    return *this;
  }
  constexpr Outcome& Leaves(const VcpuRunReturn& word) {
    leaves = true;
    run_code = word.Encode();
    return *this;
  }
  template <class State>
  constexpr Outcome& Moves(MachineId machine, std::initializer_list<uint32_t> of, uint32_t from,
                           State to) {
    Move move{.machine = machine, .from = from, .to = static_cast<uint8_t>(to)};
    uint32_t* next = move.of;
    for (const uint32_t arg : of) *next++ = arg;
    moves.Append(move);
    return *this;
  }
  constexpr Outcome& Does(EffectId effect, std::initializer_list<uint64_t> args) {
    Effect done{.effect = effect};
    uint64_t* next = done.args;
    for (const uint64_t arg : args) *next++ = arg;
    effects.Append(done);
    return *this;
  }
};

}  // namespace hf::abi::model

#endif  // ABI_MODEL_OUTCOME_H_
