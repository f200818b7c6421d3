// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See emit.h: the table, and the report.

#include "abi/compiler/resolve.h"
#include "abi/engine/emit.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::engine {
namespace {

constexpr char kHead[] =
    "// SPDX-FileCopyrightText: 2026 The Hafnia Authors\n"
    "// SPDX-License-Identifier: Apache-2.0\n"
    "//\n"
    "// Generated from the IDL; do not edit.\n\n";

std::string Hex(uint64_t number) { return absl::StrCat("0x", absl::Hex(number)); }

absl::string_view ActName(Act act) {
  switch (act) {
    case Act::kCall:
      return "kCall";
    case Act::kEvent:
      return "kEvent";
    case Act::kSetTimer:
      return "kSetTimer";
    case Act::kTimePasses:
      return "kTimePasses";
    case Act::kNoTables:
      return "kNoTables";
    case Act::kReadOnly:
    case Act::kInterrupted:
      break;
  }
  return "kReadOnly";
}

// The CPUs on which a secondary's timer has expired.
uint32_t Expired(const Found& found, const World& after, const Result& result) {
  uint32_t cpus = 0;
  for (const Taken& taken : result.taken) {
    if (taken.behaviour != found.program.timer_expired() || taken.caller.vm == 0) continue;
    for (uint32_t cpu = 0; cpu < after.cpus; ++cpu) {
      if (after.on[cpu] == taken.caller) cpus |= 1 << cpu;
    }
  }
  return cpus;
}

// A state's number in the IDL.
uint32_t NumberOf(const Found& found, uint32_t machine, uint8_t state) {
  const ir::Machine* of = idl::FindMachine(found.abi, found.names.MachineName(machine));
  if (of == nullptr) return 0;
  const ir::Enum* states = idl::FindEnum(found.abi, of->enumeration());
  const ir::EnumValue* value = idl::FindValue(*states, found.names.StateName(machine, state));
  return value == nullptr ? 0 : value->number();
}

std::string StatesOf(const Found& found, const World& world) {
  const auto of_vms = [&](uint32_t machine) {
    std::vector<uint32_t> numbers;
    for (const auto& vm : world.state.machine[machine]) {
      numbers.push_back(NumberOf(found, machine, vm[0]));
    }
    return absl::StrJoin(numbers, ", ");
  };
  std::vector<std::string> vcpus;
  for (const auto& vm : world.state.machine[kVcpuMachine]) {
    vcpus.push_back(absl::StrCat("{", NumberOf(found, kVcpuMachine, vm[0]), ", ",
                                 NumberOf(found, kVcpuMachine, vm[1]), "}"));
  }
  return absl::StrCat("{{", of_vms(kMailboxMachine), "}, {", of_vms(kVmMachine), "}, {",
                      absl::StrJoin(vcpus, ", "), "}}");
}

// The two arrays, as they grow.
class Table {
 public:
  explicit Table(const Found& found) : found_(found) {}

  void Add(const std::string& name, bool row, const Shape& shape,
           const std::vector<Stimulus>& steps) {
    absl::StrAppend(&steps_, "    // ", name, "\n");
    World world = Reset(found_.program, shape);
    for (const Stimulus& step : steps) {
      const Result result = engine::Step(found_.program, world, step);
      std::vector<std::string> x;
      for (const uint64_t number : step.x) x.push_back(Hex(number));
      absl::StrAppend(&steps_, "    {Act::", ActName(step.act), ", ", step.cpu, ", {",
                      absl::StrJoin(x, ", "), "}, \"", step.event, "\", ", result.on.vm, ", ",
                      result.on.index, ", ", result.returned ? "true" : "false", ", ",
                      Hex(result.x0), ", ", Expired(found_, world, result), "},\n");
    }
    absl::StrAppend(&vectors_, "    {\"", name, "\", ", row ? "true" : "false", ", ", shape.cpus,
                    ", ", shape.vcpus.size(), ", {", absl::StrJoin(shape.vcpus, ", "), "}, ",
                    shape.all_started ? "true" : "false", ", ", first_, ", ", steps.size(), ", ",
                    StatesOf(found_, world), "},\n");
    first_ += steps.size();
  }

  std::string text() const {
    return absl::StrCat(kHead, "inline constexpr Step kSteps[] = {\n", steps_,
                        "};\n\ninline constexpr Vector kVectors[] = {\n", vectors_, "};\n");
  }

 private:
  const Found& found_;
  std::string steps_;
  std::string vectors_;
  size_t first_ = 0;
};

}  // namespace

std::string VectorTable(const Found& found, const Vectors& vectors, const EffectVectors& effects) {
  Table table(found);
  for (const Vector& vector : vectors.found) {
    const Goal& goal = found.goals.all()[vector.goal];
    table.Add(goal.name, goal.kind == Goal::Kind::kRow, vector.shape, vector.steps);
  }
  for (const EffectVector& vector : effects.found) {
    table.Add(vector.name, false, vector.shape, vector.steps);
  }
  return table.text();
}

std::string Coverage(const Found& found, const std::vector<size_t>& shown,
                     const std::map<size_t, std::string>& missing) {
  size_t all[3] = {};
  size_t some[3] = {};
  for (const Goal& goal : found.goals.all()) ++all[static_cast<size_t>(goal.kind)];
  for (const size_t goal : shown) {
    ++some[static_cast<size_t>(found.goals.all()[goal].kind)];
  }
  std::string text =
      absl::StrCat("rows: ", some[0], " of ", all[0], "\nlegal transitions: ", some[1], " of ",
                   all[1], "\nillegal transitions: ", some[2], " of ", all[2], "\n");
  for (const auto& [goal, reason] : missing) {
    absl::StrAppend(&text, "missing: ", found.goals.all()[goal].name, ": ", reason, "\n");
  }
  return text;
}

}  // namespace hf::engine
