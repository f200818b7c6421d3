// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the searches found, as text: tables to compile, and a report to read.

#ifndef ABI_ENGINE_EMIT_H_
#define ABI_ENGINE_EMIT_H_

#include <string>

#include "abi/engine/effects.h"
#include "abi/engine/goals.h"
#include "abi/engine/program.h"
#include "abi/engine/vectors.h"
#include "abi/ir.pb.h"

namespace hf::engine {

// All that emitters need.
struct Found {
  const ir::Abi& abi;
  const Program& program;
  const Vocabulary& names;
  const Goals& goals;
};

// The arrays that abi/vectors/vectors.h includes.
std::string VectorTable(const Found& found, const Vectors& vectors, const EffectVectors& effects);
// A block of C, of C++ and of Rust: what each VM does, one statement a step.
std::string TourScript(const Found& found, const Tour& tour);
// "rows: 71 of 71", and what is missing with the reason.
std::string Coverage(const Found& found, const std::vector<size_t>& shown,
                     const std::map<size_t, std::string>& missing);

}  // namespace hf::engine

#endif  // ABI_ENGINE_EMIT_H_
