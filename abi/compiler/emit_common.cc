// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What emitters share. See emit.h.

#include <algorithm>
#include <map>

#include "abi/compiler/emit.h"
#include "abi/compiler/names.h"
#include "abi/compiler/resolve.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace hf::idl {
namespace {

std::string ConstantName(absl::string_view name, Language language) {
  switch (language) {
    case Language::kC:
      return absl::StrCat("HF_", name);
    case Language::kCc:
      return absl::StrCat("k", CamelCase(name));
    case Language::kRust:
      return absl::StrCat("[`", name, "`]");
    case Language::kMarkdown:
      return absl::StrCat("`", name, "`");
  }
  return "";
}

std::string ValueName(const ir::Enum& enumeration, absl::string_view name, Language language) {
  switch (language) {
    case Language::kC:
      return absl::StrCat("HF_", enumeration.prefix(), name);
    case Language::kCc:
      return absl::StrCat("k", CamelCase(name));
    case Language::kRust:
      return absl::StrCat("`", CamelCase(name), "`");
    case Language::kMarkdown:
      return absl::StrCat("`", name, "`");
  }
  return "";
}

std::string CallName(const ir::Call& call, Language language) {
  switch (language) {
    case Language::kC:
      return absl::StrCat("hf_", SnakeCase(call.name()), "()");
    case Language::kCc:
      return absl::StrCat(call.name(), "()");
    case Language::kRust:
      return absl::StrCat("`", SnakeCase(call.name()), "`");
    case Language::kMarkdown:
      return absl::StrCat("[`", SnakeCase(call.name()), "`](#", SnakeCase(call.name()), ")");
  }
  return "";
}

}  // namespace

void FileHead(const ir::Abi& abi, absl::string_view purpose, Writer& out) {
  out.Line("// SPDX-FileCopyrightText: 2026 The Hafnia Authors");
  out.Line("// SPDX-License-Identifier: Apache-2.0");
  out.Line("//");
  out.Line("// Generated from ", abi.source(), "; do not edit.");
  out.Line("//");
  out.Comment("//", purpose);
  out.Line();
}

std::string Doc(const ir::Abi& abi, absl::string_view text, Language language) {
  // Names of one word only are taken for what they may be in English: states are not replaced, and
  // run codes only because they are written in capitals.
  std::map<std::string, std::string, std::less<>> names;
  for (const ir::Enum& enumeration : abi.enumeration()) {
    if (!enumeration.in_interface()) continue;
    for (const ir::EnumValue& value : enumeration.value()) {
      names[value.name()] = ValueName(enumeration, value.name(), language);
    }
  }
  for (const ir::Constant& constant : abi.constant()) {
    names[constant.name()] = ConstantName(constant.name(), language);
  }
  for (const ir::Call& call : abi.call()) {
    names[SnakeCase(call.name())] = CallName(call, language);
  }
  std::string out;
  while (!text.empty()) {
    size_t length = 0;
    while (length < text.size() &&
           (absl::ascii_isalnum(static_cast<unsigned char>(text[length])) || text[length] == '_')) {
      ++length;
    }
    if (length == 0) {
      out += text[0];
      text.remove_prefix(1);
      continue;
    }
    const auto found = names.find(text.substr(0, length));
    absl::StrAppend(
        &out, found == names.end() ? text.substr(0, length) : absl::string_view(found->second));
    text.remove_prefix(length);
  }
  return out;
}

std::string FieldDoc(const ir::Abi& abi, const ir::Field& field, Language language) {
  std::string doc = Doc(abi, field.doc(), language);
  if (!field.unit().empty()) {
    if (!doc.empty() && doc.back() == '.') doc.pop_back();
    absl::StrAppend(&doc, ", in ", field.unit(), ".");
  }
  return doc;
}

std::string Literal(uint64_t value) {
  return value >= 0xfff0 ? absl::StrCat("0x", absl::Hex(value)) : absl::StrCat(value);
}

std::string Mask(uint32_t bits) {
  return absl::StrCat("0x", absl::Hex(bits >= 64 ? ~uint64_t{0} : (uint64_t{1} << bits) - 1));
}

uint32_t BitsOf(const ir::Field& field) { return field.msb() - field.lsb() + 1; }

uint32_t StorageBits(const ir::Field& field) {
  uint32_t bits = 8;
  while (bits < BitsOf(field)) bits *= 2;
  return bits;
}

uint32_t EnumBits(const ir::Abi& abi, const ir::Enum& enumeration) {
  uint32_t bits = 8;
  for (const ir::Record& record : abi.record()) {
    for (const ir::Field& field : record.field()) {
      if (field.enumeration() == enumeration.name()) bits = std::max(bits, StorageBits(field));
    }
  }
  return bits;
}

bool IsScalar(const ir::Record& record) { return !record.has_tag() && record.field_size() == 1; }

bool IsTag(const ir::Abi& abi, const ir::Enum& enumeration) {
  for (const ir::Record& record : abi.record()) {
    if (record.has_tag() &&
        record.field(static_cast<int>(record.tag())).enumeration() == enumeration.name()) {
      return true;
    }
  }
  return false;
}

const ir::Field* NoneField(const ir::Record& record) {
  for (const ir::Field& field : record.field()) {
    if (!field.none().empty()) return &field;
  }
  return nullptr;
}

ResultShape ShapeOf(const ir::Abi& abi, const ir::Call& call) {
  const ir::Record& record = RecordOf(abi, call.result());
  ResultShape shape;
  if (IsScalar(record)) {
    shape.field = &record.field(0);
  } else {
    shape.record = &record;
  }
  shape.optional = NoneField(record) != nullptr;
  // A call is fallible if one of its rows says so.
  for (const ir::Row& row : call.row()) {
    const bool number = row.result().op() == ir::Expr::NUMBER;
    if (number && row.result().number() < 0) shape.fallible = true;
  }
  return shape;
}

const ir::Record& RecordOf(const ir::Abi& abi, absl::string_view name) {
  return *FindRecord(abi, name);
}
const ir::Enum& EnumOf(const ir::Abi& abi, absl::string_view name) { return *FindEnum(abi, name); }

const ir::Variant* VariantOn(const ir::Record& record, absl::string_view value) {
  for (const ir::Variant& variant : record.variant()) {
    if (variant.on() == value) return &variant;
  }
  return nullptr;
}

}  // namespace hf::idl
