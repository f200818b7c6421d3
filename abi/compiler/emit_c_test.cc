// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The test of the C binding: results are packed and unpacked, and arguments passed, as the IDL
// says. See emit.h.

#include "abi/compiler/emit_c.h"
#include "abi/compiler/emit.h"
#include "abi/compiler/emit_test_common.h"
#include "abi/compiler/names.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

class CTest {
 public:
  explicit CTest(const ir::Abi& abi) : abi_(abi) {}

  std::string Emit() {
    FileHead(
        abi_,
        "Test vectors for the C binding. The numbers come from the bit positions in the IDL, not "
        "from the code under test.",
        out_);
    out_.Line("#include <hf/call.h>");
    out_.Line();
    out_.Line("#include <cstdint>");
    out_.Line();
    out_.Line("#include \"gtest/gtest.h\"");
    out_.Line();
    out_.Comment("//", "What the last call was made with, and what it is answered.");
    out_.Line("static uint64_t g_registers[4];");
    out_.Line("static int64_t g_answer;");
    out_.Line();
    out_.List("int64_t hf_call(",
              {"uint64_t arg0", "uint64_t arg1", "uint64_t arg2", "uint64_t arg3"}, ") {");
    for (int i = 0; i < 4; ++i) out_.Line("  g_registers[", i, "] = arg", i, ";");
    out_.Line("  return g_answer;");
    out_.Line("}");
    out_.Line();
    out_.Line("namespace {");
    for (const ir::Record& record : abi_.record()) {
      if (!record.word() || IsScalar(record)) continue;
      if (record.has_tag()) {
        Tagged(record);
      } else {
        Begin(record.name(), "Fields");
        Word(record, record.field(), "", nullptr);
      }
    }
    for (const ir::Call& call : abi_.call()) Call(call);
    out_.Line();
    out_.Line("}  // namespace");
    return out_.text();
  }

 private:
  void Begin(absl::string_view suite, absl::string_view name) {
    out_.Line();
    out_.Line("TEST(", suite, "Test, ", name, ") {");
    out_.Indent();
  }
  void End() {
    out_.Outdent();
    out_.Line("}");
  }

  void Tagged(const ir::Record& record) {
    const ir::Field& tag = record.field(static_cast<int>(record.tag()));
    const ir::Enum& tags = EnumOf(abi_, tag.enumeration());
    for (const ir::EnumValue& value : tags.value()) {
      const ir::Variant* variant = VariantOn(record, value.name());
      Begin(record.name(), CamelCase(value.name()));
      static const Fields kNone;
      Word(record, variant == nullptr ? kNone : variant->field(),
           variant == nullptr ? "" : absl::StrCat(variant->field_name(), "."), &value);
    }
    const std::string name = absl::StrCat("hf_", SnakeCase(record.name()));
    Begin(record.name(), "UnknownCodesSurvive");
    for (uint64_t code : UnknownTags(tags, tag)) {
      out_.Line("EXPECT_EQ(", name, "_decode(", Hex(PlaceField(tag, code)), ").", tag.name(), ", ",
                Hex(code), "u);");
      out_.Line("EXPECT_EQ(", name, "_encode(", name, "_decode(",
                Hex(~FieldMask(tag) | PlaceField(tag, code)), ")), ", Hex(PlaceField(tag, code)),
                "u);");
    }
    End();
  }

  // The payload of one value of the tag, or the fields of a word without a tag.
  void Word(const ir::Record& record, const Fields& fields, const std::string& member,
            const ir::EnumValue* value) {
    const std::string name = absl::StrCat("hf_", SnakeCase(record.name()));
    uint64_t fixed = 0;
    uint64_t tag_mask = 0;
    std::string tag_name;
    std::string tag_value;
    if (value != nullptr) {
      const ir::Field& tag = record.field(static_cast<int>(record.tag()));
      fixed = PlaceField(tag, value->number());
      tag_mask = FieldMask(tag);
      tag_name = tag.name();
      tag_value = absl::StrCat("HF_", EnumOf(abi_, tag.enumeration()).prefix(), value->name());
    }
    VectorTable(fields, {0}, fixed, out_);
    BeginVectors(out_);
    out_.Line("struct ", name, " value = {};");
    if (value != nullptr) out_.Line("value.", tag_name, " = ", tag_value, ";");
    for (const ir::Field& field : fields) {
      out_.Line("value.", member, field.name(), " = vector.", field.name(), ";");
    }
    out_.Line("EXPECT_EQ(", name, "_encode(value), vector.x0);");
    const uint64_t junk = UnusedBits(fields, 0, tag_mask);
    out_.Line("for (uint64_t junk : {uint64_t{0}, uint64_t{", Hex(junk), "}}) {");
    out_.Indent();
    out_.List(absl::StrCat("const struct ", name, " decoded = ", name, "_decode("),
              {"vector.x0 | junk"}, ");");
    out_.Outdent();
    if (value != nullptr) out_.Line("  EXPECT_EQ(decoded.", tag_name, ", ", tag_value, ");");
    for (const ir::Field& field : fields) {
      out_.Line("  EXPECT_EQ(decoded.", member, field.name(), ", vector.", field.name(), ");");
    }
    out_.Line("}");
    EndVectors(out_);
    End();
  }

  // Arguments go where they belong, and the result comes back.
  void Call(const ir::Call& call) {
    const ir::Record& result = RecordOf(abi_, call.result());
    static const Fields kNone;
    const Fields& fields = call.args().empty() ? kNone : RecordOf(abi_, call.args()).field();
    Begin("Call", call.name());
    const std::vector<uint32_t> xs = RegistersOf(fields);
    std::vector<std::string> arguments;
    for (const ir::Field& field : fields) {
      const std::string value = absl::StrCat("vector.", field.name());
      arguments.push_back(
          field.type() == ir::TYPE_ENUM
              ? absl::StrCat("static_cast<", CFieldType(abi_, field), ">(", value, ")")
              : value);
    }
    if (fields.empty()) {
      Invoke(call, xs, arguments);
    } else {
      VectorTable(fields, xs, 0, out_);
      BeginVectors(out_);
      Invoke(call, xs, arguments);
      EndVectors(out_);
    }
    if (IsScalar(result)) Results(result.field(0));
    for (absl::string_view answer : results_) {
      out_.Line("g_answer = ", answer, ";");
      std::vector<std::string> zeros(arguments.size(), "{}");
      out_.Line("EXPECT_EQ(hf_", SnakeCase(call.name()), "(", absl::StrJoin(zeros, ", "), "), ",
                result.field(0).type() == ir::TYPE_SIGNED
                    ? std::string(answer)
                    : absl::StrCat("static_cast<uint32_t>(", answer, ")"),
                ");");
    }
    results_.clear();
    End();
  }

  void Invoke(const ir::Call& call, const std::vector<uint32_t>& xs,
              const std::vector<std::string>& arguments) {
    out_.Line("g_answer = 0;");
    out_.List(absl::StrCat("hf_", SnakeCase(call.name()), "("), arguments, ");");
    out_.Line("EXPECT_EQ(g_registers[0], ", Hex(call.number()), "u);");
    for (uint32_t x = 1; x <= 3; ++x) {
      const bool used = std::find(xs.begin(), xs.end(), x) != xs.end();
      out_.Line("EXPECT_EQ(g_registers[", x, "], ", used ? absl::StrCat("vector.x", x) : "0u",
                ");");
    }
  }

  // What a number can be answered with; those of 32 bits have no sign.
  void Results(const ir::Field& field) {
    if (field.type() == ir::TYPE_SIGNED) {
      results_ = {"-1", "0", "0xffff", "0x123456789abcdef"};
    } else {
      results_ = {"0", "0xffffffff", "0x5a5a5a5a"};
    }
  }

  const ir::Abi& abi_;
  std::vector<absl::string_view> results_;
  Writer out_;
};

}  // namespace

std::string EmitCTest(const ir::Abi& abi) { return CTest(abi).Emit(); }

}  // namespace hf::idl
