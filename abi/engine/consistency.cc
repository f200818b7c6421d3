// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See consistency.h.

#include "abi/engine/consistency.h"

#include <map>
#include <set>
#include <utility>

#include "abi/compiler/expr_print.h"
#include "abi/compiler/resolve.h"
#include "abi/engine/alphabet.h"
#include "abi/engine/explore.h"
#include "abi/engine/goals.h"
#include "abi/engine/program.h"
#include "abi/engine/vectors.h"
#include "abi/engine/world.h"
#include "absl/strings/str_cat.h"

namespace hf::engine {
namespace {

// Virtual interrupts that steps are about.
constexpr uint64_t kIntids = 8;

class Checker {
 public:
  Checker(const ir::Abi& abi, const ConsistencyOptions& options)
      : abi_(abi), options_(options), program_(abi, names_), goals_(abi, program_, names_) {}

  std::vector<Inconsistency> Run() {
    Explore({.cpus = 1, .vcpus = {1, 1}});
    Explore({.cpus = 2, .vcpus = {2}, .all_started = true});
    AddDeadStates();
    if (options_.rows) AddRows();
    return std::move(found_);
  }

 private:
  void Explore(const Shape& shape) {
    std::vector<std::vector<Stimulus>> tries;
    for (uint32_t vm = 0; vm <= shape.vcpus.size(); ++vm) {
      tries.push_back(StepsFor(abi_, shape, vm, kAllTopics & ~kMemory));
    }
    const World first = Reset(program_, shape);
    NoteStates(first);
    NoteInitial();
    Explorer explorer(program_, tries, options_.most_states);
    explorer.Run(first, [&](const World&, const Stimulus&, const World& after, const Result&) {
      NoteStates(after);
      for (const Program::CompiledInvariant& invariant : program_.invariants()) {
        if (violated_.count(invariant.invariant->name()) > 0 || Holds(invariant, after)) continue;
        violated_.insert(invariant.invariant->name());
        AddViolated(*invariant.invariant, shape, explorer.Path());
      }
      return true;
    });
  }

  void NoteInitial() {
    for (uint32_t machine = 0; machine < names_.machines() && machine < kMostMachines; ++machine) {
      seen_[machine].insert(program_.Initial(machine));
    }
  }

  void NoteStates(const World& world) {
    for (uint32_t machine = 0; machine < names_.machines() && machine < kMostMachines; ++machine) {
      for (uint32_t vm = 0; vm < world.state.vms; ++vm) {
        for (uint32_t i = 0; i < world.state.vcpus[vm]; ++i) {
          seen_[machine].insert(world.state.machine[machine][vm][i]);
        }
      }
    }
  }

  // For all callers, and all values of its variables.
  bool Holds(const Program::CompiledInvariant& invariant, const World& world) const {
    for (uint32_t cpu = 0; cpu < world.cpus; ++cpu) {
      Args values = {};
      if (!HoldsFor(invariant, world, world.on[cpu], 0, values)) return false;
    }
    return true;
  }

  bool HoldsFor(const Program::CompiledInvariant& invariant, const World& world, VcpuName caller,
                int variable, Args& values) const {
    if (variable == invariant.invariant->of_size() || variable == kMostArgs) {
      return program_.Truth(invariant.holds,
                            {&world.state, caller.vm, caller.index, values.data(), nullptr});
    }
    const ir::Kind kind = invariant.invariant->of(variable);
    const uint64_t most = kind == ir::KIND_VM     ? kMostVms
                          : kind == ir::KIND_VCPU ? kMostVcpus
                                                  : kIntids;
    for (uint64_t value = 0; value < most; ++value) {
      values[static_cast<size_t>(variable)] = value;
      if (!HoldsFor(invariant, world, caller, variable + 1, values)) return false;
    }
    return true;
  }

  void AddViolated(const ir::Invariant& invariant, const Shape& shape,
                   const std::vector<Stimulus>& path) {
    std::string text = absl::StrCat("does not always hold: ", idl::PrintExpr(invariant.holds()),
                                    "\nWith ", shape.Describe(), ":\n");
    World world = Reset(program_, shape);
    for (const Stimulus& stimulus : path) {
      const VcpuName caller = world.on[stimulus.cpu];
      const Result result = Step(program_, world, stimulus);
      const std::string x0 = DescribeResult(program_, result);
      absl::StrAppend(&text, "  CPU ", stimulus.cpu, ", VM ", caller.vm, " vCPU ", caller.index,
                      ": ", Describe(program_, stimulus), x0.empty() ? "" : " = ", x0, "\n");
    }
    found_.push_back({"HF095", invariant.name(), text});
  }

  void AddDeadStates() {
    for (const ir::Machine& machine : abi_.machine()) {
      const uint32_t index = names_.MachineOf(machine.name());
      if (index >= kMostMachines) continue;
      for (const ir::EnumValue& value : idl::FindEnum(abi_, machine.enumeration())->value()) {
        if (seen_[index].count(names_.StateOf(index, value.name())) > 0) continue;
        found_.push_back({"HF093", absl::StrCat(machine.name(), ": ", value.name()),
                          "no sequence of calls and events leads to this state"});
      }
    }
  }

  void AddRows() {
    for (const auto& [goal, reason] : FindVectors(abi_, program_, goals_).missing) {
      if (goals_.all()[goal].kind != Goal::Kind::kRow) continue;
      found_.push_back(
          {"HF092", goals_.all()[goal].name, "no sequence of calls and events leads to this row"});
    }
  }

  const ir::Abi& abi_;
  const ConsistencyOptions options_;
  Vocabulary names_;
  const Program program_;
  const Goals goals_;
  std::map<uint32_t, std::set<uint8_t>> seen_;
  std::set<std::string> violated_;
  std::vector<Inconsistency> found_;
};

}  // namespace

std::vector<Inconsistency> FindInconsistencies(const ir::Abi& abi,
                                               const ConsistencyOptions& options) {
  return Checker(abi, options).Run();
}

}  // namespace hf::engine
