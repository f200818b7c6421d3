// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// hf/abi.h of the C binding: numbers of calls, codes, and results that are packed. See emit.h.

#include "abi/compiler/emit.h"
#include "abi/compiler/emit_c.h"
#include "abi/compiler/names.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

class CAbi {
 public:
  explicit CAbi(const ir::Abi& abi) : abi_(abi) {}

  std::string Emit() {
    FileHead(
        abi_,
        "The hypercall ABI for C11 and C++: the calls' numbers, the codes, and how results are "
        "packed into a register.",
        out_);
    out_.Line("#ifndef HF_ABI_H_");
    out_.Line("#define HF_ABI_H_");
    out_.Line();
    out_.Line("#include <hf/types.h>");
    out_.Line();
    out_.Comment("//", "The numbers of the calls, in x0.");
    for (const ir::Call& call : abi_.call()) {
      out_.Line("#define HF_", UpperSnakeCase(call.name()), " 0x", absl::Hex(call.number()));
    }
    for (const ir::Enum& enumeration : abi_.enumeration()) {
      if (enumeration.in_interface()) Enum(enumeration);
    }
    for (const ir::Record& record : abi_.record()) {
      if (record.word() && !IsScalar(record)) Word(record);
    }
    out_.Line();
    out_.Line("#endif  // HF_ABI_H_");
    return out_.text();
  }

 private:
  void Comment(absl::string_view text) { out_.Comment("///", Doc(abi_, text, Language::kC)); }

  void Enum(const ir::Enum& enumeration) {
    out_.Line();
    Comment(enumeration.doc());
    out_.Line("enum hf_", enumeration.c_name(), " HF_ENUM_TYPE {");
    out_.Indent();
    for (const ir::EnumValue& value : enumeration.value()) {
      Comment(value.doc());
      if (!value.scheduler().empty()) {
        out_.Line("///");
        Comment(absl::StrCat("Scheduler: ", value.scheduler()));
      }
      out_.Line("HF_", enumeration.prefix(), value.name(), " = ", value.number(), ",");
    }
    out_.Outdent();
    out_.Line("};");
  }

  void Fields(const google::protobuf::RepeatedPtrField<ir::Field>& fields) {
    for (const ir::Field& field : fields) {
      out_.Comment("///", FieldDoc(abi_, field, Language::kC));
      out_.Line(CFieldType(abi_, field), " ", field.name(), ";");
    }
  }

  // The structure of a payload: "vcpu_run_return" and "wake_up" make hf_vcpu_run_wake_up.
  static std::string PayloadName(const ir::Record& record, const ir::Variant& variant) {
    std::string name = SnakeCase(record.name());
    return absl::StrCat("hf_", name.substr(0, name.rfind('_')), "_", variant.field_name());
  }

  void Word(const ir::Record& record) {
    const std::string name = absl::StrCat("hf_", SnakeCase(record.name()));
    // Not inside the union: C++ has no types declared there.
    for (const ir::Variant& variant : record.variant()) {
      out_.Line();
      Comment(variant.doc());
      out_.Line("struct ", PayloadName(record, variant), " {");
      out_.Indent();
      Fields(variant.field());
      out_.Outdent();
      out_.Line("};");
    }
    out_.Line();
    Comment(record.doc());
    out_.Line("struct ", name, " {");
    out_.Indent();
    Fields(record.field());
    if (record.variant_size() > 0) {
      out_.Line("union {");
      for (const ir::Variant& variant : record.variant()) {
        out_.Line("  struct ", PayloadName(record, variant), " ", variant.field_name(), ";");
      }
      out_.Line("};");
    }
    out_.Outdent();
    out_.Line("};");
    Encode(record, name);
    Decode(record, name);
  }

  // The bits that the field has in the word; what does not fit is dropped.
  std::string Insert(const ir::Field& field, absl::string_view value) const {
    std::string bits = absl::StrCat("(uint64_t)", value);
    const bool fits = field.type() != ir::TYPE_ENUM && StorageBits(field) == BitsOf(field);
    if (!fits && field.msb() != 63) bits = absl::StrCat("(", bits, " & ", Mask(BitsOf(field)), ")");
    return field.lsb() == 0 ? bits : absl::StrCat("(", bits, " << ", field.lsb(), ")");
  }

  std::string Extract(const ir::Field& field) const {
    std::string bits = field.lsb() == 0 ? "word" : absl::StrCat("(word >> ", field.lsb(), ")");
    const bool cast_drops = field.type() != ir::TYPE_ENUM && StorageBits(field) == BitsOf(field);
    if (field.msb() != 63 && !cast_drops)
      bits = absl::StrCat("(", bits, " & ", Mask(BitsOf(field)), ")");
    const std::string type = CFieldType(abi_, field);
    if (type == "uint64_t") return bits.front() == '(' ? bits.substr(1, bits.size() - 2) : bits;
    return absl::StrCat("(", type, ")", bits);
  }

  void Encode(const ir::Record& record, absl::string_view name) {
    std::vector<std::string> terms;
    for (const ir::Field& field : record.field()) {
      terms.push_back(Insert(field, absl::StrCat("value.", field.name())));
    }
    out_.Line();
    out_.Comment("///", absl::StrCat("Packs a `struct ", name, "` as the hypervisor returns it."));
    out_.Line("static inline uint64_t ", name, "_encode(struct ", name, " value) {");
    if (!record.has_tag()) {
      out_.Line("  return ", absl::StrJoin(terms, " | "), ";");
      out_.EndFunction();
      return;
    }
    const ir::Field& tag = record.field(static_cast<int>(record.tag()));
    std::string word = absl::StrJoin(terms, " | ");
    if (terms.size() == 1 && word.front() == '(' && word.back() == ')') {
      word = word.substr(1, word.size() - 2);
    }
    out_.Line("  const uint64_t word = ", word, ";");
    out_.Line("  switch (value.", tag.name(), ") {");
    for (const ir::Variant& variant : record.variant()) {
      std::string word = "word";
      for (const ir::Field& field : variant.field()) {
        absl::StrAppend(
            &word, " | ",
            Insert(field, absl::StrCat("value.", variant.field_name(), ".", field.name())));
      }
      out_.Line("    case HF_", EnumOf(abi_, tag.enumeration()).prefix(), variant.on(), ":");
      out_.Line("      return ", word, ";");
    }
    out_.Line("    default:");
    out_.Line("      return word;");
    out_.Line("  }");
    out_.EndFunction();
  }

  void Decode(const ir::Record& record, absl::string_view name) {
    out_.Line();
    out_.Comment("///",
                 absl::StrCat("Unpacks what the hypervisor returned as a `struct ", name, "`.",
                              record.has_tag() ? " Without a payload, the payload is zero." : ""));
    out_.Line("static inline struct ", name, " ", name, "_decode(uint64_t word) {");
    out_.Line("  struct ", name, " value;");
    for (const ir::Field& field : record.field()) {
      out_.Line("  value.", field.name(), " = ", Extract(field), ";");
    }
    if (record.has_tag()) {
      const ir::Field& tag = record.field(static_cast<int>(record.tag()));
      out_.Line("  switch (value.", tag.name(), ") {");
      for (const ir::Variant& variant : record.variant()) {
        out_.Line("    case HF_", EnumOf(abi_, tag.enumeration()).prefix(), variant.on(), ":");
        for (const ir::Field& field : variant.field()) {
          out_.Line("      value.", variant.field_name(), ".", field.name(), " = ", Extract(field),
                    ";");
        }
        out_.Line("      break;");
      }
      out_.Line("    default:");
      for (const ir::Variant& variant : record.variant()) {
        for (const ir::Field& field : variant.field()) {
          out_.Line("      value.", variant.field_name(), ".", field.name(), " = 0;");
        }
      }
      out_.Line("      break;");
      out_.Line("  }");
    }
    out_.Line("  return value;");
    out_.EndFunction();
  }

  const ir::Abi& abi_;
  Writer out_;
};

}  // namespace

std::string CFieldType(const ir::Abi& abi, const ir::Field& field) {
  switch (field.type()) {
    case ir::TYPE_BOOL:
      return "bool";
    case ir::TYPE_ENUM:
      return absl::StrCat("enum hf_", EnumOf(abi, field.enumeration()).c_name());
    case ir::TYPE_SIGNED:
      return "int64_t";
    default:
      if (field.kind() == ir::KIND_IPA) return "hf_ipaddr_t";
      return absl::StrCat("uint", StorageBits(field), "_t");
  }
}

std::string EmitCAbi(const ir::Abi& abi) { return CAbi(abi).Emit(); }

}  // namespace hf::idl
