// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the vectors call, for the C binding: see emit_vectors.h. Compiling it checks sizes, offsets
// and constants.

#include "abi/compiler/emit.h"
#include "abi/compiler/emit_c.h"
#include "abi/compiler/emit_vectors.h"
#include "abi/compiler/names.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

class VectorsC : public VectorEmitter {
 public:
  explicit VectorsC(const ir::Abi& abi) : VectorEmitter(abi, Writer()) {}

  std::string Emit() {
    FileHead(abi_, "What the test vectors call, for the C binding.", out_);
    out_.Line("#define hf_call hf_vectors_call_c");
    out_.Line("#include \"bindings/vectors/check.h\"");
    out_.Line();
    Constants();
    for (const ir::Record& record : abi_.record()) {
      if (record.word() && !IsScalar(record)) Layouts(record);
    }
    Functions();
    out_.Line();
    out_.Line("static void run_all(void)");
    out_.Line("#include \"bindings/vectors/vectors.inc\"");
    out_.Line();
    out_.Line("struct hf_vectors_result hf_vectors_c(void) {");
    out_.Line("  check_start();");
    out_.Line("  run_all();");
    out_.Line("  return check_state;");
    out_.Line("}");
    return out_.text();
  }

  // A function for each call, that makes it.
  std::string EmitCallers() {
    FileHead(abi_, "Makes calls by the C binding.", out_);
    Callers();
    return out_.text();
  }

 private:
  void Assert(absl::string_view what, uint64_t value) {
    out_.Line("_Static_assert(", what, " == ", value, "u, \"", what, "\");");
  }

  void Constants() {
    for (const ir::Constant& constant : abi_.constant()) {
      if (!constant.hypervisor_only()) {
        Assert(absl::StrCat("HF_", constant.name()), constant.value());
      }
    }
    for (const ir::Call& call : abi_.call()) {
      Assert(absl::StrCat("HF_", UpperSnakeCase(call.name())), call.number());
    }
    for (const ir::Enum& enumeration : abi_.enumeration()) {
      if (!enumeration.in_interface()) continue;
      Assert(absl::StrCat("sizeof(enum hf_", enumeration.c_name(), ")"), 4);
      for (const ir::EnumValue& value : enumeration.value()) {
        Assert(absl::StrCat("HF_", enumeration.prefix(), value.name()), value.number());
      }
    }
  }

  void Layouts(const ir::Record& record) {
    const std::string snake = SnakeCase(record.name());
    const std::string name = absl::StrCat("struct hf_", snake);
    if (!record.has_tag()) return Structure(name, record.field());
    const Layout layout = TaggedLayout(record);
    Assert(absl::StrCat("sizeof(", name, ")"), layout.size);
    Assert(absl::StrCat("_Alignof(", name, ")"), layout.alignment);
    const ir::Field& tag = record.field(static_cast<int>(record.tag()));
    Assert(absl::StrCat("offsetof(", name, ", ", tag.name(), ")"), layout.offsets[0]);
    for (const ir::Variant& variant : record.variant()) {
      Assert(absl::StrCat("offsetof(", name, ", ", variant.field_name(), ")"), layout.offsets[1]);
      Structure(
          absl::StrCat("struct hf_", snake.substr(0, snake.rfind('_')), "_", variant.field_name()),
          variant.field());
    }
  }

  void Structure(const std::string& name, const Fields& fields) {
    const Layout layout = LayoutOf(fields);
    Assert(absl::StrCat("sizeof(", name, ")"), layout.size);
    Assert(absl::StrCat("_Alignof(", name, ")"), layout.alignment);
    for (int i = 0; i < fields.size(); ++i) {
      Assert(absl::StrCat("offsetof(", name, ", ", fields[i].name(), ")"),
             layout.offsets[static_cast<size_t>(i)]);
    }
  }

  void Begin(const VectorCheck& check) override {
    out_.List(absl::StrCat("static void ", check.name, "("), Parameters(check, "uint64_t "), ") {");
    out_.Indent();
    out_.Line("check_begin(\"", check.name, "\");");
  }

  void Word(const VectorCheck& check) override {
    const std::string name = absl::StrCat("hf_", SnakeCase(check.record->name()));
    const std::string member =
        check.variant == nullptr ? "" : absl::StrCat(check.variant->field_name(), ".");
    out_.Line("struct ", name, " value = {0};");
    std::string tag;
    std::string code;
    if (check.value != nullptr) {
      const ir::Field& field = check.record->field(static_cast<int>(check.record->tag()));
      tag = field.name();
      code = absl::StrCat("HF_", EnumOf(abi_, field.enumeration()).prefix(), check.value->name());
      out_.Line("value.", tag, " = ", code, ";");
    }
    for (const ir::Field& field : *check.fields) {
      out_.Line("value.", member, field.name(), " = ", Argument(field), ";");
    }
    out_.Line("check_equal(word, ", name, "_encode(value));");
    out_.Line("for (int i = 0; i < 2; ++i) {");
    out_.Line("  value = ", name, "_decode(i == 0 ? word : word | junk);");
    if (!tag.empty()) out_.Line("  check_equal(", code, ", value.", tag, ");");
    for (const ir::Field& field : *check.fields) {
      out_.Line("  check_equal(", field.name(), ", value.", member, field.name(), ");");
    }
    out_.Line("}");
  }

  void Unknown(const ir::Record& record) override {
    const std::string name = absl::StrCat("hf_", SnakeCase(record.name()));
    const ir::Field& tag = record.field(static_cast<int>(record.tag()));
    out_.Line("check_equal(code, ", name, "_decode(word).", tag.name(), ");");
  }

  std::string Argument(const ir::Field& field) const {
    return absl::StrCat("(", CFieldType(abi_, field), ")", field.name());
  }

  void Arguments(const VectorCheck& check) override {
    std::vector<std::string> values;
    for (const ir::Field& field : *check.fields) values.push_back(Argument(field));
    out_.Line("check_answer(0);");
    out_.List(absl::StrCat("hf_", SnakeCase(check.call->name()), "("), values, ");");
    out_.Line("check_registers(x0, x1, x2, x3);");
  }

  // In C, what is an error and what is nothing is the caller's to know.
  void Result(const VectorCheck& check) override {
    std::vector<std::string> zeros;
    for (const ir::Field& field : *check.fields) {
      zeros.push_back(absl::StrCat("(", CFieldType(abi_, field), ")0"));
    }
    out_.Line("check_answer(answer);");
    out_.List(
        "const uint64_t result = (uint64_t)",
        {absl::StrCat("hf_", SnakeCase(check.call->name()), "(", absl::StrJoin(zeros, ", "), ")")},
        ";");
    out_.Line("check_equal(answer, result);");
    out_.Line("if (ok != 0 && some != 0) check_equal(value, result);");
  }
};

}  // namespace

std::string EmitVectorsC(const ir::Abi& abi) { return VectorsC(abi).Emit(); }

std::string EmitCallersC(const ir::Abi& abi) { return VectorsC(abi).EmitCallers(); }

}  // namespace hf::idl
