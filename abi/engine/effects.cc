// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See effects.h.

#include "abi/engine/effects.h"

#include <optional>
#include <utility>

#include "abi/compiler/names.h"
#include "abi/engine/witness.h"
#include "absl/strings/str_cat.h"

namespace hf::engine {
namespace {

class Finder {
 public:
  explicit Finder(const ir::Abi& abi) : abi_(abi), without_(abi) {}

  EffectVectors Run() {
    for (ir::Call& call : *without_.mutable_call()) {
      Look(idl::SnakeCase(call.name()), *call.mutable_row());
    }
    for (ir::Event& event : *without_.mutable_event()) Look(event.name(), *event.mutable_row());
    return std::move(vectors_);
  }

 private:
  void Look(const std::string& name, google::protobuf::RepeatedPtrField<ir::Row>& rows) {
    for (ir::Row& row : rows) {
      const ir::Row whole = row;
      for (int i = 0; i < whole.effect_size(); ++i) {
        row.mutable_effect()->DeleteSubrange(i, 1);
        const std::string what = absl::StrCat(name, ".", row.name(), ": ", whole.effect(i).name());
        Add(what, FindWitness(abi_, without_, name));
        row = whole;
      }
    }
  }

  void Add(const std::string& name, const std::optional<Witness>& witness) {
    if (!witness) {
      vectors_.unseen.push_back(name);
      return;
    }
    EffectVector& vector = vectors_.found.emplace_back();
    vector.name = name;
    vector.shape = witness->shape;
    for (const Witness::Step& step : witness->steps) vector.steps.push_back(step.stimulus);
  }

  const ir::Abi& abi_;
  ir::Abi without_;
  EffectVectors vectors_;
};

}  // namespace

EffectVectors FindEffectVectors(const ir::Abi& abi) { return Finder(abi).Run(); }

}  // namespace hf::engine
