// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See words.h.

#include "abi/trace/words.h"

#include "abi/compiler/names.h"
#include "abi/trace/json.h"
#include "absl/strings/str_cat.h"

namespace hf::trace {
namespace {

using Registers = std::array<uint64_t, 4>;
using FieldList = google::protobuf::RepeatedPtrField<ir::Field>;

uint64_t Bits(const ir::Field& field, const Registers& x) {
  const unsigned width = field.msb() - field.lsb() + 1;
  const uint64_t mask = width == 64 ? ~uint64_t{0} : (uint64_t{1} << width) - 1;
  return (x[field.x()] >> field.lsb()) & mask;
}

Text Signed(uint64_t word) {
  const std::string text = absl::StrCat(static_cast<int64_t>(word));
  return {text, text};
}

Text Unknown(uint64_t value) {
  const std::string text = absl::StrCat("unknown ", value);
  return {text, JsonString(text)};
}

}  // namespace

Words::Words(const ir::Abi& abi) : abi_(abi) {
  for (const ir::Call& call : abi.call()) calls_[call.number()] = &call;
  for (const ir::Record& record : abi.record()) records_[record.name()] = &record;
  for (const ir::Constant& constant : abi.constant()) {
    constants_[constant.name()] = constant.value();
  }
  for (const ir::Enum& enumeration : abi.enumeration()) {
    auto& values = enums_[enumeration.name()];
    for (const ir::EnumValue& value : enumeration.value()) values[value.number()] = value.name();
  }
}

const ir::Call* Words::FindCall(uint64_t number) const {
  const auto call = calls_.find(number & abi_.id_mask());
  return call == calls_.end() ? nullptr : call->second;
}

const ir::Call* Words::FindCall(absl::string_view name) const {
  for (const ir::Call& call : abi_.call()) {
    if (idl::SnakeCase(call.name()) == name) return &call;
  }
  return nullptr;
}

CallText Words::Call(const Registers& x) const {
  const ir::Call* call = FindCall(x[0]);
  if (call == nullptr) {
    const std::string name = absl::StrCat("call 0x", absl::Hex(x[0]));
    return {name, name, "{}"};
  }
  Text fields = {.words = "", .json = "{}"};
  const auto record = records_.find(call->args());
  if (record != records_.end()) fields = Fields(record->second->field(), x);
  const std::string name = idl::SnakeCase(call->name());
  return {name, absl::StrCat(name, "(", fields.words, ")"), fields.json};
}

Text Words::Result(uint64_t number, uint64_t word) const {
  const ir::Call* call = FindCall(number);
  if (call == nullptr || word == static_cast<uint64_t>(abi_.unknown_result())) return Signed(word);
  return Word(call->result(), word);
}

Text Words::RunCode(uint64_t word) const {
  const ir::Call* call = FindCall("vcpu_run");
  return call == nullptr ? Signed(word) : Result(call->number(), word);
}

Text Words::Word(const std::string& name, uint64_t word) const {
  const ir::Record& record = *records_.at(name);
  const Registers x = {word, 0, 0, 0};
  if (!record.has_tag()) {
    return record.field_size() == 1 ? Value(record.field(0), x) : Fields(record.field(), x);
  }
  const ir::Field& tag = record.field(static_cast<int>(record.tag()));
  const std::string code = EnumName(tag.enumeration(), Bits(tag, x));
  if (code.empty()) return Unknown(Bits(tag, x));
  const std::string member = absl::StrCat("\"", tag.name(), "\":", JsonString(code));
  for (const ir::Variant& variant : record.variant()) {
    if (variant.on() != code) continue;
    const Text inner = Fields(variant.field(), x);
    return {absl::StrCat(code, "(", inner.words, ")"),
            absl::StrCat("{", member, ",", inner.json.substr(1))};
  }
  return {code, absl::StrCat("{", member, "}")};
}

Text Words::Fields(const FieldList& fields, const Registers& x) const {
  std::string words;
  JsonObject json;
  for (const ir::Field& field : fields) {
    const Text value = Value(field, x);
    absl::StrAppend(&words, words.empty() ? "" : ", ", field.name(), "=", value.words);
    json.Add(field.name(), value.json);
  }
  return {words, json.text()};
}

Text Words::Value(const ir::Field& field, const Registers& x) const {
  const uint64_t value = Bits(field, x);
  const auto none = constants_.find(field.none());
  if (none != constants_.end() && none->second == value) {
    return {field.none(), JsonString(field.none())};
  }
  Text text;
  if (field.type() == ir::TYPE_ENUM) {
    const std::string name = EnumName(field.enumeration(), value);
    text = name.empty() ? Unknown(value) : Text{name, JsonString(name)};
  } else if (field.type() == ir::TYPE_BOOL) {
    text.words = text.json = value != 0 ? "true" : "false";
  } else if (field.type() == ir::TYPE_SIGNED) {
    text = Signed(value);
  } else if (field.kind() == ir::KIND_IPA) {
    text = {absl::StrCat("0x", absl::Hex(value)), JsonHex(value)};
  } else {
    // What is more, many readers of JSON would round.
    constexpr uint64_t kExact = uint64_t{1} << 53;
    text = {absl::StrCat(value), value <= kExact ? absl::StrCat(value) : JsonHex(value)};
  }
  if (!field.unit().empty()) absl::StrAppend(&text.words, " ", field.unit());
  return text;
}

std::string Words::EnumName(const std::string& enumeration, uint64_t number) const {
  const auto& values = enums_.at(enumeration);
  const auto value = values.find(number);
  return value == values.end() ? "" : value->second;
}

}  // namespace hf::trace
