// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See emit_vectors.h.

#include "abi/compiler/emit_vectors.h"

#include <algorithm>

#include "abi/compiler/emit.h"
#include "abi/compiler/emit_test_common.h"
#include "abi/compiler/names.h"
#include "abi/compiler/resolve.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

const Fields& NoFields() {
  static const Fields fields;
  return fields;
}

const Fields& ArgumentsOf(const ir::Abi& abi, const ir::Call& call) {
  return call.args().empty() ? NoFields() : RecordOf(abi, call.args()).field();
}

void AddNames(const Fields& fields, std::vector<std::string>& names) {
  for (const ir::Field& field : fields) names.push_back(field.name());
}

VectorCheck Word(const ir::Record& record, const ir::EnumValue* value) {
  VectorCheck check;
  check.name = SnakeCase(record.name());
  check.record = &record;
  check.fields = &record.field();
  uint64_t tag_bits = 0;
  uint64_t tag_mask = 0;
  if (value != nullptr) {
    const ir::Field& tag = record.field(static_cast<int>(record.tag()));
    tag_bits = PlaceField(tag, value->number());
    tag_mask = FieldMask(tag);
    check.name = absl::StrCat(check.name, "_", SnakeCase(CamelCase(value->name())));
    check.value = value;
    check.variant = VariantOn(record, value->name());
    check.fields = check.variant == nullptr ? &NoFields() : &check.variant->field();
  }
  check.parameters = {"word", "junk"};
  AddNames(*check.fields, check.parameters);
  const uint64_t junk = UnusedBits(*check.fields, 0, tag_mask);
  for (const Vector& vector : Vectors(*check.fields, tag_bits)) {
    std::vector<uint64_t> numbers = {vector.registers[0], junk};
    numbers.insert(numbers.end(), vector.values.begin(), vector.values.end());
    check.vectors.push_back(numbers);
  }
  return check;
}

VectorCheck Unknown(const ir::Abi& abi, const ir::Record& record) {
  const ir::Field& tag = record.field(static_cast<int>(record.tag()));
  VectorCheck check;
  check.kind = VectorCheck::Kind::kUnknown;
  check.name = absl::StrCat(SnakeCase(record.name()), "_unknown");
  check.record = &record;
  check.parameters = {"word", "code"};
  for (uint64_t code : UnknownTags(EnumOf(abi, tag.enumeration()), tag)) {
    check.vectors.push_back({PlaceField(tag, code), code});
    check.vectors.push_back({~FieldMask(tag) | PlaceField(tag, code), code});
  }
  return check;
}

// Languages without open enumerations can pass on only the values that there are.
Vector WithKnownEnums(const ir::Abi& abi, const Fields& fields, Vector vector) {
  for (int i = 0; i < fields.size(); ++i) {
    const ir::Field& field = fields[i];
    if (field.type() != ir::TYPE_ENUM) continue;
    const ir::Enum& values = EnumOf(abi, field.enumeration());
    uint64_t& value = vector.values[static_cast<size_t>(i)];
    vector.registers[field.x()] &= ~FieldMask(field);
    value =
        values.value(static_cast<int>(value % static_cast<uint64_t>(values.value_size()))).number();
    vector.registers[field.x()] |= PlaceField(field, value);
  }
  return vector;
}

VectorCheck Arguments(const ir::Abi& abi, const ir::Call& call) {
  VectorCheck check;
  check.kind = VectorCheck::Kind::kArguments;
  check.name = absl::StrCat("call_", SnakeCase(call.name()));
  check.call = &call;
  check.fields = &ArgumentsOf(abi, call);
  check.parameters = {"x0", "x1", "x2", "x3"};
  AddNames(*check.fields, check.parameters);
  for (const Vector& any : Vectors(*check.fields)) {
    const Vector vector = WithKnownEnums(abi, *check.fields, any);
    std::vector<uint64_t> numbers(vector.registers.begin(), vector.registers.end());
    numbers[0] = call.number();
    numbers.insert(numbers.end(), vector.values.begin(), vector.values.end());
    if (std::find(check.vectors.begin(), check.vectors.end(), numbers) == check.vectors.end()) {
      check.vectors.push_back(numbers);
    }
  }
  return check;
}

VectorCheck Result(const ir::Abi& abi, const ir::Call& call) {
  const ResultShape shape = ShapeOf(abi, call);
  const ir::Field& field = *shape.field;
  VectorCheck check;
  check.kind = VectorCheck::Kind::kResult;
  check.name = absl::StrCat("result_", SnakeCase(call.name()));
  check.call = &call;
  check.fields = &ArgumentsOf(abi, call);
  check.parameters = {"answer", "ok", "some", "value"};
  std::vector<uint64_t> answers = {0};
  if (field.kind() != ir::KIND_UNIT) answers.push_back(1);
  if (field.kind() != ir::KIND_UNIT && field.kind() != ir::KIND_BOOL) {
    for (uint64_t answer : {2, 0xfffe, 0xffff, 0x10000, 0x7fffffff}) answers.push_back(answer);
  }
  // Without a sign, all 32 bits count.
  if (field.type() != ir::TYPE_SIGNED) {
    for (uint64_t answer : {0x80000000, 0xfffffffe, 0xffffffff}) answers.push_back(answer);
  }
  if (shape.fallible) answers.push_back(~uint64_t{0});
  for (uint64_t answer : answers) {
    const bool ok = !shape.fallible || answer != ~uint64_t{0};
    const bool some = ok && (!shape.optional || answer != FindConstant(abi, field.none())->value());
    check.vectors.push_back({answer, ok, some, some ? answer : 0});
  }
  return check;
}

uint32_t RoundUp(uint32_t value, uint32_t to) { return (value + to - 1) / to * to; }

}  // namespace

std::vector<VectorCheck> VectorChecks(const ir::Abi& abi) {
  std::vector<VectorCheck> checks;
  for (const ir::Record& record : abi.record()) {
    if (!record.word() || IsScalar(record)) continue;
    if (!record.has_tag()) {
      checks.push_back(Word(record, nullptr));
      continue;
    }
    const ir::Field& tag = record.field(static_cast<int>(record.tag()));
    for (const ir::EnumValue& value : EnumOf(abi, tag.enumeration()).value()) {
      checks.push_back(Word(record, &value));
    }
    if (!Unknown(abi, record).vectors.empty()) checks.push_back(Unknown(abi, record));
  }
  for (const ir::Call& call : abi.call()) {
    checks.push_back(Arguments(abi, call));
    if (IsScalar(RecordOf(abi, call.result()))) checks.push_back(Result(abi, call));
  }
  return checks;
}

std::vector<std::string> VectorEmitter::Parameters(const VectorCheck& check,
                                                   absl::string_view before,
                                                   absl::string_view after) {
  std::vector<std::string> parameters;
  for (const std::string& name : check.parameters) {
    parameters.push_back(absl::StrCat(before, name, after));
  }
  return parameters;
}

void VectorEmitter::Function(const VectorCheck& check) {
  out_.Line();
  Begin(check);
  switch (check.kind) {
    case VectorCheck::Kind::kWord:
      Word(check);
      break;
    case VectorCheck::Kind::kUnknown:
      Unknown(*check.record);
      break;
    case VectorCheck::Kind::kArguments:
      Arguments(check);
      break;
    case VectorCheck::Kind::kResult:
      Result(check);
      break;
  }
  out_.Outdent();
  out_.Line("}");
}

void VectorEmitter::Functions() {
  for (const VectorCheck& check : VectorChecks(abi_)) Function(check);
}

void VectorEmitter::Callers() {
  for (const VectorCheck& check : VectorChecks(abi_)) {
    if (check.kind == VectorCheck::Kind::kArguments) Function(check);
  }
}

Layout LayoutOf(const Fields& fields) {
  Layout layout;
  for (const ir::Field& field : fields) {
    const uint32_t bytes = field.type() == ir::TYPE_ENUM ? 4 : StorageBits(field) / 8;
    layout.size = RoundUp(layout.size, bytes);
    layout.offsets.push_back(layout.size);
    layout.size += bytes;
    layout.alignment = std::max(layout.alignment, bytes);
  }
  layout.size = RoundUp(layout.size, layout.alignment);
  return layout;
}

Layout TaggedLayout(const ir::Record& record) {
  Layout layout;
  layout.alignment = 4;
  uint32_t payload = 0;
  for (const ir::Variant& variant : record.variant()) {
    const Layout of_variant = LayoutOf(variant.field());
    payload = std::max(payload, of_variant.size);
    layout.alignment = std::max(layout.alignment, of_variant.alignment);
  }
  layout.offsets = {0, RoundUp(4, layout.alignment)};
  layout.size = RoundUp(layout.offsets[1] + payload, layout.alignment);
  return layout;
}

std::string EmitVectors(const ir::Abi& abi) {
  Writer out(4);
  FileHead(abi,
           "Test vectors: each line is a test, of numbers that come from the bit positions in the "
           "IDL. This is a block of C, of C++ and of Rust, that //bindings/vectors includes in all "
           "three.",
           out);
  out.Line("{");
  for (const VectorCheck& check : VectorChecks(abi)) {
    for (const std::vector<uint64_t>& vector : check.vectors) {
      std::vector<std::string> numbers;
      for (uint64_t number : vector) numbers.push_back(Hex(number));
      out.Line("    ", check.name, "(", absl::StrJoin(numbers, ", "), ");");
    }
  }
  out.Line("}");
  return out.text();
}

}  // namespace hf::idl
