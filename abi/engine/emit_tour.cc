// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See emit.h: the script of a tour.
//
// Each guest goes through all of it and does what is its own; the hypervisor's scheduling keeps the
// VMs in step. What a call of a VM that leaves its CPU returns is known only when it runs again, so
// results are gathered first.

#include <algorithm>
#include <optional>

#include "abi/compiler/resolve.h"
#include "abi/engine/alphabet.h"
#include "abi/engine/emit.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::engine {
namespace {

std::string Hex(uint64_t number) { return absl::StrCat("0x", absl::Hex(number)); }

struct Line {
  uint32_t vm;
  std::optional<uint64_t> x0 = std::nullopt;
  // It is a run code with a time that nobody knows before: SLEEP.
  bool sleeps = false;
  bool waits = false;  // for a timer of a VM that does not run: kSetTimer, kTimePasses
};

std::vector<Line> Play(const Found& found, const Tour& tour) {
  std::vector<Line> lines;
  std::vector<size_t> calling(kMostVms);  // each VM's last call
  World world = Reset(found.program, tour.shape);
  for (const Stimulus& step : tour.steps) {
    const uint32_t vm = world.on[step.cpu].vm;
    lines.push_back({.vm = vm});
    if (step.act == Act::kCall || step.act == Act::kInterrupted) calling[vm] = lines.size() - 1;
    const Result result = Step(found.program, world, step);
    if (!result.returned) continue;
    Line& returns = lines[calling[result.on.vm]];
    returns.x0 = result.x0;
    returns.sleeps = DescribeResult(found.program, result).find("SLEEP") == 0;
  }
  // Whose timer is ahead when time passes, and is not that of the VM that lets it pass.
  for (size_t i = 0; i < lines.size(); ++i) {
    if (tour.steps[i].act != Act::kSetTimer) continue;
    for (size_t j = i + 1; j < lines.size(); ++j) {
      if (tour.steps[j].act != Act::kTimePasses) continue;
      lines[i].waits = lines[j].vm != lines[i].vm;
      lines[j].waits = lines[j].waits || lines[i].waits;
      break;
    }
  }
  return lines;
}

// Whether a binding's types have no name for an argument, such as an unknown way of sharing.
bool IsNameless(const Found& found, const Behaviour& call, const Args& args) {
  for (int i = 0; call.args != nullptr && i < call.args->field_size(); ++i) {
    const ir::Field& field = call.args->field(i);
    if (field.type() != ir::TYPE_ENUM) continue;
    const auto& values = idl::FindEnum(found.abi, field.enumeration())->value();
    if (std::none_of(values.begin(), values.end(), [&](const ir::EnumValue& value) {
          return value.number() == args[static_cast<size_t>(i)];
        })) {
      return true;
    }
  }
  return false;
}

std::string CallText(const Found& found, const Stimulus& step) {
  const Behaviour& call = *found.program.CallOf(step.x[0]);
  std::vector<std::string> numbers;
  for (const uint64_t number : step.x) numbers.push_back(Hex(number));
  const Args args = Decode(call.args, step.x);
  if (IsNameless(found, call, args)) {
    return absl::StrCat("raw_call(", absl::StrJoin(numbers, ", "), ");");
  }
  for (int i = 0; call.args != nullptr && i < call.args->field_size(); ++i) {
    numbers.push_back(Hex(args[static_cast<size_t>(i)]));
  }
  return absl::StrCat("call_", call.name, "(", absl::StrJoin(numbers, ", "), ");");
}

std::string EventText(const Stimulus& step) { return absl::StrCat("event_", step.event, "();"); }

}  // namespace

std::string TourScript(const Found& found, const Tour& tour) {
  const std::vector<Line> lines = Play(found, tour);
  std::string text =
      "// SPDX-FileCopyrightText: 2026 The Hafnia Authors\n"
      "// SPDX-License-Identifier: Apache-2.0\n"
      "//\n"
      "// Generated from the IDL; do not edit. A block of C, of C++ and of Rust.\n"
      "//\n"
      "// turn(step, VM, what is known of x0: 0 nothing, 1 its value, 2 its low byte, x0)\n\n{\n";
  for (size_t i = 0; i < lines.size(); ++i) {
    const Stimulus& step = tour.steps[i];
    const Line& line = lines[i];
    for (const size_t goal : tour.shows[i]) {
      absl::StrAppend(&text, "    // ", found.goals.all()[goal].name, "\n");
    }
    std::string what;
    switch (step.act) {
      case Act::kCall:
        what = CallText(found, step);
        break;
      case Act::kInterrupted:
        what = absl::StrCat("interrupt_pending(); ", CallText(found, step), " interrupt_taken();");
        break;
      case Act::kEvent:
        what = EventText(step);
        break;
      case Act::kSetTimer:
        what = absl::StrCat("set_timer(", line.waits ? "1" : "0", ");");
        break;
      default:
        what = absl::StrCat("time_passes(", line.waits ? "1" : "0", ");");
        break;
    }
    const int known = !line.x0 ? 0 : line.sleeps ? 2 : 1;
    absl::StrAppend(&text, "    if (turn(", i + 1, ", ", line.vm, ", ", known, ", ",
                    Hex(line.x0.value_or(0)), ")) { ", what, " }\n");
  }
  return text + "}\n";
}

}  // namespace hf::engine
