// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What parts of the state a call or an event looks at and changes, roughly, so that a search for
// what one call does can leave out calls that have nothing to do with it.

#ifndef ABI_ENGINE_TOPICS_H_
#define ABI_ENGINE_TOPICS_H_

#include <cstdint>
#include <string>

#include "abi/ir.pb.h"

namespace hf::engine {

// A set of topics.
using Topics = uint32_t;
inline constexpr Topics kMemory = 1, kInterrupts = 2, kTimers = 4, kWaiters = 8, kMessages = 16,
                        kAborts = 32;
inline constexpr Topics kAllTopics = 63;

// Of the call or event of this name (a call's as C has it): what its guards, results and effects
// speak of.
Topics TopicsOf(const ir::Abi& abi, const std::string& name);
// Whether the call or event of this name can bring about anything that concerns the topics: it has
// an effect on one of them, or moves a state machine without having an effect on others.
bool Concerns(const ir::Abi& abi, const std::string& name, Topics topics);

}  // namespace hf::engine

#endif  // ABI_ENGINE_TOPICS_H_
