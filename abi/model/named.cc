// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What by_name.h has beside what is generated.

#include "abi/model/apply.h"
#include "abi/model/by_name.h"

namespace hf::abi::model {
namespace {

// The arguments of a machine, which are ids.
struct MachineArgs {
  explicit MachineArgs(std::span<const uint64_t> args) {
    for (size_t i = 0; i < args.size(); ++i) of[i] = static_cast<uint32_t>(args[i]);
  }
  uint32_t of[kMaxMachineArgs] = {};
};

}  // namespace

std::optional<uint64_t> Ask(const State& state, std::string_view name,
                            std::span<const uint64_t> args) {
  if (const auto fact = FindFact(name)) {
    if (args.size() != ArgumentsOf(*fact)) return std::nullopt;
    return Ask(state, *fact, args.data());
  }
  const auto machine = FindMachine(name);
  if (!machine || args.size() != ArgumentsOf(*machine)) return std::nullopt;
  return StateOf(state, *machine, MachineArgs(args).of);
}

bool Do(State& state, std::string_view effect, std::span<const uint64_t> args) {
  const auto id = FindEffect(effect);
  if (!id || args.size() != ArgumentsOf(*id)) return false;
  Do(state, *id, args.data());
  return true;
}

bool MoveTo(State& state, std::string_view machine, std::span<const uint64_t> args, uint32_t to) {
  const auto id = FindMachine(machine);
  if (!id || args.size() != ArgumentsOf(*id)) return false;
  Set(state, *id, MachineArgs(args).of, static_cast<uint8_t>(to));
  return true;
}

}  // namespace hf::abi::model
