// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the rows in Promela are about. See emit_promela.h.

#include <vector>

#include "abi/compiler/emit.h"
#include "abi/compiler/emit_promela.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

void Section(absl::string_view title, Writer& out) {
  const std::string line = absl::StrCat("// ==== ", title, " ");
  out.Line();
  out.Line(line, std::string(Writer::kColumns - line.size(), '='));
  out.Line();
}

// How many values of a kind the model has: state.pml says.
absl::string_view Count(ir::Kind kind) {
  switch (kind) {
    case ir::KIND_VM:
      return "VMS";
    case ir::KIND_VCPU:
      return "VCPUS";
    case ir::KIND_INTID:
      return "INTIDS";
    default:
      return "PAGES";
  }
}

// "v1, v2" for so many arguments.
std::string Variables(int count) {
  std::vector<std::string> names;
  for (int i = 1; i <= count; ++i) names.push_back(absl::StrCat("v", i));
  return absl::StrJoin(names, ", ");
}

// Promela's widest number has 32 bits and a sign: what has none becomes what looks the same.
std::string Number(uint64_t value) {
  return value == uint32_t(value) ? absl::StrCat(int32_t(uint32_t(value))) : absl::StrCat(-1);
}

void MachineStates(const ir::Abi& abi, const ir::Machine& machine, Writer& out) {
  std::string size = "1";
  std::string index = "0";
  for (int i = 0; i < machine.of_size(); ++i) {
    const absl::string_view count = Count(machine.of(i));
    size = i == 0 ? std::string(count) : absl::StrCat(size, " * ", count);
    index = i == 0 ? "(v1)"
                   : absl::StrCat(i == 1 ? index : absl::StrCat("(", index, ")"), " * ", count,
                                  " + (v", i + 1, ")");
  }
  const ir::Enum& states = EnumOf(abi, machine.enumeration());
  out.Comment("//", states.doc());
  out.Line("byte ", machine.name(), "_state[", size, "] = ", states.prefix(), machine.initial(),
           ";");
  out.Line("#define ", machine.name(), "(", Variables(machine.of_size()), ") ", machine.name(),
           "_state[", index, "]");
}

// A demand for a macro of the name, whose absence says what to do.
template <typename Symbol>
void Demand(const ir::Abi& abi, absl::string_view what, const Symbol& symbol,
            absl::string_view form, Writer& out) {
  out.Line("#ifndef ", symbol.name());
  out.Line("#error \"The ", what, " ", symbol.name(), " of ", abi.source(),
           " has no meaning in the model: add '#define ", symbol.name(), "(",
           Variables(symbol.of_size()), ") ", form, "' to abi/spin/state.pml.\"");
  out.Line("#endif");
}

bool AboutCaller(const ir::Expr& expr) {
  if (expr.op() == ir::Expr::CALLER || expr.op() == ir::Expr::CALLER_VM ||
      expr.op() == ir::Expr::CALLER_VCPU) {
    return true;
  }
  for (const ir::Expr& arg : expr.arg()) {
    if (AboutCaller(arg)) return true;
  }
  return false;
}

void Assert(const ir::Abi& abi, const ir::Invariant& invariant, Writer& out) {
  out.Comment("//", invariant.doc());
  for (int i = 0; i < invariant.of_size(); ++i) {
    out.Line("for (v", i + 1, " : 0 .. ", Count(invariant.of(i)), " - 1) {");
    out.Indent();
  }
  PromelaMust(PromelaExpr(abi, invariant.holds()), invariant.name(),
              invariant.of_size() == 0 ? ";" : "", out);
  for (int i = invariant.of_size(); i > 0; --i) {
    out.Outdent();
    out.Line("}", i == 1 ? ";" : "");
  }
}

}  // namespace

void PromelaVocabulary(const ir::Abi& abi, Writer& out) {
  Section("Constants", out);
  for (const ir::Constant& constant : abi.constant()) {
    out.Comment("//", constant.doc());
    out.Line("#define ", constant.name(), " ", Number(constant.value()));
  }
  for (const ir::Enum& enumeration : abi.enumeration()) {
    out.Line();
    out.Comment("//", enumeration.doc());
    for (const ir::EnumValue& value : enumeration.value()) {
      out.Line("#define ", enumeration.prefix(), value.name(), " ", value.number(), "  // ",
               value.doc());
    }
  }

  Section("State machines", out);
  for (const ir::Machine& machine : abi.machine()) MachineStates(abi, machine, out);

  Section("What state.pml has to define", out);
  for (const ir::Fact& fact : abi.fact()) {
    Demand(abi, "fact", fact, "EXPRESSION", out);
  }
  for (const ir::Effect& effect : abi.effect()) {
    Demand(abi, "effect", effect, "STATEMENTS", out);
  }
}

void PromelaInvariants(const ir::Abi& abi, Writer& out) {
  Section("What always holds", out);
  out.Line("SCRATCH byte v1, v2, v3;");
  out.Line();
  out.Comment("//", "Between any two calls.");
  out.Line("inline invariants() {");
  out.Indent();
  for (const ir::Invariant& invariant : abi.invariant()) {
    if (!AboutCaller(invariant.holds())) Assert(abi, invariant, out);
  }
  out.Line("v1 = 0;");
  out.Line("v2 = 0;");
  out.Line("v3 = 0");
  out.Outdent();
  out.Line("}");
  for (const bool calls : {true, false}) {
    out.Line();
    out.Comment("//", calls ? "Of who makes a call." : "Of whom an event happens to.");
    out.Line("inline ", calls ? "call" : "event", "_begins(caller_vm, caller_vcpu) {");
    out.Indent();
    for (const ir::Invariant& invariant : abi.invariant()) {
      if (AboutCaller(invariant.holds()) && (calls || !invariant.calls_only())) {
        Assert(abi, invariant, out);
      }
    }
    out.Line("result = 0;");
    out.Line("leave = NO_LEAVE;");
    out.Line("leave_state = NO_STATE");
    out.Outdent();
    out.Line("}");
  }
}

}  // namespace hf::idl
