// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// That a row is taken does not show that it has its effects: for each there is a sequence with a
// result that would be another one without it, found as the witness of an ABI that has not the
// effect.

#ifndef ABI_ENGINE_EFFECTS_H_
#define ABI_ENGINE_EFFECTS_H_

#include <string>
#include <vector>

#include "abi/engine/world.h"
#include "abi/ir.pb.h"

namespace hf::engine {

struct EffectVector {
  std::string name;  // "mailbox_send.busy_notify: append_waiter"
  Shape shape;
  std::vector<Stimulus> steps;
};

struct EffectVectors {
  std::vector<EffectVector> found;
  // By name: no result that was found depends on them.
  std::vector<std::string> unseen;
};

EffectVectors FindEffectVectors(const ir::Abi& abi);

}  // namespace hf::engine

#endif  // ABI_ENGINE_EFFECTS_H_
