// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// hf/hf.h of the C++ binding: typed functions over the C binding. See emit.h.

#include "abi/compiler/emit.h"
#include "abi/compiler/names.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

class Cc {
 public:
  explicit Cc(const ir::Abi& abi) : abi_(abi) {}

  std::string Emit() {
    FileHead(
        abi_,
        "The hypercall ABI for C++20 guests: the calls, with types that keep numbers apart and "
        "results that have to be looked at. See hf/base.h for VmId, Maybe and the like.",
        out_);
    out_.Line("#ifndef HF_HF_H_");
    out_.Line("#define HF_HF_H_");
    out_.Line();
    out_.Line("#include <hf/base.h>");
    out_.Line("#include <hf/call.h>");
    out_.Line();
    out_.Line("#include <cstdint>");
    out_.Line();
    out_.Line("namespace hf::guest {");
    for (const ir::Constant& constant : abi_.constant()) Constant(constant);
    for (const ir::Enum& enumeration : abi_.enumeration()) {
      if (enumeration.in_interface()) Enum(enumeration);
    }
    for (const ir::Record& record : abi_.record()) {
      if (!record.word() || IsScalar(record)) continue;
      record.has_tag() ? Tagged(record) : Word(record);
    }
    for (const ir::Call& call : abi_.call()) Function(call);
    out_.Line();
    out_.Line("}  // namespace hf::guest");
    out_.Line();
    out_.Line("#endif  // HF_HF_H_");
    return out_.text();
  }

 private:
  void Comment(absl::string_view text) { out_.Comment("///", Doc(abi_, text, Language::kCc)); }

  // A type of hf/base.h; empty if a plain number will do.
  static absl::string_view TypeOf(ir::Kind kind) {
    switch (kind) {
      case ir::KIND_VM:
        return "VmId";
      case ir::KIND_VCPU:
        return "VcpuIndex";
      case ir::KIND_INTID:
        return "Intid";
      case ir::KIND_IPA:
        return "Ipa";
      case ir::KIND_UNIT:
        return "Unit";
      case ir::KIND_BOOL:
        return "bool";
      default:
        return "";
    }
  }

  // The type of the thing itself, present and without error.
  static std::string BareType(const ir::Field& field) {
    if (field.type() == ir::TYPE_ENUM) return field.enumeration();
    const absl::string_view type = TypeOf(field.kind());
    if (!type.empty()) return std::string(type);
    return absl::StrCat("uint", StorageBits(field), "_t");
  }

  static std::string FieldType(const ir::Field& field) {
    return field.none().empty() ? BareType(field) : absl::StrCat("Maybe<", BareType(field), ">");
  }

  void Constant(const ir::Constant& constant) {
    if (constant.hypervisor_only()) return;
    const absl::string_view type = TypeOf(constant.kind());
    out_.Line();
    Comment(constant.doc());
    const std::string name = absl::StrCat("k", CamelCase(constant.name()));
    if (type.empty()) {
      out_.Line("inline constexpr uint", constant.bits(), "_t ", name, " = HF_", constant.name(),
                ";");
    } else {
      out_.Line("inline constexpr ", type, " ", name, " = {HF_", constant.name(), "};");
    }
  }

  void Enum(const ir::Enum& enumeration) {
    out_.Line();
    Comment(enumeration.doc());
    out_.Line("enum class ", enumeration.name(), " : uint32_t {");
    out_.Indent();
    for (const ir::EnumValue& value : enumeration.value()) {
      Comment(value.doc());
      if (!value.scheduler().empty()) {
        out_.Line("///");
        Comment(absl::StrCat("Scheduler: ", value.scheduler()));
      }
      out_.Line("k", CamelCase(value.name()), " = HF_", enumeration.prefix(), value.name(), ",");
    }
    out_.Outdent();
    out_.Line("};");
  }

  void Fields(const google::protobuf::RepeatedPtrField<ir::Field>& fields, bool optional) {
    for (const ir::Field& field : fields) {
      out_.Comment("///", FieldDoc(abi_, field, Language::kCc));
      out_.Line(optional ? FieldType(field) : BareType(field), " ", field.name(), ";");
    }
  }

  // The thing itself from a value of the C binding.
  static std::string FromC(const ir::Field& field, const std::string& value) {
    const std::string type = BareType(field);
    if (field.type() == ir::TYPE_ENUM) return absl::StrCat("static_cast<", type, ">(", value, ")");
    if (type == "bool") return field.type() == ir::TYPE_BOOL ? value : absl::StrCat(value, " != 0");
    if (type == "Unit") return "Unit{}";
    const bool cast = field.type() == ir::TYPE_SIGNED;
    if (TypeOf(field.kind()).empty()) {
      return cast ? absl::StrCat("static_cast<", type, ">(", value, ")") : value;
    }
    return absl::StrCat(type, "{",
                        cast ? absl::StrCat("static_cast<uint32_t>(", value, ")") : value, "}");
  }

  static std::string FieldFromC(const ir::Field& field, const std::string& value) {
    if (field.none().empty()) return FromC(field, value);
    return absl::StrCat("NoneIf(", value, " == HF_", field.none(), ", ", FromC(field, value), ")");
  }

  void Word(const ir::Record& record) {
    const ir::Field* none = NoneField(record);
    out_.Line();
    Comment(record.doc());
    out_.Line("struct ", record.name(), " {");
    out_.Indent();
    Fields(record.field(), false);
    out_.Line();
    const std::string type =
        none == nullptr ? record.name() : absl::StrCat("Maybe<", record.name(), ">");
    const std::string c_name = absl::StrCat("hf_", SnakeCase(record.name()));
    out_.Comment("///", absl::StrCat("From the C binding's structure",
                                     none == nullptr ? "." : "; none if that says so."));
    out_.Line("static constexpr ", type, " From(const struct ", c_name, "& value) {");
    if (none != nullptr) {
      out_.Line("  if (value.", none->name(), " == HF_", none->none(), ") return {};");
    }
    std::vector<std::string> values;
    for (const ir::Field& field : record.field()) {
      values.push_back(absl::StrCat(".", field.name(), " = ",
                                    FromC(field, absl::StrCat("value.", field.name()))));
    }
    out_.Indent();
    out_.Designated(absl::StrCat("return ", record.name(), "{"), values, "};");
    out_.Outdent();
    out_.EndFunction();
    out_.Line();
    out_.List(
        "friend constexpr bool operator==(",
        {absl::StrCat("const ", record.name(), "&"), absl::StrCat("const ", record.name(), "&")},
        ") = default;");
    out_.Outdent();
    out_.Line("};");
  }

  void Tagged(const ir::Record& record) {
    const ir::Field& tag = record.field(static_cast<int>(record.tag()));
    const ir::Enum& tags = EnumOf(abi_, tag.enumeration());
    const std::string c_name = absl::StrCat("hf_", SnakeCase(record.name()));
    out_.Line();
    Comment(record.doc());
    out_.Line("class ", record.name(), " {");
    out_.Line(" public:");
    out_.Indent();
    for (const ir::EnumValue& value : tags.value()) {
      const ir::Variant* variant = VariantOn(record, value.name());
      if (variant == nullptr) {
        Comment(value.doc());
        out_.Line("struct ", CamelCase(value.name()), " {};");
        continue;
      }
      Comment(variant->doc());
      out_.Line("struct ", variant->name(), " {");
      out_.Indent();
      Fields(variant->field(), true);
      out_.Outdent();
      out_.Line("};");
    }
    out_.Comment("///", "A code that this version of the binding does not know.");
    out_.Line("struct Unknown {");
    out_.Line("  /// The code.");
    out_.Line("  ", tags.name(), " ", tag.name(), ";");
    out_.Line("};");
    out_.Line();
    out_.Comment("///", "From the C binding's structure.");
    out_.Line("explicit constexpr ", record.name(), "(const struct ", c_name,
              "& value) : value_(value) {}");
    out_.Line();
    out_.Comment("///", FieldDoc(abi_, tag, Language::kCc));
    out_.Line("constexpr ", tags.name(), " ", tag.name(), "() const { return static_cast<",
              tags.name(), ">(value_.", tag.name(), "); }");
    for (const ir::Variant& variant : record.variant()) {
      const std::string value = absl::StrCat("k", CamelCase(variant.on()));
      std::vector<std::string> values;
      for (const ir::Field& field : variant.field()) {
        values.push_back(absl::StrCat(
            ".", field.name(), " = ",
            FieldFromC(field, absl::StrCat("value_.", variant.field_name(), ".", field.name()))));
      }
      out_.Line();
      out_.Comment(
          "///", absl::StrCat("What comes with ", value, "; none with another ", tag.name(), "."));
      out_.Line("constexpr Maybe<", variant.name(), "> ", variant.field_name(), "() const {");
      out_.Indent();
      out_.Line("if (", tag.name(), "() != ", tags.name(), "::", value, ") return {};");
      out_.Designated(absl::StrCat("return ", variant.name(), "{"), values, "};");
      out_.Outdent();
      out_.EndFunction();
    }
    Visit(record, tags, tag);
    out_.Outdent();
    out_.Line();
    out_.Line(" private:");
    out_.Indent();
    out_.Line("struct ", c_name, " value_;");
    out_.Outdent();
    out_.Line("};");
  }

  // The word as a variant: what its visitor does not take does not compile.
  void Visit(const ir::Record& record, const ir::Enum& tags, const ir::Field& tag) {
    out_.Line();
    out_.Comment("///",
                 "Calls the visitor with the alternative that this is and returns what it returns. "
                 "It has to take every alternative, and return one type. For a visitor made of "
                 "lambdas there is Overloaded.");
    out_.Line("template <typename Visitor>");
    out_.Line("constexpr auto Visit(Visitor&& visitor) const {");
    out_.Indent();
    out_.Line("switch (", tag.name(), "()) {");
    out_.Indent();
    for (const ir::EnumValue& value : tags.value()) {
      const ir::Variant* variant = VariantOn(record, value.name());
      out_.Line("case ", tags.name(), "::k", CamelCase(value.name()), ":");
      if (variant == nullptr) {
        out_.Line("  return visitor(", CamelCase(value.name()), "{});");
      } else {
        out_.Line("  return visitor(*", variant->field_name(), "());");
      }
    }
    out_.Outdent();
    out_.Line("}");
    out_.Line("return visitor(Unknown{", tag.name(), "()});");
    out_.Outdent();
    out_.Line("}");
  }

  // An argument as the C binding takes it.
  std::string ToC(const ir::Field& field) const {
    if (field.type() == ir::TYPE_ENUM) {
      return absl::StrCat("static_cast<enum hf_", EnumOf(abi_, field.enumeration()).c_name(), ">(",
                          field.name(), ")");
    }
    const absl::string_view type = TypeOf(field.kind());
    if (type.empty() || type == "bool") return field.name();
    return absl::StrCat(field.name(), ".value");
  }

  void Function(const ir::Call& call) {
    const ResultShape shape = ShapeOf(abi_, call);
    std::vector<std::string> parameters;
    std::vector<std::string> values;
    out_.Line();
    Comment(
        absl::StrCat(call.doc(), shape.fallible ? " Here -1 is the result without a value." : ""));
    if (!call.args().empty()) {
      out_.Line("///");
      for (const ir::Field& field : RecordOf(abi_, call.args()).field()) {
        parameters.push_back(absl::StrCat(BareType(field), " ", field.name()));
        values.push_back(ToC(field));
        out_.Comment("///", absl::StrCat("\\param ", field.name(), " ",
                                         FieldDoc(abi_, field, Language::kCc)));
      }
    }
    std::string type = shape.record != nullptr ? shape.record->name() : BareType(*shape.field);
    const bool is_void = type == "Unit" && !shape.fallible;
    if (is_void) type = "void";
    if (shape.optional) type = absl::StrCat("Maybe<", type, ">");
    if (shape.fallible) type = absl::StrCat("Result<", type, ">");
    const std::string head = absl::StrCat("inline ", type, " ", call.name(), "(");
    const std::string called = absl::StrCat("hf_", SnakeCase(call.name()), "(");
    out_.List(head, parameters, ") {");
    out_.Indent();
    if (shape.record != nullptr) {
      const absl::string_view from = shape.record->has_tag() ? "(" : "::From(";
      out_.List(absl::StrCat("return ", shape.record->name(), from, called), values, "));");
    } else if (is_void) {
      out_.List(called, values, ");");
    } else {
      out_.List(absl::StrCat("const ",
                             shape.field->type() == ir::TYPE_SIGNED
                                 ? std::string("int64_t")
                                 : absl::StrCat("uint", StorageBits(*shape.field), "_t"),
                             " result = ", called),
                values, ");");
      if (shape.fallible) out_.Line("if (result < 0) return {};");
      if (shape.optional) {
        out_.Line("return ", FieldFromC(*shape.field, "result"), ";");
      } else {
        out_.Line("return ", FromC(*shape.field, "result"), ";");
      }
    }
    out_.Outdent();
    out_.EndFunction();
  }

  const ir::Abi& abi_;
  Writer out_;
};

}  // namespace

std::string EmitCc(const ir::Abi& abi) { return Cc(abi).Emit(); }

}  // namespace hf::idl
