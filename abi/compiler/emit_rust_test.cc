// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The test of the Rust crate's codecs: assertions that the Rust compiler evaluates. There is no
// standard library for the target to run a test with. See emit.h.

#include "abi/compiler/emit.h"
#include "abi/compiler/emit_test_common.h"
#include "abi/compiler/names.h"
#include "abi/compiler/resolve.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

// A pattern that matches a value of a field, with the types of base.rs.
std::string Pattern(const ir::Abi& abi, const ir::Field& field, uint64_t value) {
  std::string pattern = Hex(value);
  switch (field.kind()) {
    case ir::KIND_VM:
      pattern = absl::StrCat("VmId(", pattern, ")");
      break;
    case ir::KIND_VCPU:
      pattern = absl::StrCat("VcpuIndex(", pattern, ")");
      break;
    case ir::KIND_INTID:
      pattern = absl::StrCat("Intid(", pattern, ")");
      break;
    default:
      break;
  }
  if (field.none().empty()) return pattern;
  return FindConstant(abi, field.none())->value() == value ? "None"
                                                           : absl::StrCat("Some(", pattern, ")");
}

void Assert(absl::string_view decoded, absl::string_view pattern, Writer& out) {
  const std::string line = absl::StrCat("assert!(matches!(", decoded, ", ", pattern, "));");
  if (line.size() + 4 <= Writer::kColumns) return out.Line(line);
  out.Line("assert!(matches!(");
  out.Line("    ", decoded, ",");
  out.Line("    ", pattern);
  out.Line("));");
}

void Tagged(const ir::Abi& abi, const ir::Record& record, Writer& out) {
  const ir::Field& tag = record.field(static_cast<int>(record.tag()));
  const ir::Enum& tags = EnumOf(abi, tag.enumeration());
  const auto decode = [&record](uint64_t word) {
    return absl::StrCat(record.name(), "::decode(", Hex(word), ")");
  };
  for (const ir::EnumValue& value : tags.value()) {
    const ir::Variant* variant = VariantOn(record, value.name());
    static const Fields kNone;
    const Fields& fields = variant == nullptr ? kNone : variant->field();
    const uint64_t unused = UnusedBits(fields, 0, FieldMask(tag));
    for (const Vector& vector : Vectors(fields, PlaceField(tag, value.number()))) {
      std::vector<std::string> patterns;
      for (int i = 0; i < fields.size(); ++i) {
        patterns.push_back(
            absl::StrCat(fields[i].name(), ": ",
                         Pattern(abi, fields[i], vector.values[static_cast<size_t>(i)])));
      }
      const std::string pattern = absl::StrCat(
          record.name(), "::", CamelCase(value.name()),
          patterns.empty() ? "" : absl::StrCat(" { ", absl::StrJoin(patterns, ", "), " }"));
      Assert(decode(vector.registers[0]), pattern, out);
      if (unused != 0) Assert(decode(vector.registers[0] | unused), pattern, out);
    }
  }
  for (uint64_t code : UnknownTags(tags, tag)) {
    Assert(decode(~FieldMask(tag) | PlaceField(tag, code)),
           absl::StrCat(record.name(), "::Unknown { ", tag.name(), ": ", Hex(code), " }"), out);
  }
}

void Word(const ir::Abi& abi, const ir::Record& record, Writer& out) {
  const ir::Field* none = NoneField(record);
  for (const Vector& vector : Vectors(record.field())) {
    std::vector<std::string> patterns;
    bool is_none = false;
    for (int i = 0; i < record.field_size(); ++i) {
      ir::Field field = record.field(i);
      const uint64_t value = vector.values[static_cast<size_t>(i)];
      if (&record.field(i) == none) {
        is_none = FindConstant(abi, field.none())->value() == value;
        field.clear_none();
      }
      patterns.push_back(absl::StrCat(field.name(), ": ", Pattern(abi, field, value)));
    }
    std::string pattern = absl::StrCat(record.name(), " { ", absl::StrJoin(patterns, ", "), " }");
    if (none != nullptr) pattern = is_none ? "None" : absl::StrCat("Some(", pattern, ")");
    Assert(absl::StrCat(record.name(), "::decode(", Hex(vector.registers[0]), ")"), pattern, out);
  }
}

}  // namespace

std::string EmitRustTest(const ir::Abi& abi) {
  Writer out(4);
  FileHead(
      abi,
      "Test vectors for the Rust crate: it compiles only if they hold. The numbers come from the "
      "bit positions in the IDL, not from the code under test.",
      out);
  out.Line("#![no_std]");
  out.Line();
  out.Line("use hafnia::*;");
  for (const ir::Record& record : abi.record()) {
    if (!record.word() || IsScalar(record)) continue;
    out.Line();
    out.Line("#[rustfmt::skip]");
    out.Line("const _: () = {");
    out.Indent();
    record.has_tag() ? Tagged(abi, record, out) : Word(abi, record, out);
    out.Outdent();
    out.Line("};");
  }
  return out.text();
}

}  // namespace hf::idl
