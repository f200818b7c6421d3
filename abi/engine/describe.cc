// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See alphabet.h: steps in words.

#include "abi/engine/alphabet.h"
#include "abi/engine/bits.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::engine {
namespace {

std::string Number(uint64_t number) {
  return number < 0x1000 ? absl::StrCat(number) : absl::StrCat("0x", absl::Hex(number));
}

std::string Value(const ir::Field& field, uint64_t value) {
  if (field.kind() != ir::KIND_IPA) return Number(value);
  if (value == kDevicePage) return "a device's page";
  if (value < kFirstPage || value > kDevicePage) return Number(value);
  const uint64_t page = (value - kFirstPage) / kPageSize;
  const uint64_t offset = value % kPageSize;
  const std::string name = absl::StrCat("page ", page % kPagesOfVm, " of VM ", page / kPagesOfVm);
  return offset == 0 ? name : absl::StrCat(name, " + ", offset);
}

std::string DescribeCall(const Program& program, const Registers& x) {
  const Behaviour* call = program.CallOf(x[0]);
  if (call == nullptr) {
    return absl::StrCat("call 0x", absl::Hex(x[0]), "(", Number(x[1]), ", ", Number(x[2]), ", ",
                        Number(x[3]), ")");
  }
  const Args args = Decode(call->args, x);
  std::string text = call->name + "(";
  for (int i = 0; call->args != nullptr && i < call->args->field_size(); ++i) {
    const ir::Field& field = call->args->field(i);
    absl::StrAppend(&text, i == 0 ? "" : ", ", field.name(), ": ",
                    Value(field, args[static_cast<size_t>(i)]));
  }
  return text + ")";
}

// "(vm_id: 1, size: 8)"
std::string Fields(const google::protobuf::RepeatedPtrField<ir::Field>& fields, uint64_t word) {
  std::string text;
  for (const ir::Field& field : fields) {
    absl::StrAppend(&text, text.empty() ? "(" : ", ", field.name(), ": ",
                    Number(Extract(field, word)));
  }
  return text + ")";
}

}  // namespace

std::string Describe(const Program& program, const Stimulus& stimulus) {
  switch (stimulus.act) {
    case Act::kCall:
      return DescribeCall(program, stimulus.x);
    case Act::kInterrupted:
      return DescribeCall(program, stimulus.x) + " with a physical interrupt pending";
    case Act::kEvent:
      return absl::StrCat("event ", stimulus.event);
    case Act::kSetTimer:
      return "sets its virtual timer ahead";
    case Act::kTimePasses:
      return "time passes, and timers expire";
    case Act::kNoTables:
      return "the memory for page tables is used up";
    case Act::kReadOnly:
      return absl::StrCat("page ", stimulus.x[1] % kPagesOfVm, " of VM ",
                          stimulus.x[1] / kPagesOfVm, " becomes read-only");
  }
  return "";
}

std::string DescribeResult(const Program& program, const Result& result) {
  if (!result.possible) return "cannot happen";
  if (result.undefined) return "nothing that the rows say";
  if (!result.returned) return "";
  const auto x0 = static_cast<int64_t>(result.x0);
  if (x0 < 0 && x0 > -0x1000) return absl::StrCat(x0);
  if (result.word == nullptr) return Number(result.x0);
  const ir::Enum* tags = program.TagOf(*result.word);
  if (tags == nullptr) {
    if (result.word->field_size() < 2) return Number(result.x0);
    return Fields(result.word->field(), result.x0);
  }
  const uint64_t tag = Extract(result.word->field(static_cast<int>(result.word->tag())), result.x0);
  for (const ir::EnumValue& value : tags->value()) {
    if (value.number() != tag) continue;
    for (const ir::Variant& variant : result.word->variant()) {
      if (variant.on() == value.name()) {
        return absl::StrCat(value.name(), Fields(variant.field(), result.x0));
      }
    }
    return value.name();
  }
  return Number(result.x0);
}

}  // namespace hf::engine
