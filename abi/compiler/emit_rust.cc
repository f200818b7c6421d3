// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// lib.rs of the Rust crate. See emit.h.

#include "abi/compiler/emit_rust.h"
#include "abi/compiler/emit.h"
#include "abi/compiler/names.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

// What does not depend on the IDL.
constexpr absl::string_view kHead = R"rust(#![no_std]

mod base;
mod mailbox;

pub use base::*;
pub use mailbox::*;
)rust";

class Rust {
 public:
  explicit Rust(const ir::Abi& abi) : abi_(abi) {}

  std::string Emit() {
    out_.Line("// SPDX-FileCopyrightText: 2026 The Hafnia Authors");
    out_.Line("// SPDX-License-Identifier: Apache-2.0");
    out_.Line("//");
    out_.Line("// Generated from ", abi_.source(), "; do not edit.");
    out_.Line();
    out_.Comment(
        "//!",
        "The hypercall ABI for guests in Rust: [`Hypervisor`] has a method for each call. "
        "Codes are enums with data, errors are `Err`, and what may be none is an `Option`.");
    out_.Line();
    out_.Raw(kHead);
    for (const ir::Constant& constant : abi_.constant()) Constant(constant);
    out_.Line();
    out_.Comment("///", "The numbers of the calls, in x0.");
    out_.Line("pub mod number {");
    out_.Indent();
    for (const ir::Call& call : abi_.call()) {
      out_.Line("/// See [`Hypervisor::", SnakeCase(call.name()),
                "`](crate::Hypervisor::", SnakeCase(call.name()), ").");
      out_.Line("pub const ", UpperSnakeCase(call.name()), ": u64 = 0x", absl::Hex(call.number()),
                ";");
    }
    out_.Outdent();
    out_.Line("}");
    for (const ir::Enum& enumeration : abi_.enumeration()) {
      if (enumeration.in_interface() && !IsTag(abi_, enumeration)) Enum(enumeration);
    }
    for (const ir::Record& record : abi_.record()) {
      if (!record.word() || IsScalar(record)) continue;
      RustWord(abi_, record, out_);
    }
    out_.Line();
    out_.Line("impl<C: HvcCall> Hypervisor<C> {");
    out_.Indent();
    bool first = true;
    for (const ir::Call& call : abi_.call()) {
      if (!first) out_.Line();
      first = false;
      Method(call);
    }
    out_.Outdent();
    out_.Line("}");
    return out_.text();
  }

 private:
  void Comment(absl::string_view text) { out_.Comment("///", Doc(abi_, text, Language::kRust)); }

  void Constant(const ir::Constant& constant) {
    if (constant.hypervisor_only()) return;
    out_.Line();
    Comment(constant.doc());
    const absl::string_view type = RustNewType(constant.kind());
    const std::string value = Literal(constant.value());
    if (type.empty()) {
      out_.Line("pub const ", constant.name(), ": u", constant.bits(), " = ", value, ";");
    } else {
      out_.Line("pub const ", constant.name(), ": ", type, " = ", type, "(", value, ");");
    }
  }

  void Enum(const ir::Enum& enumeration) {
    out_.Line();
    Comment(enumeration.doc());
    out_.Line("#[derive(Clone, Copy, Debug, Eq, PartialEq)]");
    out_.Line("#[repr(u32)]");
    out_.Line("pub enum ", enumeration.name(), " {");
    out_.Indent();
    for (const ir::EnumValue& value : enumeration.value()) {
      Comment(value.doc());
      out_.Line(CamelCase(value.name()), " = ", value.number(), ",");
    }
    out_.Outdent();
    out_.Line("}");
  }

  // What goes into register `x`.
  std::string Register(const ir::Call& call, uint32_t x) const {
    std::vector<std::string> terms;
    if (!call.args().empty()) {
      for (const ir::Field& field : RecordOf(abi_, call.args()).field()) {
        if (field.x() == x) terms.push_back(Insert(field));
      }
    }
    return terms.empty() ? "0" : absl::StrJoin(terms, " | ");
  }

  static std::string Insert(const ir::Field& field) {
    std::string value = field.name();
    if (!RustNewType(field.kind()).empty()) absl::StrAppend(&value, ".0");
    if (field.type() == ir::TYPE_ENUM) {
      absl::StrAppend(&value, " as u64");
    } else if (RustInteger(field) != "u64" || field.type() == ir::TYPE_BOOL) {
      value = absl::StrCat("u64::from(", value, ")");
    }
    if (field.lsb() == 0) return value;
    return absl::StrCat("(", value, " << ", field.lsb(), ")");
  }

  void Method(const ir::Call& call) {
    const ResultShape shape = ShapeOf(abi_, call);
    Comment(absl::StrCat(call.doc(), shape.fallible ? " Here -1 is `Err`." : ""));
    std::vector<std::string> parameters = {"&self"};
    if (!call.args().empty()) {
      out_.Line("///");
      for (const ir::Field& field : RecordOf(abi_, call.args()).field()) {
        parameters.push_back(absl::StrCat(field.name(), ": ", RustType(field)));
        out_.Comment("///", absl::StrCat("* `", field.name(),
                                         "`: ", FieldDoc(abi_, field, Language::kRust)));
      }
    }
    std::string type = shape.record != nullptr ? shape.record->name() : RustType(*shape.field);
    if (shape.optional) type = absl::StrCat("Option<", type, ">");
    if (shape.fallible) type = absl::StrCat("Result<", type, ">");
    const std::string arrow = type == "()" ? "" : absl::StrCat(" -> ", type);
    if (call.has_memory()) {
      out_.Line("///");
      out_.Line("/// # Safety");
      out_.Line("///");
      Comment(absl::StrCat("The caller answers for what happens to memory. ", call.memory(),
                           " No reference may be in the way of that."));
    }
    const std::string name =
        absl::StrCat(call.has_memory() ? "pub unsafe fn " : "pub fn ", SnakeCase(call.name()), "(");
    const std::string head = absl::StrCat(name, absl::StrJoin(parameters, ", "), ")", arrow, " {");
    if (head.size() + 4 <= Writer::kColumns) {
      out_.Line(head);
    } else {
      out_.Line(name);
      for (const std::string& parameter : parameters) out_.Line("    ", parameter, ",");
      out_.Line(")", arrow, " {");
    }
    out_.Indent();
    const std::vector<std::string> values = {absl::StrCat("number::", UpperSnakeCase(call.name())),
                                             Register(call, 1), Register(call, 2),
                                             Register(call, 3)};
    Body(shape, values);
    out_.Outdent();
    out_.Line("}");
  }

  void Body(const ResultShape& shape, const std::vector<std::string>& values) {
    const bool is_void =
        shape.field != nullptr && shape.field->kind() == ir::KIND_UNIT && !shape.fallible;
    const bool is_number =
        shape.field != nullptr && !shape.optional && shape.field->kind() == ir::KIND_NUMBER;
    if (is_void || (is_number && !shape.fallible)) {
      return Invocation("self.call(", values, is_void ? ");" : ")");
    }
    Invocation("let word = self.call(", values, ");");
    if (is_number) return out_.Line("check(word)");
    if (shape.record != nullptr) return out_.Line(shape.record->name(), "::decode(word)");
    const ir::Field& field = *shape.field;
    if (field.kind() == ir::KIND_UNIT) return out_.Line("check(word).map(drop)");
    if (shape.fallible) out_.Line("let word = check(word)?;");
    std::string value = "word";
    if (field.kind() == ir::KIND_BOOL) value = "word != 0";
    if (!RustNewType(field.kind()).empty()) {
      value =
          absl::StrCat(RustType(field), "(word", RustInteger(field) == "u64" ? "" : " as u32", ")");
    }
    if (shape.optional) {
      out_.Line("let ", field.name(), " = ", value, ";");
      value =
          absl::StrCat("(", field.name(), " != ", field.none(), ").then_some(", field.name(), ")");
    }
    out_.Line(shape.fallible ? absl::StrCat("Ok(", value, ")") : value);
  }

  // rustfmt puts arguments of more than 60 columns each on a line of its own.
  void Invocation(absl::string_view head, const std::vector<std::string>& values,
                  absl::string_view tail) {
    const std::string joined = absl::StrJoin(values, ", ");
    if (joined.size() <= 60) return out_.Line(head, joined, tail);
    out_.Line(head);
    for (const std::string& value : values) out_.Line("    ", value, ",");
    out_.Line(tail);
  }

  const ir::Abi& abi_;
  Writer out_{4};
};

}  // namespace

std::string EmitRust(const ir::Abi& abi) { return Rust(abi).Emit(); }

}  // namespace hf::idl
