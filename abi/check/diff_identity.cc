// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Calls and their numbers, who may make them, constants, registers. See diff.h.

#include <algorithm>
#include <vector>

#include "abi/check/diff.h"
#include "abi/check/walk.h"
#include "abi/compiler/resolve.h"

namespace hf::check {
namespace {

const ir::Call* FindNumber(const ir::Abi& abi, uint32_t number) {
  for (const ir::Call& call : abi.call()) {
    if (call.number() == number) return &call;
  }
  return nullptr;
}

std::string CallersName(ir::Callers callers) {
  switch (callers) {
    case ir::CALLERS_PRIMARY:
      return "the primary";
    case ir::CALLERS_SECONDARY:
      return "secondaries";
    default:
      return "all VMs";
  }
}

// Of a call with a number that it did not have.
void Reused(const ir::Abi& before, const ir::Call& call, Findings& findings) {
  const ir::Call* owner = FindNumber(before, call.number());
  if (owner == nullptr) return;
  findings.New("HF003", call.place(), NameOf(call),
               absl::StrCat(HexOf(call.number()), " was ", NameOf(*owner), " → is ", NameOf(call)));
}

void CompareCall(const ir::Call& old, const ir::Call& call, const Change& change) {
  Findings& findings = change.findings;
  if (old.number() != call.number()) {
    findings.New("HF002", call.place(), NameOf(call),
                 absl::StrCat(HexOf(old.number()), " → ", HexOf(call.number())));
    Reused(change.before, call, findings);
  }
  if (old.callers() != call.callers()) {
    const std::string what =
        absl::StrCat("for ", CallersName(old.callers()), " → for ", CallersName(call.callers()));
    // A set of two: each side may have lost and won.
    if ((old.callers() & ~call.callers()) != 0) {
      findings.New("HF050", call.place(), NameOf(call), what);
    }
    if ((call.callers() & ~old.callers()) != 0) {
      findings.New("HF051", call.place(), NameOf(call), absl::StrCat(what, " (security)"));
    }
  }
}

// The bits of a mask: "30, 7".
std::string BitList(uint32_t mask) {
  std::string text;
  for (int bit = 31; bit >= 0; --bit) {
    if ((mask >> bit & 1) != 0) absl::StrAppend(&text, text.empty() ? "" : ", ", bit);
  }
  return text;
}

}  // namespace

// A set of callers is a set of bits.
static_assert(ir::CALLERS_ANY == (ir::CALLERS_PRIMARY | ir::CALLERS_SECONDARY));

void CompareIdentity(const Change& change) {
  const auto& [before, after, findings] = change;
  for (const ir::Call& old : before.call()) {
    const ir::Call* call = FindNamed(after.call(), old.name());
    if (call != nullptr) {
      CompareCall(old, *call, change);
    } else {
      findings.Old("HF001", old.place(), NameOf(old),
                   absl::StrCat("the call ", HexOf(old.number()), " is gone"));
    }
  }
  for (const ir::Call& call : after.call()) {
    if (FindNamed(before.call(), call.name()) != nullptr) continue;
    findings.New("HF004", call.place(), NameOf(call),
                 absl::StrCat("a new call, ", HexOf(call.number())));
    Reused(before, call, findings);
  }
  if (before.id_mask() != after.id_mask()) {
    const uint32_t counted = after.id_mask() & ~before.id_mask();
    const uint32_t ignored = before.id_mask() & ~after.id_mask();
    std::string bits;
    if (counted != 0)
      bits = absl::StrCat(": bits ", BitList(counted), " were ignored and now count");
    if (ignored != 0) {
      absl::StrAppend(&bits, counted == 0 ? ": bits " : "; bits ", BitList(ignored),
                      " counted and are now ignored");
    }
    findings.New(
        "HF006", after.place(), "abi",
        absl::StrCat("id mask ", HexOf(before.id_mask()), " → ", HexOf(after.id_mask()), bits),
        counted != 0 ? Class::kBreaking : Class::kCompatible);
  }
  if (before.unknown_result() != after.unknown_result()) {
    findings.New("HF007", after.place(), "abi",
                 absl::StrCat("result of an unknown number ", before.unknown_result(), " → ",
                              after.unknown_result()));
  }
}

void CompareConstants(const Change& change) {
  const auto& [before, after, findings] = change;
  for (const ir::Constant& old : before.constant()) {
    const ir::Constant* constant = FindNamed(after.constant(), old.name());
    if (constant == nullptr) {
      findings.Old("HF008", old.place(), old.name(),
                   absl::StrCat("the constant ", old.value(), " is gone"),
                   old.hypervisor_only() ? Class::kDocumentation : Class::kBreaking);
      continue;
    }
    const bool own = old.hypervisor_only() && constant->hypervisor_only();
    if (old.value() != constant->value()) {
      findings.New("HF009", constant->place(), old.name(),
                   absl::StrCat(HexOf(old.value()), " → ", HexOf(constant->value())),
                   own ? Class::kDocumentation : Class::kBreaking);
    } else if (old.bits() != constant->bits() || old.kind() != constant->kind()) {
      findings.New("HF009", constant->place(), old.name(),
                   absl::StrCat(old.bits(), " bits, ", ir::Kind_Name(old.kind()), " → ",
                                constant->bits(), " bits, ", ir::Kind_Name(constant->kind())),
                   own ? Class::kDocumentation : Class::kCompatible);
    }
    if (old.hypervisor_only() != constant->hypervisor_only()) {
      findings.New(old.hypervisor_only() ? "HF101" : "HF008", constant->place(), old.name(),
                   old.hypervisor_only() ? "the hypervisor's own → for guests too"
                                         : "for guests → the hypervisor's own");
    }
  }
  for (const ir::Constant& constant : after.constant()) {
    if (FindNamed(before.constant(), constant.name()) != nullptr) continue;
    findings.New("HF101", constant.place(), constant.name(),
                 absl::StrCat("a new constant, ", HexOf(constant.value())),
                 constant.hypervisor_only() ? Class::kDocumentation : Class::kCompatible);
  }
}

void CompareRegisters(const Change& change) {
  const auto& [before, after, findings] = change;
  const auto through = [](const ir::Abi& abi) {
    return abi.has_lost_through() ? absl::StrCat("x1 to x", abi.lost_through()) : "none";
  };
  if (before.lost_through() != after.lost_through()) {
    findings.New(
        after.lost_through() > before.lost_through() ? "HF020" : "HF021", after.place(), "abi",
        absl::StrCat("registers to be taken for lost: ", through(before), " → ", through(after)));
  }
  const auto zeroed = [](const ir::Abi& abi, uint32_t x) {
    return std::find(abi.zeroed().begin(), abi.zeroed().end(), x) != abi.zeroed().end();
  };
  for (uint32_t x : before.zeroed()) {
    if (zeroed(after, x)) continue;
    findings.New("HF022", after.place(), "abi",
                 absl::StrCat("x", x, " comes back as zero → does not (security)"));
  }
  for (uint32_t x : after.zeroed()) {
    if (zeroed(before, x)) continue;
    findings.New(x <= before.lost_through() ? "HF023" : "HF020", after.place(), "abi",
                 absl::StrCat("x", x, " comes back unchanged → comes back as zero"));
  }
}

}  // namespace hf::check
