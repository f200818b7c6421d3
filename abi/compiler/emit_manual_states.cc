// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The manual: state machines, their diagrams and their steps.

#include "abi/compiler/emit_manual.h"
#include "abi/compiler/transitions.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

std::string StateDoc(const ir::Abi& abi, const ir::Machine& machine, const ir::EnumValue& state) {
  std::string doc = MarkdownDoc(abi, state.doc());
  if (state.name() == machine.initial()) absl::StrAppend(&doc, " Initial.");
  if (state.final()) absl::StrAppend(&doc, " Never left.");
  return doc;
}

std::string CauseText(const Cause& cause) {
  return absl::StrCat(SectionLink(cause.name), " (", absl::StrJoin(cause.rows, ", "), ")");
}

// What there is one of the machine for: "VM", "vCPU".
absl::string_view Owner(const ir::Machine& machine) {
  for (const int kind : machine.of()) {
    if (kind == ir::KIND_VCPU) return "vCPU";
  }
  return "VM";
}

}  // namespace

void ManualStates(const ir::Abi& abi, Writer& out) {
  out.Line("## States");
  out.Line();
  Paragraph(
      "An arrow of a diagram carries the calls and events that make the step; the table below "
      "it names their rows.",
      out);
  for (const ir::Machine& machine : abi.machine()) {
    const ir::Enum& states = EnumOf(abi, machine.enumeration());
    out.Line("### ", machine.name());
    out.Line();
    Paragraph(absl::StrCat(MarkdownDoc(abi, states.doc()), " Each ", Owner(machine), " has one."),
              out);
    out.Line("![States of ", machine.name(), "](", DiagramName(abi, machine.name()), ")");
    out.Line();
    std::vector<std::vector<std::string>> rows = {{"state", "what it means"}};
    for (const ir::EnumValue& state : states.value()) {
      rows.push_back({Code(state.name()), StateDoc(abi, machine, state)});
    }
    Table(rows, out);
    rows = {{"from", "to", "by"}};
    for (const Transition& step : Transitions(abi, machine.name())) {
      std::vector<std::string> causes;
      for (const Cause& cause : step.causes) causes.push_back(CauseText(cause));
      rows.push_back({Code(step.from), Code(step.to), absl::StrJoin(causes, ", ")});
    }
    Table(rows, out);
  }
}

}  // namespace hf::idl
