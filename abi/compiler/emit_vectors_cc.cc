// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the vectors call, for the C++ binding: see emit_vectors.h. Compiling it checks sizes,
// offsets and constants.

#include "abi/compiler/emit.h"
#include "abi/compiler/emit_vectors.h"
#include "abi/compiler/names.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

class VectorsCc : public VectorEmitter {
 public:
  explicit VectorsCc(const ir::Abi& abi) : VectorEmitter(abi, Writer()) {}

  std::string Emit() {
    FileHead(abi_, "What the test vectors call, for the C++ binding.", out_);
    out_.Line("#define hf_call hf_vectors_call_cc");
    out_.Line("#include \"bindings/vectors/check.h\"");
    out_.Line();
    out_.Line("#include \"bindings/vectors/check_cc.h\"");
    out_.Line();
    out_.Line("namespace hf::guest {");
    out_.Line("namespace {");
    out_.Line();
    Constants();
    for (const ir::Record& record : abi_.record()) {
      if (record.word() && !IsScalar(record) && !record.has_tag()) Structure(record);
    }
    Functions();
    out_.Line();
    out_.Line("void RunAll()");
    out_.Line("#include \"bindings/vectors/vectors.inc\"");
    out_.Line();
    out_.Line("}  // namespace");
    out_.Line("}  // namespace hf::guest");
    out_.Line();
    out_.Line("struct hf_vectors_result hf_vectors_cc() {");
    out_.Line("  check_start();");
    out_.Line("  hf::guest::RunAll();");
    out_.Line("  return check_state;");
    out_.Line("}");
    return out_.text();
  }

  // A function for each call, that makes it.
  std::string EmitCallers() {
    FileHead(abi_, "Makes calls by the C++ binding.", out_);
    Callers();
    return out_.text();
  }

 private:
  void Assert(absl::string_view what, uint64_t value) {
    out_.Line("static_assert(", what, " == ", value, "u);");
  }

  void Constants() {
    for (const ir::Constant& constant : abi_.constant()) {
      if (constant.hypervisor_only()) continue;
      Assert(absl::StrCat("Raw(k", CamelCase(constant.name()), ")"), constant.value());
    }
    for (const ir::Enum& enumeration : abi_.enumeration()) {
      if (!enumeration.in_interface()) continue;
      Assert(absl::StrCat("sizeof(", enumeration.name(), ")"), 4);
      for (const ir::EnumValue& value : enumeration.value()) {
        Assert(absl::StrCat("Raw(", enumeration.name(), "::k", CamelCase(value.name()), ")"),
               value.number());
      }
    }
  }

  void Structure(const ir::Record& record) {
    const Layout layout = LayoutOf(record.field());
    Assert(absl::StrCat("sizeof(", record.name(), ")"), layout.size);
    Assert(absl::StrCat("alignof(", record.name(), ")"), layout.alignment);
    for (int i = 0; i < record.field_size(); ++i) {
      Assert(absl::StrCat("offsetof(", record.name(), ", ", record.field(i).name(), ")"),
             layout.offsets[static_cast<size_t>(i)]);
    }
  }

  void Begin(const VectorCheck& check) override {
    out_.List(absl::StrCat("void ", check.name, "("),
              Parameters(check, "[[maybe_unused]] uint64_t "), ") {");
    out_.Indent();
    out_.Line("check_begin(\"", check.name, "\");");
  }

  // The alternative that Visit() has chosen is the right one, with its fields.
  void Word(const VectorCheck& check) override {
    const std::string c_name = absl::StrCat("hf_", SnakeCase(check.record->name()));
    out_.Line("for (uint64_t bits : {word, word | junk}) {");
    out_.Indent();
    if (check.value == nullptr) {
      const ir::Field* none = NoneField(*check.record);
      const std::string from =
          absl::StrCat(check.record->name(), "::From(", c_name, "_decode(bits))");
      if (none == nullptr) {
        out_.Line("const auto read = ", from, ";");
        for (const ir::Field& field : *check.fields) Equal(field.name(), "read", field);
      } else {
        out_.Line("const auto read = ", from, ";");
        out_.Line("check_equal(", none->name(), " != HF_", none->none(), ", read.has_value());");
        out_.Line("if (!read) continue;");
        for (const ir::Field& field : *check.fields) {
          out_.Line("check_equal(", field.name(), ", Raw(read->", field.name(), "));");
        }
      }
    } else {
      const std::string type = absl::StrCat(
          check.record->name(),
          "::", check.variant == nullptr ? CamelCase(check.value->name()) : check.variant->name());
      out_.Line("const ", check.record->name(), " whole(", c_name, "_decode(bits));");
      out_.Line("whole.Visit(Overloaded{");
      out_.Line("    [&](", type, check.fields->empty() ? "" : " read", ") {");
      out_.Indent(6);
      out_.Line("check_equal(", check.value->number(), ", Raw(whole.",
                check.record->field(static_cast<int>(check.record->tag())).name(), "()));");
      for (const ir::Field& field : *check.fields) Equal(field.name(), "read", field);
      out_.Outdent(6);
      out_.Line("    },");
      out_.Line("    [](auto) { check_equal(1, 0); },");
      out_.Line("});");
      if (check.variant != nullptr) {
        out_.Line("check_equal(1, whole.", check.variant->field_name(), "().has_value());");
      }
    }
    out_.Outdent();
    out_.Line("}");
  }

  void Equal(const std::string& wanted, const std::string& object, const ir::Field& field) {
    const std::string got = absl::StrCat(object, ".", field.name());
    if (field.none().empty()) return out_.Line("check_equal(", wanted, ", Raw(", got, "));");
    out_.Line("check_equal(", wanted, " != HF_", field.none(), ", ", got, ".has_value());");
    out_.Line("if (", got, ") check_equal(", wanted, ", Raw(*", got, "));");
  }

  void Unknown(const ir::Record& record) override {
    const std::string c_name = absl::StrCat("hf_", SnakeCase(record.name()));
    const ir::Field& tag = record.field(static_cast<int>(record.tag()));
    out_.Line(record.name(), "(", c_name, "_decode(word)).Visit(Overloaded{");
    out_.Line("    [&](", record.name(), "::Unknown read) { check_equal(code, Raw(read.",
              tag.name(), ")); },");
    out_.Line("    [](auto) { check_equal(1, 0); },");
    out_.Line("});");
    for (const ir::Variant& variant : record.variant()) {
      out_.Line("check_equal(0, ", record.name(), "(", c_name, "_decode(word)).",
                variant.field_name(), "().has_value());");
    }
  }

  void Arguments(const VectorCheck& check) override {
    std::vector<std::string> values;
    for (const ir::Field& field : *check.fields) {
      values.push_back(absl::StrCat("Number{", field.name(), "}"));
    }
    out_.Line("check_answer(0);");
    out_.List(absl::StrCat("static_cast<void>(", check.call->name(), "("), values, "));");
    out_.Line("check_registers(x0, x1, x2, x3);");
  }

  void Result(const VectorCheck& check) override {
    const ResultShape shape = ShapeOf(abi_, *check.call);
    const std::string call = absl::StrCat(
        check.call->name(), "(",
        absl::StrJoin(std::vector<std::string>(static_cast<size_t>(check.fields->size()), "{}"),
                      ", "),
        ")");
    out_.Line("check_answer(answer);");
    if (shape.field->kind() == ir::KIND_UNIT && !shape.fallible) return out_.Line(call, ";");
    std::string got = "result";
    out_.Line("const auto result = ", call, ";");
    if (shape.fallible) {
      out_.Line("check_equal(ok, result.has_value());");
      out_.Line("if (!result) return;");
      got = "(*result)";
    }
    if (shape.optional) {
      out_.Line("check_equal(some, ", got, ".has_value());");
      out_.Line("if (!", got, ") return;");
      got = absl::StrCat("*", got);
    }
    out_.Line("check_equal(value, Raw(", got, "));");
  }
};

}  // namespace

std::string EmitVectorsCc(const ir::Abi& abi) { return VectorsCc(abi).Emit(); }

std::string EmitCallersCc(const ir::Abi& abi) { return VectorsCc(abi).EmitCallers(); }

}  // namespace hf::idl
