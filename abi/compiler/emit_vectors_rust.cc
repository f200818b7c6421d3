// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the vectors call, for the Rust crate: see emit_vectors.h. Compiling it checks sizes and
// constants.

#include "abi/compiler/emit.h"
#include "abi/compiler/emit_rust.h"
#include "abi/compiler/emit_vectors.h"
#include "abi/compiler/names.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

class VectorsRust : public VectorEmitter {
 public:
  explicit VectorsRust(const ir::Abi& abi) : VectorEmitter(abi, Writer(4)) {}

  std::string Emit() {
    FileHead(abi_, "What the test vectors call, for the Rust crate.", out_);
    out_.Line("use crate::check::*;");
    out_.Line("use hafnia::*;");
    out_.Line();
    out_.Line("#[rustfmt::skip]");
    out_.Line("const _: () = {");
    out_.Indent();
    Constants();
    out_.Outdent();
    out_.Line("};");
    Functions();
    out_.Line();
    out_.Line("/// Runs all vectors.");
    out_.Line("#[rustfmt::skip]");
    out_.Line("pub fn run_all() {");
    out_.Line("    include!(\"vectors.inc\")");
    out_.Line("}");
    return out_.text();
  }

  // A function for each call, that makes it.
  std::string EmitCallers() {
    FileHead(abi_, "Makes calls by the Rust crate.", out_);
    Callers();
    return out_.text();
  }

 private:
  void Assert(absl::string_view what, uint64_t value) {
    out_.Line("assert!(", what, " == ", value, ");");
  }

  void Constants() {
    for (absl::string_view type : {"VmId", "VcpuIndex", "Intid"}) {
      Assert(absl::StrCat("size_of::<", type, ">()"), 4);
    }
    Assert("size_of::<Ipa>()", 8);
    for (const ir::Constant& constant : abi_.constant()) {
      if (constant.hypervisor_only()) continue;
      Assert(absl::StrCat(constant.name(), RustNewType(constant.kind()).empty() ? "" : ".0"),
             constant.value());
    }
    for (const ir::Call& call : abi_.call()) {
      Assert(absl::StrCat("number::", UpperSnakeCase(call.name())), call.number());
    }
    for (const ir::Enum& enumeration : abi_.enumeration()) {
      if (!enumeration.in_interface() || IsTag(abi_, enumeration)) continue;
      Assert(absl::StrCat("size_of::<", enumeration.name(), ">()"), 4);
      for (const ir::EnumValue& value : enumeration.value()) {
        Assert(absl::StrCat(enumeration.name(), "::", CamelCase(value.name()), " as u64"),
               value.number());
      }
    }
    for (const ir::Record& record : abi_.record()) {
      if (!record.word() || IsScalar(record) || record.has_tag()) continue;
      Assert(absl::StrCat("size_of::<", record.name(), ">()"), LayoutOf(record.field()).size);
    }
  }

  void Begin(const VectorCheck& check) override {
    out_.Line("#[rustfmt::skip]");
    out_.Line("fn ", check.name, "(", absl::StrJoin(Parameters(check, "", ": u64"), ", "), ") {");
    out_.Indent();
    out_.Line("begin(c\"", check.name, "\");");
  }

  void Unknown(const ir::Record& record) override {
    const ir::Field& tag = record.field(static_cast<int>(record.tag()));
    out_.Line("match ", record.name(), "::decode(word) {");
    out_.Line("    ", record.name(), "::Unknown { ", tag.name(),
              ": got } => equal(code, got.raw()),");
    out_.Line("    _ => equal(1, 0),");
    out_.Line("}");
  }

  void Word(const VectorCheck& check) override {
    const std::string& type = check.record->name();
    const ir::Field* none = check.value == nullptr ? NoneField(*check.record) : nullptr;
    std::vector<std::string> bindings;
    for (const ir::Field& field : *check.fields) {
      bindings.push_back(absl::StrCat(field.name(), ": got_", field.name()));
    }
    std::string pattern =
        check.value == nullptr ? type : absl::StrCat(type, "::", CamelCase(check.value->name()));
    if (!bindings.empty()) absl::StrAppend(&pattern, " { ", absl::StrJoin(bindings, ", "), " }");
    if (none != nullptr) pattern = absl::StrCat("Some(", pattern, ")");
    out_.Line("for bits in [word, word | junk] {");
    out_.Indent();
    out_.Line("match ", type, "::decode(bits) {");
    out_.Indent();
    out_.Line(pattern, " => {");
    out_.Indent();
    if (none != nullptr) {
      out_.Line("equal(1, (", none->name(), " != ", none->none(), ".raw()).raw());");
    }
    for (const ir::Field& field : *check.fields) {
      const std::string got = absl::StrCat("got_", field.name());
      if (&field == none || field.none().empty()) {
        out_.Line("equal(", field.name(), ", ", got, ".raw());");
      } else {
        out_.Line("optional(", field.none(), ".raw(), ", field.name(), ", ", got, ");");
      }
    }
    out_.Outdent();
    out_.Line("}");
    if (none != nullptr) out_.Line("None => equal(", none->none(), ".raw(), ", none->name(), "),");
    if (check.value != nullptr) out_.Line("_ => equal(1, 0),");
    out_.Outdent();
    out_.Line("}");
    out_.Outdent();
    out_.Line("}");
  }

  std::string Argument(const ir::Field& field) const {
    if (field.type() == ir::TYPE_ENUM) {
      std::vector<std::string> arms;
      const ir::Enum& values = EnumOf(abi_, field.enumeration());
      for (int i = 1; i < values.value_size(); ++i) {
        arms.push_back(absl::StrCat(values.value(i).number(), " => ", values.name(),
                                    "::", CamelCase(values.value(i).name())));
      }
      arms.push_back(absl::StrCat("_ => ", values.name(), "::", CamelCase(values.value(0).name())));
      return absl::StrCat("match ", field.name(), " { ", absl::StrJoin(arms, ", "), " }");
    }
    if (field.kind() == ir::KIND_BOOL) return absl::StrCat(field.name(), " != 0");
    const std::string integer = RustInteger(field);
    std::string value =
        integer == "u64" ? field.name() : absl::StrCat(field.name(), " as ", integer);
    if (RustNewType(field.kind()).empty()) return value;
    return absl::StrCat(RustType(field), "(", value, ")");
  }

  // The expression that makes the call; the recorder touches no memory, so that it is safe.
  static std::string Call(const VectorCheck& check, const std::vector<std::string>& values) {
    const std::string call = absl::StrCat("Hypervisor(&recorder).", SnakeCase(check.call->name()),
                                          "(", absl::StrJoin(values, ", "), ")");
    return check.call->has_memory() ? absl::StrCat("unsafe { ", call, " }") : call;
  }

  void Arguments(const VectorCheck& check) override {
    std::vector<std::string> values;
    for (const ir::Field& field : *check.fields) values.push_back(Argument(field));
    out_.Line("let recorder = Recorder::new(0);");
    out_.Line("let _ = ", Call(check, values), ";");
    out_.Line("registers([x0, x1, x2, x3], &recorder);");
  }

  void Result(const VectorCheck& check) override {
    std::vector<std::string> zeros;
    for (const ir::Field& field : *check.fields) {
      if (field.type() == ir::TYPE_ENUM) {
        zeros.push_back(absl::StrCat(field.enumeration(), "::",
                                     CamelCase(EnumOf(abi_, field.enumeration()).value(0).name())));
      } else if (field.kind() == ir::KIND_BOOL) {
        zeros.push_back("false");
      } else {
        const absl::string_view type = RustNewType(field.kind());
        zeros.push_back(type.empty() ? "0" : absl::StrCat(type, "(0)"));
      }
    }
    out_.Line("let recorder = Recorder::new(answer);");
    out_.Line("let result = ", Call(check, zeros), ";");
    out_.Line("equal_outcome((ok, some, value), result.outcome());");
  }
};

}  // namespace

std::string EmitVectorsRust(const ir::Abi& abi) { return VectorsRust(abi).Emit(); }

std::string EmitCallersRust(const ir::Abi& abi) { return VectorsRust(abi).EmitCallers(); }

}  // namespace hf::idl
