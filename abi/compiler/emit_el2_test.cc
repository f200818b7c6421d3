// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The test of the hypervisor's codecs: arguments and results lie in registers as the IDL says. See
// emit.h.

#include "abi/compiler/emit.h"
#include "abi/compiler/emit_test_common.h"
#include "abi/compiler/names.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

class El2Test {
 public:
  explicit El2Test(const ir::Abi& abi) : abi_(abi) {}

  std::string Emit() {
    FileHead(
        abi_,
        "Test vectors for the hypervisor's codecs. The numbers come from the bit positions in the "
        "IDL, not from the code under test.",
        out_);
    out_.Line("#include \"abi/el2/types.h\"");
    out_.Line();
    out_.Line("#include <cstdint>");
    out_.Line();
    out_.Line("#include \"gtest/gtest.h\"");
    out_.Line();
    out_.Line("namespace hf::abi {");
    out_.Line("namespace {");
    for (const ir::Record& record : abi_.record()) {
      if (record.word() && record.has_tag()) {
        Tagged(record);
      } else if (record.word() && !IsScalar(record)) {
        Word(record);
      } else if (!record.word() && record.field_size() > 0) {
        Arguments(record);
      }
    }
    out_.Line();
    out_.Line("}  // namespace");
    out_.Line("}  // namespace hf::abi");
    return out_.text();
  }

 private:
  void Begin(const ir::Record& record, absl::string_view name) {
    out_.Line();
    out_.Line("TEST(", record.name(), "Test, ", name, ") {");
    out_.Indent();
  }
  void End() {
    out_.Outdent();
    out_.Line("}");
  }

  static std::string Value(const ir::Field& field) {
    const std::string value = absl::StrCat("vector.", field.name());
    return field.type() == ir::TYPE_ENUM
               ? absl::StrCat("static_cast<", field.enumeration(), ">(", value, ")")
               : value;
  }

  void ExpectFields(const Fields& fields, absl::string_view decoded) {
    for (const ir::Field& field : fields) {
      out_.Line("EXPECT_EQ(", decoded, field.name(), ", ", Value(field), ");");
    }
  }

  void Tagged(const ir::Record& record) {
    const ir::Field& tag = record.field(static_cast<int>(record.tag()));
    const ir::Enum& tags = EnumOf(abi_, tag.enumeration());
    for (const ir::EnumValue& value : tags.value()) {
      const ir::Variant* variant = VariantOn(record, value.name());
      static const Fields kNone;
      const Fields& fields = variant == nullptr ? kNone : variant->field();
      Begin(record, CamelCase(value.name()));
      VectorTable(fields, {0}, PlaceField(tag, value.number()), out_);
      BeginVectors(out_);
      std::vector<std::string> values;
      for (const ir::Field& field : fields) values.push_back(Value(field));
      const std::string made = absl::StrCat(record.name(), "::", CamelCase(value.name()), "(",
                                            absl::StrJoin(values, ", "), ")");
      out_.Line("EXPECT_EQ(", made, ".Encode(), vector.x0);");
      Junk(UnusedBits(fields, 0, FieldMask(tag)));
      out_.Line("const ", record.name(), " decoded = ", record.name(),
                "::Decode(vector.x0 | junk);");
      out_.Line("EXPECT_EQ(decoded.", tag.name(), ", ", tags.name(), "::k", CamelCase(value.name()),
                ");");
      if (variant != nullptr)
        ExpectFields(fields, absl::StrCat("decoded.", variant->field_name(), "."));
      out_.Line("EXPECT_EQ(decoded, ", made, ");");
      EndJunk();
      EndVectors(out_);
      End();
    }
    Begin(record, "UnknownCodesSurvive");
    for (uint64_t code : UnknownTags(tags, tag)) {
      out_.Line("EXPECT_EQ(", record.name(), "::Decode(",
                Hex(~FieldMask(tag) | PlaceField(tag, code)), ").Encode(), ",
                Hex(PlaceField(tag, code)), "u);");
    }
    End();
  }

  void Word(const ir::Record& record) {
    Begin(record, "Fields");
    VectorTable(record.field(), {0}, 0, out_);
    BeginVectors(out_);
    std::vector<std::string> values;
    for (const ir::Field& field : record.field()) values.push_back(Value(field));
    out_.Line("const ", record.name(), " value = {", absl::StrJoin(values, ", "), "};");
    out_.Line("EXPECT_EQ(value.Encode(), vector.x0);");
    Junk(UnusedBits(record.field(), 0));
    out_.Line("EXPECT_EQ(", record.name(), "::Decode(vector.x0 | junk), value);");
    EndJunk();
    EndVectors(out_);
    End();
  }

  // Every register of arguments, with junk in the bits that no argument has; a bool by each of its
  // bits.
  void Arguments(const ir::Record& record) {
    const std::vector<uint32_t> xs = RegistersOf(record.field());
    Begin(record, "Fields");
    VectorTable(record.field(), xs, 0, out_);
    BeginVectors(out_);
    std::vector<std::string> plain;
    std::vector<std::string> junk;
    for (uint32_t x : xs) {
      plain.push_back(absl::StrCat("vector.x", x));
      junk.push_back(absl::StrCat("vector.x", x, " | ", Hex(UnusedBits(record.field(), x))));
    }
    for (const auto& [name, registers] :
         {std::pair("decoded", plain), std::pair("with_junk", junk)}) {
      out_.List(absl::StrCat("const ", record.name(), " ", name, " = ", record.name(), "::Decode("),
                registers, ");");
      ExpectFields(record.field(), absl::StrCat(name, "."));
    }
    EndVectors(out_);
    for (const ir::Field& field : record.field()) {
      if (field.type() != ir::TYPE_BOOL) continue;
      std::vector<std::string> registers;
      for (uint32_t x : xs) registers.push_back(x == field.x() ? "uint64_t{1} << bit" : "0");
      out_.Line("for (int bit = 0; bit < 64; ++bit) {");
      out_.Line("  EXPECT_TRUE(", record.name(), "::Decode(", absl::StrJoin(registers, ", "), ").",
                field.name(), ") << bit;");
      out_.Line("}");
    }
    End();
  }

  void Junk(uint64_t junk) {
    out_.Line("for (uint64_t junk : {uint64_t{0}, uint64_t{", Hex(junk), "}}) {");
    out_.Indent();
  }
  void EndJunk() {
    out_.Outdent();
    out_.Line("}");
  }

  const ir::Abi& abi_;
  Writer out_;
};

}  // namespace

std::string EmitEl2Test(const ir::Abi& abi) { return El2Test(abi).Emit(); }

}  // namespace hf::idl
