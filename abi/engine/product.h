// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Two programs side by side, breadth first, until they answer differently.

#ifndef ABI_ENGINE_PRODUCT_H_
#define ABI_ENGINE_PRODUCT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "abi/engine/program.h"
#include "abi/engine/world.h"

namespace hf::engine {

// What is tried for a VM that has the CPU.
struct Tries {
  // To move about with.
  std::vector<Stimulus> steps;
  // To look for a difference with; gone on from only where the two states have become different.
  std::vector<Stimulus> probes;
};

struct Difference {
  std::vector<Stimulus> path;  // the last one differs
};

// `tries` by the id of the VM. Nothing if there is no difference within so many pairs of states.
std::optional<Difference> FindDifference(const Program& old_program, const Program& new_program,
                                         const Shape& shape, const std::vector<Tries>& tries,
                                         const uint64_t* free, size_t most_states);

}  // namespace hf::engine

#endif  // ABI_ENGINE_PRODUCT_H_
