// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The behaviour of the ABI in Promela, the language of the model checker Spin: each call and each
// event is an inline with the rows of the IDL, in their order. See emit_promela.h.

#include "abi/compiler/emit_promela.h"

#include <set>
#include <utility>
#include <vector>

#include "abi/compiler/emit.h"
#include "abi/compiler/names.h"
#include "abi/compiler/resolve.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

// A row as printf says it while a trail is replayed: "row NAME: RESULT" or, if the vCPU leaves,
// "row NAME: RESULT, leaves: CODE".
struct Saying {
  std::string format;
  std::vector<std::string> args = {};

  void Print(Writer& out) const {
    std::vector<std::string> items = {absl::StrCat("\"", format, "\\n\"")};
    items.insert(items.end(), args.begin(), args.end());
    out.List("printf(", items, ")");
  }
};

// The names of what a word's arguments are: those of a variant, or of the record.
const google::protobuf::RepeatedPtrField<ir::Field>& WordFields(const ir::Abi& abi,
                                                                const ir::Expr& word) {
  const ir::Record& record = RecordOf(abi, word.type());
  const ir::Variant* variant = VariantOn(record, word.name());
  return variant != nullptr ? variant->field() : record.field();
}

// What is the same each time is said as it is written.
void Say(const ir::Abi& abi, absl::string_view variable, const ir::Expr& value, Saying& saying) {
  const bool same = value.op() == ir::Expr::NUMBER || value.op() == ir::Expr::CONSTANT;
  absl::StrAppend(&saying.format, same ? PromelaExpr(abi, value) : "%d");
  if (!same) saying.args.emplace_back(variable);
}

// `target`_FIELD for each part of a word.
void Assign(const ir::Abi& abi, absl::string_view target, const ir::Expr& value, Saying& saying,
            Writer& out) {
  if (value.op() != ir::Expr::WORD) {
    out.Line(target, " = ", PromelaExpr(abi, value), ";");
    Say(abi, target, value, saying);
    return;
  }
  const ir::Record& record = RecordOf(abi, value.type());
  if (record.has_tag()) {
    const std::string& tags = record.field(static_cast<int>(record.tag())).enumeration();
    out.Line(target, " = ", EnumOf(abi, tags).prefix(), value.name(), ";");
  }
  absl::StrAppend(&saying.format, record.has_tag() ? value.name() : value.type());
  absl::string_view before = "(";
  for (int i = 0; i < value.arg_size(); ++i) {
    const std::string field = absl::StrCat(target, "_", WordFields(abi, value)[i].name());
    out.Line(field, " = ", PromelaExpr(abi, value.arg(i)), ";");
    absl::StrAppend(&saying.format, before);
    Say(abi, field, value.arg(i), saying);
    before = ", ";
  }
  if (value.arg_size() > 0) absl::StrAppend(&saying.format, ")");
}

bool IsOwn(const ir::Move& move) {
  return move.machine().arg_size() == 2 && move.machine().arg(0).op() == ir::Expr::CALLER_VM &&
         move.machine().arg(1).op() == ir::Expr::CALLER_VCPU;
}

void EmitMoves(const ir::Abi& abi, const ir::Row& row, Writer& out) {
  for (const ir::Move& move : row.move()) {
    const std::string machine = PromelaExpr(abi, move.machine());
    const std::string prefix =
        EnumOf(abi, FindMachine(abi, move.machine().name())->enumeration()).prefix();
    if (move.from_size() > 0) {
      PromelaMust(absl::StrJoin(move.from(), " || ",
                                [&](std::string* text, const std::string& from) {
                                  absl::StrAppend(text, machine, " == ", prefix, from);
                                }),
                  absl::StrCat("the row ", row.name(), " moves ", move.machine().name(),
                               " from another state"),
                  ";", out);
    }
    const bool last = row.has_leave() && IsOwn(move);
    out.Line(last ? "leave_state" : machine, " = ", prefix, move.to(), ";");
  }
}

// Everything is computed from the state before the row, but for what moves: states come last.
void EmitRow(const ir::Abi& abi, const ir::Row& row, Writer& out) {
  Saying saying = {.format = absl::StrCat("row ", row.name(), ":")};
  if (row.deferred()) {
    out.Line("result = DEFERRED;");
    absl::StrAppend(&saying.format, " deferred");
  } else if (row.has_result()) {
    absl::StrAppend(&saying.format, " ");
    Assign(abi, "result", row.result(), saying, out);
  }
  if (row.has_leave()) {
    absl::StrAppend(&saying.format, ", leaves: ");
    Assign(abi, "leave", row.leave(), saying, out);
  }
  for (const ir::Expr& effect : row.effect()) out.Line(PromelaExpr(abi, effect), ";");
  EmitMoves(abi, row, out);
  saying.Print(out);
}

// Rows from the first to the last: the first whose guard holds.
template <typename Rows>
void EmitRows(const ir::Abi& abi, const Rows& rows, Writer& out) {
  if (rows.size() == 1 && !rows[0].has_when()) {
    out.Comment("//", rows[0].doc());
    return EmitRow(abi, rows[0], out);
  }
  out.Line("if");
  std::string ends = "fi";
  for (int i = 0; i < rows.size(); ++i) {
    const ir::Row& row = rows[i];
    const bool otherwise = i > 0 && !row.has_when();
    if (i > 0 && !otherwise) {
      out.Line(":: else -> if");
      absl::StrAppend(&ends, " fi");
    }
    out.Comment("//", row.doc());
    if (otherwise) {
      out.Line(":: else ->");
    } else {
      PromelaGuard(":: ", PromelaExpr(abi, row.when()), " ->", out);
    }
    out.Indent();
    EmitRow(abi, row, out);
    out.Outdent();
  }
  // The compiler has made sure that the rows cover all cases.
  if (rows[rows.size() - 1].has_when()) out.Line(":: else -> assert(false)");
  out.Line(ends);
}

void EmitCall(const ir::Abi& abi, const ir::Call& call, Writer& out) {
  std::vector<std::string> params = {"caller_vm", "caller_vcpu"};
  if (!call.args().empty()) {
    for (const ir::Field& field : RecordOf(abi, call.args()).field()) {
      params.push_back(field.name());
    }
  }
  Saying saying = {.format = absl::StrCat("call ", SnakeCase(call.name())), .args = params};
  for (size_t i = 0; i < params.size(); ++i) absl::StrAppend(&saying.format, " %d");
  out.Line();
  out.Comment("//", call.doc());
  out.List(absl::StrCat("inline hf_", SnakeCase(call.name()), "("), params, ") {");
  out.Indent();
  out.Line("call_begins(caller_vm, caller_vcpu);");
  std::vector<std::string> items = {absl::StrCat("\"", saying.format, "\\n\"")};
  items.insert(items.end(), params.begin(), params.end());
  out.List("printf(", items, ");");
  EmitRows(abi, call.row(), out);
  out.Outdent();
  out.Line("}");
}

void EmitEvent(const ir::Abi& abi, const ir::Event& event, Writer& out) {
  const std::string name = SnakeCase(event.name());
  out.Line();
  out.Comment("//", event.doc());
  out.Line("inline event_", name, "(caller_vm, caller_vcpu) {");
  out.Indent();
  out.Line("event_begins(caller_vm, caller_vcpu);");
  if (event.has_when()) {
    PromelaMust(PromelaExpr(abi, event.when()),
                absl::StrCat("the event ", event.name(), " happens at another time"), ";", out);
  }
  out.Line("printf(\"event ", name, " %d %d\\n\", caller_vm, caller_vcpu);");
  EmitRows(abi, event.row(), out);
  out.Outdent();
  out.Line("}");
}

// A variable for each part of the words that rows make.
void EmitScratch(const ir::Abi& abi, Writer& out) {
  std::set<std::string> names = {"result", "leave", "leave_state"};
  const auto add = [&](absl::string_view target, const ir::Expr& value) {
    if (value.op() != ir::Expr::WORD) return;
    for (const ir::Field& field : WordFields(abi, value)) {
      names.insert(absl::StrCat(target, "_", field.name()));
    }
  };
  const auto add_rows = [&](const auto& rows) {
    for (const ir::Row& row : rows) {
      if (row.has_result() && row.result().arg_size() > 0) add("result", row.result());
      if (row.has_leave() && row.leave().arg_size() > 0) add("leave", row.leave());
    }
  };
  for (const ir::Call& call : abi.call()) add_rows(call.row());
  for (const ir::Event& event : abi.event()) add_rows(event.row());

  out.Line();
  out.Comment("//", "The result of a call that a later event decides.");
  out.Line("#define DEFERRED (-2)");
  out.Comment("//", "The vCPU does not leave its CPU, and its state is what it was.");
  out.Line("#define NO_LEAVE (-1)");
  out.Line("#define NO_STATE (-1)");
  out.Comment("//",
              "What the last call or event has said: its result, what the primary's vcpu_run "
              "returns if the vCPU leaves, and the state that the vCPU is in then. The state is "
              "not yet the vCPU's: the event Leaves, which comes before, may say otherwise. The "
              "model forgets all of it at the end of a step.");
  for (const std::string& name : names) out.Line("SCRATCH int ", name, ";");
  out.Line("inline forget() {");
  out.Indent();
  for (const std::string& name : names) {
    out.Line(name, " = 0", name == *names.rbegin() ? "" : ";");
  }
  out.Outdent();
  out.Line("}");
}

}  // namespace

std::string EmitPromela(const ir::Abi& abi) {
  Writer out;
  FileHead(abi,
           "The behaviour of the hypercall ABI for the model checker Spin: an inline for each call "
           "and each event, with its rows in their order. Facts and effects are macros that "
           "abi/spin/state.pml defines; so is SCRATCH, for what is not part of a state.",
           out);
  PromelaVocabulary(abi, out);
  EmitScratch(abi, out);
  PromelaInvariants(abi, out);
  for (const ir::Call& call : abi.call()) EmitCall(abi, call, out);
  for (const ir::Event& event : abi.event()) EmitEvent(abi, event, out);
  return out.text();
}

}  // namespace hf::idl
