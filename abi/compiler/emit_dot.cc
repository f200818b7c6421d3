// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The diagram of a state machine, in the language of Graphviz: states, and arrows that carry the
// names of the calls and events that make the step. The initial state has an arrow from nowhere, a
// final one a double line.

#include "abi/compiler/emit.h"
#include "abi/compiler/resolve.h"
#include "abi/compiler/transitions.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

// "a", "b", "c" -> "a,\nb,\nc" as a string of DOT: one name a line keeps arrows apart.
std::string Label(const std::vector<Cause>& causes) {
  return absl::StrJoin(causes, ",\\n", [](std::string* out, const Cause& cause) {
    absl::StrAppend(out, cause.name);
  });
}

}  // namespace

std::string EmitDot(const ir::Abi& abi, absl::string_view machine) {
  const ir::Machine& states_of = *FindMachine(abi, machine);
  Writer out;
  FileHead(abi, absl::StrCat("The states of `", machine, "`."), out);
  out.Line("digraph ", machine, " {");
  out.Indent();
  // A font of which Graphviz knows the widths by itself.
  out.Line("graph [rankdir=LR, nodesep=0.4, ranksep=0.6];");
  out.Line("node [fontname=\"Helvetica\", fontsize=12, shape=box, style=rounded];");
  out.Line("edge [fontname=\"Helvetica\", fontsize=10];");
  out.Line("start [shape=point, width=0.1];");
  for (const ir::EnumValue& state : EnumOf(abi, states_of.enumeration()).value()) {
    out.Line(state.name(), state.final() ? " [peripheries=2];" : ";");
  }
  out.Line("start -> ", states_of.initial(), ";");
  for (const Transition& step : Transitions(abi, machine)) {
    out.Line(step.from, " -> ", step.to, " [label=\"", Label(step.causes), "\"];");
  }
  out.Outdent();
  out.Line("}");
  return out.text();
}

}  // namespace hf::idl
