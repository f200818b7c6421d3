// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the IDL's facts tell of a State and its effects do to it, by their names there.

#ifndef ABI_ENGINE_FACTS_H_
#define ABI_ENGINE_FACTS_H_

#include <cstdint>

#include "abi/engine/state.h"
#include "absl/strings/string_view.h"

namespace hf::engine {

// Facts are total: of a VM that there is not they say 0. Booleans are 0 or 1.
using Fact = uint64_t (*)(const State& state, const uint64_t* args);
using Effect = void (*)(State& state, const uint64_t* args);

// Null if the state knows nothing of the name.
Fact FindFact(absl::string_view name);
Effect FindEffect(absl::string_view name);

}  // namespace hf::engine

#endif  // ABI_ENGINE_FACTS_H_
