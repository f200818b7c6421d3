// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The manual: the words that its tables use, and all names in alphabetical order.

#include <map>

#include "abi/compiler/emit_manual.h"
#include "abi/compiler/expr_print.h"
#include "abi/compiler/names.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

absl::string_view KindText(int kind) {
  switch (kind) {
    case ir::KIND_VM:
      return "VM";
    case ir::KIND_VCPU:
      return "vCPU";
    case ir::KIND_INTID:
      return "interrupt";
    case ir::KIND_IPA:
      return "address";
    case ir::KIND_NUMBER:
      return "number";
    default:
      return "truth value";
  }
}

// `name(VM, vCPU)`.
template <typename Kinds>
std::string Signature(absl::string_view name, const Kinds& kinds) {
  return Code(absl::StrCat(
      name, "(",
      absl::StrJoin(kinds, ", ",
                    [](std::string* out, int kind) { absl::StrAppend(out, KindText(kind)); }),
      ")"));
}

}  // namespace

void ManualVocabulary(const ir::Abi& abi, Writer& out) {
  out.Line("## Words of the tables");
  out.Line();
  Paragraph(
      "A state machine's name with its arguments is the state that it is in. What else "
      "conditions and results ask for:",
      out);
  std::vector<std::vector<std::string>> rows = {{"fact", "is a", "what it means"}};
  for (const ir::Fact& fact : abi.fact()) {
    rows.push_back({Signature(fact.name(), fact.of()), std::string(KindText(fact.is())),
                    MarkdownDoc(abi, fact.doc())});
  }
  Table(rows, out);
  Paragraph("What rows do beside moving state machines:", out);
  rows = {{"effect", "what it does"}};
  for (const ir::Effect& effect : abi.effect()) {
    rows.push_back({Signature(effect.name(), effect.of()), MarkdownDoc(abi, effect.doc())});
  }
  Table(rows, out);
  Paragraph("What holds between any two calls, whatever `v1`, `v2` and `v3` are:", out);
  rows = {{"invariant", "what holds", "why"}};
  for (const ir::Invariant& invariant : abi.invariant()) {
    rows.push_back(
        {Code(invariant.name()), GuardText(invariant.holds()), MarkdownDoc(abi, invariant.doc())});
  }
  Table(rows, out);
}

void ManualIndex(const ir::Abi& abi, Writer& out) {
  const std::string constants = "constant, [Constants](#constants)";
  const std::string words = "[Words of the tables](#words-of-the-tables)";
  // What is of one name, in the order of the names without regard to case.
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> names;
  const auto add = [&names](const std::string& name, std::string what) {
    names[{absl::AsciiStrToLower(name), name}].push_back(std::move(what));
  };
  for (const ir::Constant& constant : abi.constant()) add(constant.name(), constants);
  for (const ir::Enum& enumeration : abi.enumeration()) {
    if (!enumeration.in_interface()) continue;
    add(enumeration.name(), absl::StrCat("codes, ", SectionLink(enumeration.name())));
    for (const ir::EnumValue& value : enumeration.value()) {
      add(value.name(), absl::StrCat("code, ", SectionLink(enumeration.name())));
    }
  }
  for (const ir::Machine& machine : abi.machine()) {
    add(machine.name(), absl::StrCat("state machine, ", SectionLink(machine.name())));
    for (const ir::EnumValue& value : EnumOf(abi, machine.enumeration()).value()) {
      add(value.name(), absl::StrCat("state, ", SectionLink(machine.name())));
    }
  }
  for (const ir::Call& call : abi.call()) {
    const std::string name = SnakeCase(call.name());
    add(name, absl::StrCat("call 0x", absl::Hex(call.number()), ", ", SectionLink(name)));
  }
  for (const ir::Event& event : abi.event()) {
    add(event.name(), absl::StrCat("event, ", SectionLink(event.name())));
  }
  for (const ir::Fact& fact : abi.fact()) add(fact.name(), absl::StrCat("fact, ", words));
  for (const ir::Effect& effect : abi.effect()) add(effect.name(), absl::StrCat("effect, ", words));

  out.Line("## Index");
  out.Line();
  std::vector<std::vector<std::string>> rows = {{"name", "what it is"}};
  for (const auto& [name, what] : names) {
    rows.push_back({Code(name.second), absl::StrJoin(what, "; ")});
  }
  Table(rows, out);
}

}  // namespace hf::idl
