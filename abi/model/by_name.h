// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The state by the names of the IDL, for those who interpret rows rather than compile them. The
// numbers of facts are 0 and 1 where they are booleans.
//
//   Ask(state, "mailbox", {1})         // a machine's state, as its number
//   Ask(state, "has_waiters", {1})     // a fact
//   Do(state, "append_waiter", {1, 2})
//   MoveTo(state, "vcpu", {1, 0}, 2)
//   state.EndStep();                   // after the effects, then the moves, of a row
//
// Whoever has an Outcome, with FindMachine() and FindEffect(), applies it with Apply() instead.

#ifndef ABI_MODEL_BY_NAME_H_
#define ABI_MODEL_BY_NAME_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

#include "abi/model/ids.h"
#include "abi/model/state.h"

namespace hf::abi::model {

// Nothing if the IDL has no such name.
std::optional<MachineId> FindMachine(std::string_view name);
std::optional<FactId> FindFact(std::string_view name);
std::optional<EffectId> FindEffect(std::string_view name);

// How many arguments they have.
size_t ArgumentsOf(MachineId id);
size_t ArgumentsOf(FactId id);
size_t ArgumentsOf(EffectId id);

// Requires as many arguments as the fact has.
uint64_t Ask(const State& state, FactId fact, const uint64_t* args);

// A fact's value, or the number of the state that a machine is in. Nothing if the name is unknown
// or has another number of arguments.
std::optional<uint64_t> Ask(const State& state, std::string_view name,
                            std::span<const uint64_t> args);
// False, and nothing done, in the same cases.
bool Do(State& state, std::string_view effect, std::span<const uint64_t> args);
bool MoveTo(State& state, std::string_view machine, std::span<const uint64_t> args, uint32_t to);

inline std::optional<uint64_t> Ask(const State& state, std::string_view name,
                                   std::initializer_list<uint64_t> args) {
  return Ask(state, name, std::span(args.begin(), args.size()));
}
inline bool Do(State& state, std::string_view effect, std::initializer_list<uint64_t> args) {
  return Do(state, effect, std::span(args.begin(), args.size()));
}
inline bool MoveTo(State& state, std::string_view machine, std::initializer_list<uint64_t> args,
                   uint32_t to) {
  return MoveTo(state, machine, std::span(args.begin(), args.size()), to);
}

}  // namespace hf::abi::model

#endif  // ABI_MODEL_BY_NAME_H_
