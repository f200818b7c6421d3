// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Numbers that calls can have; numbers and names that must not be used twice. See check.h.

#include <map>
#include <string>

#include "abi/compiler/check.h"
#include "abi/compiler/names.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace hf::idl {
namespace {

// The numbers of Hafnium's calls; the dispatch table is dense from the first to the last in use.
constexpr uint32_t kFirstNumber = 0xff00;
constexpr uint32_t kLastNumber = 0xffff;

// Names that share a space, and the line of each.
class Space {
 public:
  // `what` is what the names are: "fact".
  Space(absl::string_view what, Diagnostics& diagnostics)
      : what_(what), diagnostics_(diagnostics) {}

  // Returns false for a name that is there already.
  bool Add(absl::string_view name, const ir::Place& place) {
    const auto [entry, added] = lines_.emplace(name, place.line());
    if (added) return true;
    diagnostics_.Error(
        place, absl::StrCat(what_, " '", name, "' is used twice: see line ", entry->second));
    return false;
  }

  template <typename List>
  void AddAll(const List& list) {
    for (const auto& item : list) Add(item.name(), item.place());
  }

 private:
  std::string what_;
  Diagnostics& diagnostics_;
  std::map<std::string, int, std::less<>> lines_;
};

}  // namespace

void CheckNames(const ir::Abi& abi, Diagnostics& diagnostics) {
  std::map<uint32_t, const ir::Call*> numbers;
  for (const ir::Call& call : abi.call()) {
    const auto [entry, added] = numbers.emplace(call.number(), &call);
    if (!added) {
      diagnostics.Error(call.place(),
                        absl::StrCat("call ", call.name(), " has the number 0x",
                                     absl::Hex(call.number()), " of ", entry->second->name()));
    }
    if ((call.number() & abi.id_mask()) != call.number()) {
      diagnostics.Error(call.place(), absl::StrCat("call ", call.name(), " has the number 0x",
                                                   absl::Hex(call.number()),
                                                   ", with bits outside of the id mask"));
    } else if (call.number() < kFirstNumber || call.number() > kLastNumber) {
      diagnostics.Error(call.place(),
                        absl::StrCat("call ", call.name(), " has the number 0x",
                                     absl::Hex(call.number()), "; calls have 0x",
                                     absl::Hex(kFirstNumber), " to 0x", absl::Hex(kLastNumber)));
    }
    Space("row", diagnostics).AddAll(call.row());
  }
  for (const ir::Event& event : abi.event()) Space("row", diagnostics).AddAll(event.row());

  // In expressions.
  Space functions("name", diagnostics);
  functions.AddAll(abi.machine());
  functions.AddAll(abi.fact());
  Space("effect", diagnostics).AddAll(abi.effect());
  Space("invariant", diagnostics).AddAll(abi.invariant());
  // In C, all names are in one space.
  Space macros("C name", diagnostics);
  Space constants("name", diagnostics);
  constants.Add("PRIMARY", ir::Place());
  constants.Add("SECONDARY", ir::Place());
  for (const ir::Constant& constant : abi.constant()) {
    if (!constants.Add(constant.name(), constant.place())) continue;
    macros.Add(absl::StrCat("HF_", constant.name()), constant.place());
  }
  for (const ir::Enum& enumeration : abi.enumeration()) {
    Space("value", diagnostics).AddAll(enumeration.value());
    if (!enumeration.in_interface()) continue;
    for (const ir::EnumValue& value : enumeration.value()) {
      macros.Add(absl::StrCat("HF_", enumeration.prefix(), value.name()), value.place());
    }
  }
  for (const ir::Call& call : abi.call()) {
    macros.Add(absl::StrCat("HF_", UpperSnakeCase(call.name())), call.place());
  }
}

}  // namespace hf::idl
