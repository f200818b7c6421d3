// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See alphabet.h.

#include "abi/engine/alphabet.h"

#include <algorithm>
#include <set>

#include "abi/compiler/names.h"
#include "abi/compiler/resolve.h"
#include "abi/engine/bits.h"

namespace hf::engine {
namespace {

constexpr uint64_t kIntid = 5;
constexpr uint64_t kTimerIntid = 3;
constexpr uint64_t kNoIntid = 64;
constexpr uint64_t kSize = 8;

using Values = std::vector<uint64_t>;

void AddUnlessThere(Values& values, uint64_t value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

// Constants that an argument is compared with, and their neighbours, so far as they fit the field.
void AddAround(const ir::Expr& expr, const ir::Field& field, Values& values) {
  for (const ir::Expr& arg : expr.arg()) AddAround(arg, field, values);
  if (expr.op() < ir::Expr::EQ || expr.op() > ir::Expr::GE) return;
  for (int i = 0; i < 2; ++i) {
    const ir::Expr& argument = expr.arg(i);
    const ir::Expr& other = expr.arg(1 - i);
    if (argument.op() != ir::Expr::ARGUMENT || argument.name() != field.name()) continue;
    if (other.op() != ir::Expr::NUMBER && other.op() != ir::Expr::CONSTANT) continue;
    const auto constant = static_cast<uint64_t>(other.number());
    for (const uint64_t value : {constant, constant + 1, constant - 1}) {
      if ((value & FieldMask(field)) == value) AddUnlessThere(values, value);
    }
  }
}

class Arguments {
 public:
  Arguments(const ir::Abi& abi, const Shape& shape, uint32_t of, Amount amount)
      : abi_(abi), shape_(shape), of_(of), many_(amount == Amount::kMany) {}

  void Of(const ir::Call& call, std::vector<Stimulus>& stimuli) {
    const ir::Record* record = call.args().empty() ? nullptr : idl::FindRecord(abi_, call.args());
    std::vector<Choice> choices;
    for (int i = 0; record != nullptr && i < record->field_size(); ++i) {
      const ir::Field& field = record->field(i);
      Choice& choice = choices.emplace_back();
      choice.values = ValuesOf(call, field, Before(*record, i), false);
      choice.few = choice.values.size();
      if (!many_) continue;
      for (const uint64_t value : ValuesOf(call, field, Before(*record, i), true)) {
        AddUnlessThere(choice.values, value);
      }
    }
    Args args = {};
    Combine(call, record, choices, 0, false, args, stimuli);
  }

 private:
  // The values of an argument; after the first few come odd ones.
  struct Choice {
    Values values;
    size_t few = 0;
  };

  // How many arguments of the same kind come before.
  static uint32_t Before(const ir::Record& record, int index) {
    uint32_t before = 0;
    for (int i = 0; i < index; ++i) before += record.field(i).kind() == record.field(index).kind();
    return before;
  }

  Values ValuesOf(const ir::Call& call, const ir::Field& field, uint32_t before, bool many) const {
    Values values;
    const auto vms = static_cast<uint32_t>(shape_.vcpus.size() + 1);
    if (field.type() == ir::TYPE_ENUM) {
      uint64_t other = 0;
      for (const ir::EnumValue& value : idl::FindEnum(abi_, field.enumeration())->value()) {
        values.push_back(value.number());
        other = std::max<uint64_t>(other, value.number() + 1);
      }
      if (many) values.push_back(other);
      return values;
    }
    switch (field.type() == ir::TYPE_BOOL ? ir::KIND_BOOL : field.kind()) {
      case ir::KIND_BOOL:
        values = {0, 1};
        break;
      case ir::KIND_VM:
        for (uint32_t vm = 0; vm < vms; ++vm) values.push_back(vm);
        if (many) values.push_back(vms);
        break;
      case ir::KIND_VCPU: {
        const uint32_t most = *std::max_element(shape_.vcpus.begin(), shape_.vcpus.end());
        for (uint32_t vcpu = 0; vcpu < most; ++vcpu) values.push_back(vcpu);
        if (many) values.push_back(kMostVcpus);
        break;
      }
      case ir::KIND_INTID:
        values = {kIntid, kTimerIntid};
        if (many) values.push_back(kNoIntid);
        break;
      case ir::KIND_IPA:
        values = Pages(call, before, many);
        break;
      default:
        values = {HasIpa(call) ? kPageSize : kSize};
        if (many && HasIpa(call)) values = {kPageSize, 0, 2 * kPageSize, 1};
        break;
    }
    for (const ir::Row& row : call.row()) {
      if (many) AddAround(row.when(), field, values);
    }
    return values;
  }

  // Each argument has a page of its own to begin with: of the first two it is a mailbox.
  Values Pages(const ir::Call& call, uint32_t before, bool many) const {
    const bool range = Ranges(call);
    const uint32_t page = range ? 2 : before;
    if (!many) return {PageOf(of_, page)};
    const uint32_t other = of_ == 0 ? 1 : 0;
    Values values = {PageOf(of_, page), PageOf(of_, 2),        PageOf(of_, 1),
                     PageOf(of_, 0),    PageOf(of_, page) + 8, kDevicePage};
    if (range) values.push_back(PageOf(other, 2));
    Values unique;
    for (const uint64_t value : values) AddUnlessThere(unique, value);
    return unique;
  }

  // A call on a range of memory has an address and a size.
  bool Ranges(const ir::Call& call) const {
    const ir::Record& record = *idl::FindRecord(abi_, call.args());
    return HasIpa(call) && std::any_of(record.field().begin(), record.field().end(),
                                       [](const ir::Field& f) { return f.unit() == "bytes"; });
  }
  bool HasIpa(const ir::Call& call) const {
    const ir::Record& record = *idl::FindRecord(abi_, call.args());
    return std::any_of(record.field().begin(), record.field().end(),
                       [](const ir::Field& f) { return f.kind() == ir::KIND_IPA; });
  }

  // All of the first few values with one another, and with each odd one of a single argument.
  static void Combine(const ir::Call& call, const ir::Record* record,
                      const std::vector<Choice>& choices, size_t index, bool odd, Args& args,
                      std::vector<Stimulus>& stimuli) {
    if (index == choices.size() || index == kMostArgs) {
      stimuli.push_back({.x = Encode(call.number(), record, args)});
      return;
    }
    const Choice& choice = choices[index];
    for (size_t i = 0; i < (odd ? choice.few : choice.values.size()); ++i) {
      args[index] = choice.values[i];
      Combine(call, record, choices, index + 1, odd || i >= choice.few, args, stimuli);
    }
  }

  const ir::Abi& abi_;
  const Shape& shape_;
  const uint32_t of_;
  const bool many_;
};

}  // namespace

std::vector<Stimulus> CallsOf(const ir::Abi& abi, const Shape& shape, uint32_t of, Amount amount,
                              const std::string& name) {
  std::vector<Stimulus> stimuli;
  Arguments arguments(abi, shape, of, amount);
  for (const ir::Call& call : abi.call()) {
    if (name.empty() || idl::SnakeCase(call.name()) == name) arguments.Of(call, stimuli);
  }
  return stimuli;
}

std::vector<Stimulus> EventsOf(const ir::Abi& abi, const std::string& name) {
  static const std::set<std::string> kBySelf = {"Loaded", "Leaves", "ReceiveEnds"};
  std::vector<Stimulus> stimuli;
  for (const ir::Event& event : abi.event()) {
    if (kBySelf.count(event.name()) > 0) continue;
    if (name.empty() || event.name() == name) {
      stimuli.push_back({.act = Act::kEvent, .event = event.name()});
    }
  }
  return stimuli;
}

std::vector<Stimulus> StepsFor(const ir::Abi& abi, const Shape& shape, uint32_t of, Topics topics) {
  std::vector<Stimulus> steps;
  const auto append = [&](const std::vector<Stimulus>& from) {
    steps.insert(steps.end(), from.begin(), from.end());
  };
  for (const ir::Call& call : abi.call()) {
    const std::string name = idl::SnakeCase(call.name());
    if (Concerns(abi, name, topics)) append(CallsOf(abi, shape, of, Amount::kFew, name));
  }
  for (const ir::Event& event : abi.event()) {
    if (Concerns(abi, event.name(), topics)) append(EventsOf(abi, event.name()));
  }
  if ((topics & kTimers) != 0) append(Circumstances());
  return steps;
}

std::vector<Stimulus> Circumstances() {
  return {{.act = Act::kSetTimer}, {.act = Act::kTimePasses}};
}

}  // namespace hf::engine
