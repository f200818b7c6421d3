// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The codecs in abi/el2/types.h: how arguments and results lie in registers. See emit_el2.h.

#include "abi/compiler/emit_el2.h"

#include "abi/compiler/emit.h"
#include "abi/compiler/names.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

class El2Codecs {
 public:
  El2Codecs(const ir::Abi& abi, Writer& out) : abi_(abi), out_(out) {}

  void Record(const ir::Record& record) {
    if (record.word() && record.has_tag()) {
      Tagged(record);
    } else if (record.word() && !IsScalar(record)) {
      Word(record);
    } else if (!record.word() && record.field_size() > 0) {
      Arguments(record);
    }
  }

 private:
  void Comment(absl::string_view text) { out_.Comment("//", Doc(abi_, text, Language::kCc)); }

  std::string TypeOf(const ir::Field& field) const {
    switch (field.type()) {
      case ir::TYPE_BOOL:
        return "bool";
      case ir::TYPE_ENUM:
        return field.enumeration();
      case ir::TYPE_SIGNED:
        return "int64_t";
      default:
        return absl::StrCat("uint", StorageBits(field), "_t");
    }
  }

  // The field's bits of a register, as the field's type.
  std::string Extract(const ir::Field& field, absl::string_view word) const {
    if (field.type() == ir::TYPE_BOOL) return absl::StrCat(word, " != 0");
    std::string bits =
        field.lsb() == 0 ? std::string(word) : absl::StrCat(word, " >> ", field.lsb());
    const bool cast_drops = field.type() != ir::TYPE_SIGNED &&
                            BitsOf(field) == StorageBits(field) &&
                            (field.type() != ir::TYPE_ENUM ||
                             EnumBits(abi_, EnumOf(abi_, field.enumeration())) == BitsOf(field));
    if (field.msb() != 63 && !cast_drops) {
      bits = absl::StrCat(field.lsb() == 0 ? bits : absl::StrCat("(", bits, ")"), " & ",
                          Mask(BitsOf(field)));
    }
    const std::string type = TypeOf(field);
    return type == "uint64_t" ? bits : absl::StrCat("static_cast<", type, ">(", bits, ")");
  }

  // The field's value at its place in a word.
  std::string Insert(const ir::Field& field, absl::string_view value) const {
    std::string bits = absl::StrCat("uint64_t{", value, "}");
    if (field.type() == ir::TYPE_ENUM) bits = absl::StrCat("static_cast<uint64_t>(", value, ")");
    if (TypeOf(field) == "uint64_t") bits = std::string(value);
    return field.lsb() == 0 ? bits : absl::StrCat(bits, " << ", field.lsb());
  }

  void Fields(const google::protobuf::RepeatedPtrField<ir::Field>& fields) {
    for (const ir::Field& field : fields) {
      out_.Comment("//", FieldDoc(abi_, field, Language::kCc));
      out_.Line(TypeOf(field), " ", field.name(), ";");
    }
  }

  void Equality(absl::string_view name) {
    out_.Line();
    out_.Line("friend constexpr bool operator==(const ", name, "& a, const ", name, "& b) {");
    out_.Line("  return a.Encode() == b.Encode();");
    out_.EndFunction();
  }

  void Arguments(const ir::Record& record) {
    Comment(record.doc());
    out_.Line("struct ", record.name(), " {");
    out_.Indent();
    Fields(record.field());
    out_.Line();
    out_.Comment("//", "From the call's registers; bits that belong to no argument are ignored.");
    std::vector<std::string> registers;
    for (uint32_t x = 1; x <= 3; ++x) {
      for (const ir::Field& field : record.field()) {
        if (field.x() != x) continue;
        registers.push_back(absl::StrCat("uint64_t x", x));
        break;
      }
    }
    out_.List(absl::StrCat("static constexpr ", record.name(), " Decode("), registers, ") {");
    std::vector<std::string> values;
    for (const ir::Field& field : record.field()) {
      values.push_back(
          absl::StrCat(".", field.name(), " = ", Extract(field, absl::StrCat("x", field.x()))));
    }
    out_.Indent();
    Return(values);
    out_.Outdent();
    out_.EndFunction();
    out_.Outdent();
    out_.Line("};");
    out_.Line();
  }

  void Return(const std::vector<std::string>& values) { out_.Designated("return {", values, "};"); }

  // One term a line if they do not fit on one.
  void ReturnOr(const std::vector<std::string>& terms) {
    std::vector<std::string> wrapped;
    for (const std::string& term : terms) {
      const bool shifts = term.find(" << ") != std::string::npos && terms.size() > 1;
      wrapped.push_back(shifts ? absl::StrCat("(", term, ")") : term);
    }
    out_.Line("return ", absl::StrJoin(wrapped, " | "), ";");
  }

  void Word(const ir::Record& record) {
    Comment(record.doc());
    out_.Line("struct ", record.name(), " {");
    out_.Indent();
    Fields(record.field());
    out_.Line();
    std::vector<std::string> values;
    std::vector<std::string> terms;
    for (const ir::Field& field : record.field()) {
      values.push_back(absl::StrCat(".", field.name(), " = ", Extract(field, "x0")));
      terms.push_back(Insert(field, field.name()));
    }
    out_.Line("constexpr uint64_t Encode() const {");
    out_.Indent();
    if (record.has_none()) {
      const ir::Field& none = *NoneField(record);
      out_.Line("if (", none.name(), " == k", CamelCase(none.none()), ") return ",
                Literal(static_cast<uint64_t>(record.none())), ";");
    }
    ReturnOr(terms);
    out_.Outdent();
    out_.EndFunction();
    out_.Line("static constexpr ", record.name(), " Decode(uint64_t x0) {");
    out_.Indent();
    Return(values);
    out_.Outdent();
    out_.EndFunction();
    Equality(record.name());
    out_.Outdent();
    out_.Line("};");
    out_.Line();
  }

  void Tagged(const ir::Record& record) {
    const ir::Field& tag = record.field(static_cast<int>(record.tag()));
    const ir::Enum& tags = EnumOf(abi_, tag.enumeration());
    Comment(record.doc());
    out_.Line("struct ", record.name(), " {");
    out_.Indent();
    for (const ir::Variant& variant : record.variant()) {
      Comment(variant.doc());
      out_.Line("struct ", variant.name(), "Payload {");
      out_.Indent();
      Fields(variant.field());
      out_.Outdent();
      out_.Line("};");
    }
    out_.Line();
    Fields(record.field());
    out_.Line("union {");
    for (const ir::Variant& variant : record.variant()) {
      out_.Line("  ", variant.name(), "Payload ", variant.field_name(), ";");
    }
    out_.Line("};");
    out_.Line();
    for (const ir::EnumValue& value : tags.value()) Factory(record, tags, value);
    out_.Line();
    Encode(record, tag);
    Decode(record, tag);
    Equality(record.name());
    out_.Outdent();
    out_.Line("};");
    out_.Line();
  }

  // `static constexpr VcpuRunReturn WakeUp(uint32_t vm_id, uint16_t vcpu)`.
  void Factory(const ir::Record& record, const ir::Enum& tags, const ir::EnumValue& value) {
    const ir::Variant* variant = VariantOn(record, value.name());
    const std::string name = CamelCase(value.name());
    std::vector<std::string> parameters;
    std::string payload = "{}";
    if (variant != nullptr) {
      std::vector<std::string> values;
      for (const ir::Field& field : variant->field()) {
        parameters.push_back(absl::StrCat(TypeOf(field), " ", field.name()));
        values.push_back(field.name());
      }
      payload =
          absl::StrCat("{.", variant->field_name(), " = {", absl::StrJoin(values, ", "), "}}");
    }
    Comment(value.doc());
    out_.List(absl::StrCat("static constexpr ", record.name(), " ", name, "("), parameters, ") {");
    out_.Line("  return {", tags.name(), "::k", name, ", ", payload, "};");
    out_.EndFunction();
  }

  void Encode(const ir::Record& record, const ir::Field& tag) {
    out_.Line("constexpr uint64_t Encode() const {");
    out_.Line("  const uint64_t word = ", Insert(tag, tag.name()), ";");
    out_.Line("  switch (", tag.name(), ") {");
    for (const ir::Variant& variant : record.variant()) {
      out_.Line("    case ", tag.enumeration(), "::k", CamelCase(variant.on()), ":");
      std::string terms = "word";
      for (const ir::Field& field : variant.field()) {
        absl::StrAppend(&terms, " | (",
                        Insert(field, absl::StrCat(variant.field_name(), ".", field.name())), ")");
      }
      out_.Line("      return ", terms, ";");
    }
    out_.Line("    default:");
    out_.Line("      return word;");
    out_.Line("  }");
    out_.EndFunction();
  }

  void Decode(const ir::Record& record, const ir::Field& tag) {
    out_.Line("static constexpr ", record.name(), " Decode(uint64_t x0) {");
    out_.Line("  switch (", Extract(tag, "x0"), ") {");
    for (const ir::Variant& variant : record.variant()) {
      std::vector<std::string> values;
      for (const ir::Field& field : variant.field()) values.push_back(Extract(field, "x0"));
      out_.Line("    case ", tag.enumeration(), "::k", CamelCase(variant.on()), ":");
      out_.Indent(6);
      out_.List(absl::StrCat("return ", CamelCase(variant.on()), "("), values, ");");
      out_.Outdent(6);
    }
    out_.Line("    default:");
    out_.Line("      return {", Extract(tag, "x0"), ", {}};");
    out_.Line("  }");
    out_.EndFunction();
  }

  const ir::Abi& abi_;
  Writer& out_;
};

}  // namespace

void El2Codec(const ir::Abi& abi, const ir::Record& record, Writer& out) {
  El2Codecs(abi, out).Record(record);
}

}  // namespace hf::idl
