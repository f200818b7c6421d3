// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Sequences of steps that show each goal, found by search, with what is to be seen after each.
//
// Vectors begin at reset, each with the shortest sequence there is for the machines that are tried.
// A tour is one long sequence for a machine that cannot be reset between goals: from where it is it
// always takes the shortest way to something that has not been shown yet.

#ifndef ABI_ENGINE_VECTORS_H_
#define ABI_ENGINE_VECTORS_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "abi/engine/goals.h"
#include "abi/engine/world.h"
#include "abi/ir.pb.h"

namespace hf::engine {

struct Vector {
  size_t goal;
  Shape shape;
  std::vector<Stimulus> steps;  // none: reset shows it
};

// The reason for which a row must not be missing.
inline constexpr char kNoSequence[] = "no sequence was found";

struct Vectors {
  std::vector<Vector> found;
  // Goals for which no sequence was found, with the reason.
  std::map<size_t, std::string> missing;
};

Vectors FindVectors(const ir::Abi& abi, const Program& program, const Goals& goals);

struct Tour {
  Shape shape;
  std::vector<Stimulus> steps;
  std::vector<std::vector<size_t>> shows;  // by step: what it is the first to show
  std::map<size_t, std::string> missing;
};

// For VMs on a real machine: nothing that only a test of the core can bring about. It begins with
// the steps `first`.
Tour FindTour(const ir::Abi& abi, const Program& program, const Goals& goals,
              const std::vector<Stimulus>& first);

}  // namespace hf::engine

#endif  // ABI_ENGINE_VECTORS_H_
