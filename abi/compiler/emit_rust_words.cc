// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The types of the Rust crate, and how results are decoded. See emit_rust.h.

#include "abi/compiler/emit_rust.h"

#include "abi/compiler/emit.h"
#include "abi/compiler/names.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

std::string FieldType(const ir::Field& field) {
  return field.none().empty() ? RustType(field) : absl::StrCat("Option<", RustType(field), ">");
}

class RustWords {
 public:
  RustWords(const ir::Abi& abi, Writer& out) : abi_(abi), out_(out) {}

  void Word(const ir::Record& record) {
    const ir::Field* none = NoneField(record);
    out_.Line();
    Comment(record.doc());
    out_.Line("#[derive(Clone, Copy, Debug, Eq, PartialEq)]");
    out_.Line("pub struct ", record.name(), " {");
    out_.Indent();
    FieldDecls(record.field(), true, false);
    out_.Outdent();
    out_.Line("}");
    out_.Line();
    out_.Line("impl ", record.name(), " {");
    out_.Indent();
    out_.Comment("///", absl::StrCat("From what the hypervisor returned",
                                     none == nullptr ? "." : "; none if that says so."));
    out_.Line("pub const fn decode(word: u64) -> ", none == nullptr ? "Self" : "Option<Self>",
              " {");
    out_.Indent();
    std::vector<std::string> names;
    for (const ir::Field& field : record.field()) {
      out_.Line("let ", field.name(), " = ", Extract(field), ";");
      names.push_back(field.name());
    }
    const std::string self = absl::StrCat("Self { ", absl::StrJoin(names, ", "), " }");
    if (none == nullptr) {
      out_.Line(self);
    } else {
      // A number is as wide as its constant only if it is of a type of its own.
      const bool narrow = RustNewType(none->kind()).empty() && StorageBits(*none) < 32;
      out_.Line("match ", none->name(), narrow ? " as u32" : "", " {");
      out_.Line("    ", none->none(), " => None,");
      out_.Line("    _ => Some(", self, "),");
      out_.Line("}");
    }
    out_.Outdent();
    out_.Line("}");
    out_.Outdent();
    out_.Line("}");
  }

  void Tagged(const ir::Record& record) {
    const ir::Field& tag = record.field(static_cast<int>(record.tag()));
    const ir::Enum& tags = EnumOf(abi_, tag.enumeration());
    out_.Line();
    Comment(record.doc());
    out_.Line("#[derive(Clone, Copy, Debug, Eq, PartialEq)]");
    out_.Line("pub enum ", record.name(), " {");
    out_.Indent();
    for (const ir::EnumValue& value : tags.value()) {
      Comment(value.doc());
      if (!value.scheduler().empty()) {
        out_.Line("///");
        Comment(absl::StrCat("Scheduler: ", value.scheduler()));
      }
      const ir::Variant* variant = VariantOn(record, value.name());
      if (variant == nullptr) {
        out_.Line(CamelCase(value.name()), ",");
        continue;
      }
      out_.Line(CamelCase(value.name()), " {");
      out_.Indent(4);
      FieldDecls(variant->field(), false, true);
      out_.Outdent(4);
      out_.Line("},");
    }
    out_.Comment("///", "A code that this version of the binding does not know.");
    out_.Line("Unknown {");
    out_.Line("    /// The code.");
    out_.Line("    ", tag.name(), ": u", StorageBits(tag), ",");
    out_.Line("},");
    out_.Outdent();
    out_.Line("}");
    out_.Line();
    out_.Line("impl ", record.name(), " {");
    out_.Indent();
    out_.Comment("///", "From what the hypervisor returned.");
    out_.Line("pub const fn decode(word: u64) -> Self {");
    out_.Indent();
    out_.Line("match ", Extract(tag), " {");
    out_.Indent();
    for (const ir::EnumValue& value : tags.value()) Arm(record, value);
    out_.Line(tag.name(), " => Self::Unknown { ", tag.name(), " },");
    out_.Outdent();
    out_.Line("}");
    out_.Outdent();
    out_.Line("}");
    out_.Outdent();
    out_.Line("}");
  }

 private:
  // The decoding of one value of the tag.
  void Arm(const ir::Record& record, const ir::EnumValue& value) {
    const ir::Variant* variant = VariantOn(record, value.name());
    const std::string head = absl::StrCat(value.number(), " => Self::", CamelCase(value.name()));
    if (variant == nullptr) return out_.Line(head, ",");
    // rustfmt puts a structure's fields of up to 18 columns on one line.
    const std::string first =
        absl::StrCat(variant->field(0).name(), ": ", FieldExtract(variant->field(0)));
    if (variant->field_size() == 1 && first.size() <= 18) {
      return out_.Line(head, " { ", first, " },");
    }
    out_.Line(head, " {");
    out_.Indent();
    for (const ir::Field& field : variant->field()) {
      out_.Lines(absl::StrCat(field.name(), ": ", FieldExtract(field), ","));
    }
    out_.Outdent();
    out_.Line("},");
  }

  // The field's bits of `word`, as the thing itself.
  static std::string Extract(const ir::Field& field) {
    std::string bits = field.lsb() == 0 ? "word" : absl::StrCat("(word >> ", field.lsb(), ")");
    if (field.msb() != 63 && BitsOf(field) != StorageBits(field)) {
      bits = absl::StrCat("(", bits, " & ", Mask(BitsOf(field)), ")");
    }
    // Bits above the field's go with the narrower type.
    if (StorageBits(field) != 64) bits = absl::StrCat(bits, " as u", StorageBits(field));
    const std::string integer = RustInteger(field);
    if (integer != absl::StrCat("u", StorageBits(field)))
      bits = absl::StrCat(bits, " as ", integer);
    if (RustNewType(field.kind()).empty()) {
      const bool wrapped = bits.front() == '(' && bits.back() == ')';
      return wrapped ? bits.substr(1, bits.size() - 2) : bits;
    }
    return absl::StrCat(RustType(field), "(", bits, ")");
  }

  std::string FieldExtract(const ir::Field& field) const {
    if (field.none().empty()) return Extract(field);
    return absl::StrCat("match ", Extract(field), " {\n    ", field.none(), " => None,\n    ",
                        field.name(), " => Some(", field.name(), "),\n}");
  }

  void FieldDecls(const google::protobuf::RepeatedPtrField<ir::Field>& fields, bool is_public,
                  bool optional) {
    for (const ir::Field& field : fields) {
      out_.Comment("///", FieldDoc(abi_, field, Language::kRust));
      out_.Line(is_public ? "pub " : "", field.name(), ": ",
                optional ? FieldType(field) : RustType(field), ",");
    }
  }

  void Comment(absl::string_view text) { out_.Comment("///", Doc(abi_, text, Language::kRust)); }

  const ir::Abi& abi_;
  Writer& out_;
};

}  // namespace

absl::string_view RustNewType(ir::Kind kind) {
  switch (kind) {
    case ir::KIND_VM:
      return "VmId";
    case ir::KIND_VCPU:
      return "VcpuIndex";
    case ir::KIND_INTID:
      return "Intid";
    case ir::KIND_IPA:
      return "Ipa";
    default:
      return "";
  }
}

std::string RustType(const ir::Field& field) {
  if (field.type() == ir::TYPE_ENUM) return field.enumeration();
  if (field.kind() == ir::KIND_BOOL) return "bool";
  if (field.kind() == ir::KIND_UNIT) return "()";
  const absl::string_view type = RustNewType(field.kind());
  return type.empty() ? absl::StrCat("u", StorageBits(field)) : std::string(type);
}

std::string RustInteger(const ir::Field& field) {
  if (field.kind() == ir::KIND_IPA) return "u64";
  return RustNewType(field.kind()).empty() ? absl::StrCat("u", StorageBits(field)) : "u32";
}

void RustWord(const ir::Abi& abi, const ir::Record& record, Writer& out) {
  RustWords words(abi, out);
  record.has_tag() ? words.Tagged(record) : words.Word(record);
}

}  // namespace hf::idl
