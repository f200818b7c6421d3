// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See emit_test_common.h.

#include "abi/compiler/emit_test_common.h"

#include <algorithm>

#include "abi/compiler/emit.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {

std::string Hex(uint64_t value) { return absl::StrCat("0x", absl::Hex(value)); }

std::vector<uint32_t> RegistersOf(const Fields& fields) {
  std::vector<uint32_t> xs;
  for (uint32_t x = 0; x <= 3; ++x) {
    const bool used = std::any_of(fields.begin(), fields.end(),
                                  [x](const ir::Field& field) { return field.x() == x; });
    if (used) xs.push_back(x);
  }
  return xs;
}

void VectorTable(const Fields& fields, const std::vector<uint32_t>& xs, uint64_t fixed,
                 Writer& out) {
  out.Line("struct Vector {");
  for (const ir::Field& field : fields) {
    const bool is_bool = field.type() == ir::TYPE_BOOL;
    out.Line("  ", is_bool ? "bool" : absl::StrCat("uint", StorageBits(field), "_t"), " ",
             field.name(), ";");
  }
  for (uint32_t x : xs) out.Line("  uint64_t x", x, ";");
  out.Line("};");
  out.Line("constexpr Vector kVectors[] = {");
  for (const Vector& vector : Vectors(fields, fixed)) {
    std::vector<std::string> values;
    for (int i = 0; i < fields.size(); ++i) {
      const uint64_t value = vector.values[static_cast<size_t>(i)];
      const bool is_bool = fields[i].type() == ir::TYPE_BOOL;
      values.push_back(is_bool ? (value != 0 ? "true" : "false") : Hex(value));
    }
    for (uint32_t x : xs) values.push_back(Hex(vector.registers[x]));
    out.List("    {", values, "},");
  }
  out.Line("};");
}

void BeginVectors(Writer& out) {
  out.Line("for (const Vector& vector : kVectors) {");
  out.Indent();
}

void EndVectors(Writer& out) {
  out.Outdent();
  out.Line("}");
}

std::vector<uint64_t> UnknownTags(const ir::Enum& tags, const ir::Field& tag) {
  std::vector<uint64_t> unknown;
  const uint64_t max = FieldMask(tag) >> tag.lsb();
  uint64_t next = 0;
  for (const ir::EnumValue& value : tags.value())
    next = std::max<uint64_t>(next, value.number() + 1);
  for (uint64_t code : {next, (max >> 1) + 1, max}) {
    if (code >= next && code <= max) unknown.push_back(code);
  }
  return unknown;
}

}  // namespace hf::idl
