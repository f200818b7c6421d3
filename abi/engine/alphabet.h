// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What a search tries: calls with a few values for each argument, events, and what else can happen.
// The values come from the kinds of the arguments and from the constants that guards compare with.

#ifndef ABI_ENGINE_ALPHABET_H_
#define ABI_ENGINE_ALPHABET_H_

#include <cstdint>
#include <string>
#include <vector>

#include "abi/engine/topics.h"
#include "abi/engine/world.h"
#include "abi/ir.pb.h"

namespace hf::engine {

enum class Amount {
  // Values that let something happen: to move about with.
  kFew,
  // Also those around each constant, absent VMs, addresses of all kinds: to try one call with.
  kMany,
};

// Calls of one name, or all if it is empty, as the vCPU makes them that has CPU 0; the same on
// another CPU are for the caller to add. IPAs are of the VM `of`, and of its neighbour.
std::vector<Stimulus> CallsOf(const ir::Abi& abi, const Shape& shape, uint32_t of, Amount amount,
                              const std::string& name = "");
// Events that can happen to a vCPU without being caused by the machine itself.
std::vector<Stimulus> EventsOf(const ir::Abi& abi, const std::string& name = "");
// What may matter to the topics, with few values.
std::vector<Stimulus> StepsFor(const ir::Abi& abi, const Shape& shape, uint32_t of, Topics topics);
// What no ABI speaks of, but without kNoTables and kReadOnly: they can never be undone.
std::vector<Stimulus> Circumstances();

// In words: "mailbox_send(vm_id: 1, size: 8, notify: 1)", by the names of this program.
std::string Describe(const Program& program, const Stimulus& stimulus);
// What is in x0, as people write it: "-1", "WAKE_UP(vm_id: 1, vcpu: 0)".
std::string DescribeResult(const Program& program, const Result& result);

}  // namespace hf::engine

#endif  // ABI_ENGINE_ALPHABET_H_
