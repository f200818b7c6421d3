// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// abi/model/rows.h: what each row says, as functions over the facts. See emit.h.

#include "abi/compiler/emit_model.h"

#include <algorithm>
#include <vector>

#include "abi/compiler/emit.h"
#include "abi/compiler/names.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

class ModelRows {
 public:
  explicit ModelRows(const ir::Abi& abi) : abi_(abi) {}

  std::string Header() {
    FileHead(abi_,
             "What each row says, as functions over the facts: what the caller gets, whether it "
             "leaves its CPU, which machines move, what else is done. Nothing is done here: see "
             "Apply() in apply.h.",
             out_);
    out_.Line("#ifndef ABI_MODEL_ROWS_H_");
    out_.Line("#define ABI_MODEL_ROWS_H_");
    out_.Line();
    out_.Line("#include <concepts>");
    out_.Line("#include <cstdint>");
    out_.Line();
    out_.Line("#include \"abi/el2/types.h\"");
    out_.Line("#include \"abi/model/ids.h\"");
    out_.Line("#include \"abi/model/outcome.h\"");
    out_.Line();
    out_.Line("namespace hf::abi::model::rows {");
    out_.Line();
    CheckFacts();
    for (const ir::Call& call : abi_.call()) Function(call.name(), call.doc(), &call, call.row());
    for (const ir::Event& event : abi_.event()) {
      Function(event.name(), event.doc(), nullptr, event.row());
    }
    Dispatch();
    out_.Line("}  // namespace hf::abi::model::rows");
    out_.Line();
    out_.Line("#endif  // ABI_MODEL_ROWS_H_");
    return out_.text();
  }

 private:
  // One assertion for a member function of Facts.
  void CheckFact(absl::string_view name, const google::protobuf::RepeatedField<int>& of,
                 absl::string_view type, absl::string_view what) {
    const std::string function = CamelCase(name);
    const std::string values = absl::StrJoin(
        of, ", ", [](std::string* out, int kind) { absl::StrAppend(out, ModelType(kind), "{}"); });
    out_.Line("static_assert(");
    out_.Line("    requires(const Facts& facts) {");
    out_.Line("      { facts.", function, "(", values, ") } -> std::same_as<", type, ">;");
    out_.Line("    },");
    out_.Line("    \"", abi_.source(), " has the ", what, " ", name,
              ": give Facts (State: abi/model/state.h) a\"");
    out_.Line("    \" `", type, " ", function, "(", ModelParameters(of), ") const`\");");
  }

  void CheckFacts() {
    out_.Comment("//", "Fails to compile where Facts lacks what guards and results may ask for.");
    out_.Line("template <class Facts>");
    out_.Line("constexpr bool HasFacts() {");
    out_.Indent();
    for (const ir::Machine& machine : abi_.machine()) {
      CheckFact(machine.name(), machine.of(), machine.enumeration(), "state machine");
    }
    for (const ir::Fact& fact : abi_.fact()) {
      CheckFact(fact.name(), fact.of(), ModelType(fact.is()), "fact");
    }
    out_.Line("return true;");
    out_.Outdent();
    out_.Line("}");
    out_.Line();
  }

  // The values of a word, as its type takes them.
  std::string Word(const ir::Expr& word) const {
    const ir::Record& record = RecordOf(abi_, word.type());
    const auto values = [&](const google::protobuf::RepeatedPtrField<ir::Field>& fields) {
      std::vector<std::string> texts;
      for (int i = 0; i < word.arg_size(); ++i) {
        const uint32_t bits = i < fields.size() ? StorageBits(fields[i]) : 64;
        texts.push_back(ModelNumber(args_, word.arg(i), bits));
      }
      return absl::StrJoin(texts, ", ");
    };
    if (!record.has_tag()) return absl::StrCat(record.name(), "{", values(record.field()), "}");
    const ir::Variant* variant = VariantOn(record, word.name());
    return absl::StrCat(record.name(), "::", CamelCase(word.name()), "(",
                        variant == nullptr ? "" : values(variant->field()), ")");
  }

  std::string Value(const ir::Expr& expr) const {
    return expr.op() == ir::Expr::WORD ? Word(expr) : ModelExpr(expr);
  }

  std::string Values(const google::protobuf::RepeatedPtrField<ir::Expr>& exprs,
                     uint32_t bits) const {
    return absl::StrJoin(exprs, ", ", [&](std::string* out, const ir::Expr& arg) {
      absl::StrAppend(out, ModelNumber(args_, arg, bits));
    });
  }

  // All states of a machine, or those of a move.
  std::string From(const ir::Move& move) const {
    std::string enumeration;
    std::vector<std::string> states(move.from().begin(), move.from().end());
    for (const ir::Machine& machine : abi_.machine()) {
      if (machine.name() == move.machine().name()) enumeration = machine.enumeration();
    }
    if (states.empty()) {
      for (const ir::EnumValue& value : EnumOf(abi_, enumeration).value()) {
        states.push_back(value.name());
      }
    }
    return absl::StrCat("From(",
                        absl::StrJoin(states, ", ",
                                      [&](std::string* out, const std::string& state) {
                                        absl::StrAppend(out, enumeration, "::k", CamelCase(state));
                                      }),
                        ")");
  }

  std::string To(const ir::Move& move) const {
    for (const ir::Machine& machine : abi_.machine()) {
      if (machine.name() == move.machine().name()) {
        return absl::StrCat(machine.enumeration(), "::k", CamelCase(move.to()));
      }
    }
    return "";
  }

  // What follows `Outcome("row")`, a call each.
  std::vector<std::string> Parts(const ir::Row& row) const {
    std::vector<std::string> parts;
    if (row.deferred()) parts.push_back(".Deferred()");
    if (row.has_result()) parts.push_back(absl::StrCat(".Returns(", Value(row.result()), ")"));
    if (row.has_leave()) parts.push_back(absl::StrCat(".Leaves(", Value(row.leave()), ")"));
    for (const ir::Move& move : row.move()) {
      parts.push_back(absl::StrCat(".Moves(MachineId::k", CamelCase(move.machine().name()), ", {",
                                   Values(move.machine().arg(), 32), "}, ", From(move), ", ",
                                   To(move), ")"));
    }
    for (const ir::Expr& effect : row.effect()) {
      parts.push_back(absl::StrCat(".Does(EffectId::k", CamelCase(effect.name()), ", {",
                                   Values(effect.arg(), 64), "})"));
    }
    return parts;
  }

  void Return(const ir::Row& row) {
    const std::string head = absl::StrCat("return Outcome(\"", row.name(), "\")");
    const std::vector<std::string> parts = Parts(row);
    out_.Comment("//", absl::StrCat(row.name(), ": ", Doc(abi_, row.doc(), Language::kCc)));
    std::string condition;
    if (row.has_when()) condition = absl::StrCat("if (", ModelExpr(row.when()), ")");
    const std::string answer = absl::StrCat(head, absl::StrJoin(parts, ""), ";");
    const bool simple = parts.size() <= 2;
    if (!row.has_when() && simple && answer.size() + 2 <= Writer::kColumns) {
      return out_.Line(answer);
    }
    if (simple && condition.size() + answer.size() + 3 <= Writer::kColumns) {
      return out_.Line(condition, " ", answer);
    }
    if (row.has_when()) {
      ModelBreak(absl::StrCat(condition, " {"), out_);
      out_.Indent();
    }
    if (simple && answer.size() + 4 <= Writer::kColumns) {
      out_.Line(answer);
    } else {
      out_.Line(head);
      out_.Indent(4);
      for (size_t i = 0; i < parts.size(); ++i) {
        ModelBreak(absl::StrCat(parts[i], i + 1 == parts.size() ? ";" : ""), out_);
      }
      out_.Outdent(4);
    }
    if (row.has_when()) {
      out_.Outdent();
      out_.Line("}");
    }
  }

  static bool Uses(const ir::Row& row, ir::Expr::Op op) {
    bool used = HasOp(row.when(), op) || HasOp(row.result(), op) || HasOp(row.leave(), op);
    for (const ir::Move& move : row.move()) used = used || HasOp(move.machine(), op);
    for (const ir::Expr& effect : row.effect()) used = used || HasOp(effect, op);
    return used;
  }

  void Function(absl::string_view name, absl::string_view doc, const ir::Call* call,
                const google::protobuf::RepeatedPtrField<ir::Row>& rows) {
    args_ = call != nullptr && !call->args().empty() ? &RecordOf(abi_, call->args()) : nullptr;
    bool facts = false, caller = false, args = false;
    for (const ir::Row& row : rows) {
      facts = facts || Uses(row, ir::Expr::FACT);
      for (const ir::Expr* expr : {&row.when(), &row.result(), &row.leave()}) {
        facts = facts || HasOp(*expr, ir::Expr::MACHINE);
      }
      for (const auto op : {ir::Expr::CALLER, ir::Expr::CALLER_VM, ir::Expr::CALLER_VCPU}) {
        caller = caller || Uses(row, op);
      }
      args = args || Uses(row, ir::Expr::ARGUMENT);
    }
    out_.Comment("//", Doc(abi_, doc, Language::kCc));
    out_.Line("template <class Facts>");
    std::vector<std::string> parameters = {facts ? "const Facts& facts" : "const Facts&",
                                           caller ? "Caller caller" : "Caller"};
    if (args_ != nullptr) {
      parameters.push_back(absl::StrCat("const ", args_->name(), args ? "& args" : "&"));
    }
    out_.List(absl::StrCat("Outcome ", name, "("), parameters, ") {");
    out_.Indent();
    for (const ir::Row& row : rows) Return(row);
    out_.Outdent();
    out_.Line("}");
    out_.Line();
  }

  void Dispatch() {
    out_.Comment(
        "//",
        "Any call of a VM of a level, with its registers x0 to x3; a number that no call of "
        "that level has is the row \"unknown\".");
    out_.Line("template <class Facts>");
    out_.List("Outcome AnyCall(",
              {"const Facts& facts", "Caller caller", "Level level", "uint64_t x0", "uint64_t x1",
               "uint64_t x2", "uint64_t x3"},
              ") {");
    out_.Indent();
    out_.Line("static_assert(HasFacts<Facts>());");
    out_.Line("const auto call = static_cast<abi::Call>(static_cast<uint32_t>(x0) & kIdMask);");
    out_.Line("if (level < SinceOf(call)) return Outcome(\"unknown\").Returns(kUnknownResult);");
    out_.Line("switch (call) {");
    for (const ir::Call& call : abi_.call()) {
      out_.Line("  case abi::Call::k", call.name(), ":");
      std::string args;
      if (!call.args().empty()) {
        std::vector<std::string> registers;
        for (const uint32_t x : Registers(call)) registers.push_back(absl::StrCat("x", x));
        args = absl::StrCat(", ", call.args(), "::Decode(", absl::StrJoin(registers, ", "), ")");
      }
      out_.Line("    return ", call.name(), "(facts, caller", args, ");");
    }
    out_.Line("}");
    out_.Line("return Outcome(\"unknown\").Returns(kUnknownResult);");
    out_.Outdent();
    out_.Line("}");
    out_.Line();
    out_.Comment("//", "Any event.");
    out_.Line("template <class Facts>");
    out_.Line("Outcome AnyEvent(const Facts& facts, Caller caller, EventId event) {");
    out_.Indent();
    out_.Line("static_assert(HasFacts<Facts>());");
    out_.Line("switch (event) {");
    for (const ir::Event& event : abi_.event()) {
      out_.Line("  case EventId::k", event.name(), ":");
      out_.Line("    return ", event.name(), "(facts, caller);");
    }
    out_.Line("}");
    out_.Line("return Outcome(\"unknown\");");
    out_.Outdent();
    out_.Line("}");
    out_.Line();
  }

  // The registers that a call has arguments in, as its Decode() takes them.
  std::vector<uint32_t> Registers(const ir::Call& call) const {
    std::vector<uint32_t> registers;
    for (uint32_t x = 1; x <= 3; ++x) {
      const auto& fields = RecordOf(abi_, call.args()).field();
      const bool used = std::any_of(fields.begin(), fields.end(),
                                    [x](const ir::Field& field) { return field.x() == x; });
      if (used) registers.push_back(x);
    }
    return registers;
  }

  const ir::Abi& abi_;
  const ir::Record* args_ = nullptr;
  Writer out_;
};

}  // namespace

std::string EmitModelRows(const ir::Abi& abi) { return ModelRows(abi).Header(); }

}  // namespace hf::idl
