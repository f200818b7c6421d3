// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Codes that guests pass or get, and states. See diff.h.

#include <algorithm>
#include <map>

#include "abi/check/diff.h"
#include "abi/check/walk.h"
#include "abi/compiler/level.h"
#include "abi/compiler/resolve.h"

namespace hf::check {
namespace {

// Whether a call takes or returns a code.
struct Direction {
  bool input = false;
  bool output = false;
};

Direction DirectionOf(const ir::Abi& abi, const ir::Enum& enumeration) {
  Direction direction;
  const auto uses = [&enumeration](const auto& fields) {
    return std::any_of(fields.begin(), fields.end(), [&enumeration](const ir::Field& field) {
      return field.type() == ir::TYPE_ENUM && field.enumeration() == enumeration.name();
    });
  };
  for (const ir::Record& record : abi.record()) {
    bool used = uses(record.field());
    for (const ir::Variant& variant : record.variant()) used = used || uses(variant.field());
    if (used) (record.word() ? direction.output : direction.input) = true;
  }
  return direction;
}

// Whether some row moves a machine of the enumeration to the state, or one starts there.
bool IsEntered(const ir::Abi& abi, const ir::Enum& states, const std::string& state) {
  for (const ir::Machine& machine : abi.machine()) {
    if (machine.enumeration() == states.name() && machine.initial() == state) return true;
  }
  const auto enters = [&](const auto& declaration) {
    for (const ir::Row& row : declaration.row()) {
      for (const ir::Move& move : row.move()) {
        if (move.machine().type() == states.name() && move.to() == state) return true;
      }
    }
    return false;
  };
  return std::any_of(abi.call().begin(), abi.call().end(), enters) ||
         std::any_of(abi.event().begin(), abi.event().end(), enters);
}

void CompareDuty(const ir::EnumValue& old, const ir::EnumValue& value, const std::string& subject,
                 Findings& findings) {
  if (old.scheduler() == value.scheduler()) return;
  const std::string what = absl::StrCat("\"", old.scheduler(), "\" → \"", value.scheduler(), "\"");
  if (SameWords(old.scheduler(), value.scheduler())) {
    findings.New("HF100", value.place(), subject, absl::StrCat("what the scheduler owes: ", what));
    return;
  }
  findings.New("HF075", value.place(), subject, what,
               value.scheduler().empty() ? Class::kCompatible : Class::kBreaking);
}

// What VMs below a level see instead of the value: the first `before` of at least that level.
std::string SeenBelow(const ir::EnumValue& value, const idl::Level& level) {
  for (const ir::Before& before : value.before()) {
    if (level <= *idl::Level::Parse(before.level())) return before.as();
  }
  return value.name();
}

// VMs of older levels are served by the new hypervisor too.
void CompareSeen(const Change& change, const ir::EnumValue& old, const ir::EnumValue& value,
                 const std::string& subject) {
  const idl::Level now = idl::Level::Of(change.before);
  std::map<idl::Level, std::string> levels;
  for (const ir::EnumValue* of : {&old, &value}) {
    for (const ir::Before& before : of->before()) {
      const idl::Level level = *idl::Level::Parse(before.level());
      if (level <= now) levels[level] = absl::StrCat("VMs below ", before.level());
    }
  }
  const auto report = [&](const std::string& who, const std::string& was, const std::string& is) {
    if (was == is) return;
    change.findings.New("HF070", value.place(), subject,
                        absl::StrCat("what ", who, " see: ", was, " → ", is));
  };
  for (const auto& [level, who] : levels) {
    report(who, SeenBelow(old, level), SeenBelow(value, level));
  }
  report(absl::StrCat("VMs of level ", now.ToString()), idl::SeenAt(old, now),
         idl::SeenAt(value, now));
}

void AddedCode(const Change& change, const ir::Enum& old, const ir::Enum& codes,
               const ir::EnumValue& value, bool output) {
  const std::string subject = absl::StrCat(codes.name(), ".", value.name());
  const idl::Level old_level = idl::Level::Of(change.before);
  const std::string seen = idl::SeenAt(value, old_level);
  std::string what = absl::StrCat("a new value, ", value.number());
  for (const ir::EnumValue& other : old.value()) {
    if (other.number() == value.number()) absl::StrAppend(&what, ", which was ", other.name());
  }
  if (!output) {
    change.findings.New("HF043", value.place(), subject, what);
  } else if (old.open()) {
    change.findings.New("HF043", value.place(), subject,
                        absl::StrCat(what, ", of an open enumeration"));
  } else if (seen != value.name()) {
    change.findings.New("HF043", value.place(), subject,
                        absl::StrCat(what, "; VMs of level ", old_level.ToString(), " see ", seen));
  } else {
    change.findings.New("HF042", value.place(), subject,
                        absl::StrCat(what, ", of a closed enumeration that guests get"));
  }
}

void CompareCodes(const Change& change, const ir::Enum& old, const ir::Enum& codes) {
  Findings& findings = change.findings;
  const Direction direction = DirectionOf(change.before, old);
  for (const ir::EnumValue& value : old.value()) {
    const std::string subject = absl::StrCat(old.name(), ".", value.name());
    const ir::EnumValue* now = FindNamed(codes.value(), value.name());
    if (now == nullptr) {
      findings.Old("HF041", value.place(), subject,
                   absl::StrCat("the value ", value.number(), " is gone"),
                   direction.output && !direction.input ? Class::kCompatible : Class::kBreaking);
      continue;
    }
    if (now->number() != value.number()) {
      findings.New("HF040", now->place(), subject,
                   absl::StrCat(value.number(), " → ", now->number()));
    }
    CompareDuty(value, *now, subject, findings);
    CompareSeen(change, value, *now, subject);
  }
  for (const ir::EnumValue& value : codes.value()) {
    if (FindNamed(old.value(), value.name()) != nullptr) continue;
    AddedCode(change, old, codes, value, direction.output);
  }
  if (old.open() == codes.open()) return;
  if (codes.open()) {
    findings.New("HF045", codes.place(), codes.name(), "closed → open");
  } else {
    findings.New("HF046", codes.place(), codes.name(), "open → closed",
                 direction.output && !direction.input ? Class::kCompatible : Class::kBreaking);
  }
}

void CompareStates(const Change& change, const ir::Enum& old, const ir::Enum& states) {
  Findings& findings = change.findings;
  for (const ir::EnumValue& value : old.value()) {
    const std::string subject = absl::StrCat(old.name(), ".", value.name());
    const ir::EnumValue* now = FindNamed(states.value(), value.name());
    if (now == nullptr) {
      const bool dead = !IsEntered(change.before, old, value.name());
      findings.Old("HF068", value.place(), subject,
                   dead ? "the state, which nothing entered, is gone" : "the state is gone",
                   dead ? Class::kDocumentation : Class::kBreaking);
    } else if (value.final() != now->final()) {
      findings.New(value.final() ? "HF076" : "HF077", now->place(), subject,
                   value.final() ? "never left → can be left" : "can be left → never left");
    }
  }
  for (const ir::EnumValue& value : states.value()) {
    if (FindNamed(old.value(), value.name()) != nullptr) continue;
    findings.New("HF067", value.place(), absl::StrCat(states.name(), ".", value.name()),
                 "a new state");
  }
}

void CompareMachines(const Change& change) {
  for (const ir::Machine& old : change.before.machine()) {
    const ir::Machine* machine = FindNamed(change.after.machine(), old.name());
    if (machine == nullptr || old.initial() == machine->initial()) continue;
    change.findings.New("HF066", machine->place(), machine->name(),
                        absl::StrCat("starts in ", old.initial(), " → in ", machine->initial()));
  }
}

}  // namespace

void CompareEnums(const Change& change) {
  for (const ir::Enum& old : change.before.enumeration()) {
    const ir::Enum* now = FindNamed(change.after.enumeration(), old.name());
    if (now == nullptr) {
      if (!old.in_interface()) continue;
      const Direction direction = DirectionOf(change.before, old);
      change.findings.Old(
          "HF041", old.place(), old.name(), "the enumeration is gone",
          direction.output && !direction.input ? Class::kCompatible : Class::kBreaking);
    } else if (old.in_interface() || now->in_interface()) {
      CompareCodes(change, old, *now);
    } else {
      CompareStates(change, old, *now);
    }
  }
  for (const ir::Enum& codes : change.after.enumeration()) {
    if (!codes.in_interface() || FindNamed(change.before.enumeration(), codes.name()) != nullptr) {
      continue;
    }
    change.findings.New("HF043", codes.place(), codes.name(), "a new enumeration");
  }
  CompareMachines(change);
}

}  // namespace hf::check
