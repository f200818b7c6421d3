// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The head of the file, and what expressions are made of: constants, enumerations, state machines,
// facts, effects, invariants. See lower.h.

#include "abi/compiler/lower.h"

#include <utility>
#include <vector>

#include "abi/compiler/expr_parser.h"
#include "abi/compiler/names.h"
#include "abi/compiler/resolve.h"
#include "abi/idl/idl.pb.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace hf::idl {
namespace {

namespace pb = google::protobuf;

// The two Kind enumerations agree on what both have.
static_assert(static_cast<int>(BOOL) == static_cast<int>(ir::KIND_BOOL));
static_assert(static_cast<int>(UNIT) == static_cast<int>(ir::KIND_UNIT));

template <typename To>
void SetKinds(const pb::RepeatedField<int>& of, To* to) {
  for (int kind : of) to->add_of(static_cast<ir::Kind>(kind));
}

void LowerEnum(const Source& source, const pb::EnumDescriptor& descriptor, Diagnostics& diagnostics,
               ir::Abi& abi) {
  const auto options = Source::Options(descriptor);
  ir::Enum& out = *abi.add_enumeration();
  out.set_name(descriptor.name());
  out.set_doc(source.Comment(descriptor));
  *out.mutable_place() = source.Place(descriptor);
  const Enumeration& naming = options.GetExtension(enumeration);
  out.set_prefix(naming.prefix());
  out.set_c_name(naming.has_c_name() ? naming.c_name() : SnakeCase(descriptor.name()));
  out.set_in_interface(naming.in_interface());
  if (naming.open()) out.set_open(true);
  for (int i = 0; i < descriptor.value_count(); ++i) {
    const pb::EnumValueDescriptor& value = *descriptor.value(i);
    const auto value_options = Source::Options(value);
    ir::EnumValue& to = *out.add_value();
    *to.mutable_place() = source.Place(value);
    absl::string_view name = value.name();
    if (!absl::ConsumePrefix(&name, naming.prefix()) || name.empty()) {
      diagnostics.Error(to.place(),
                        absl::StrCat("'", value.name(), "' does not start with '", naming.prefix(),
                                     "', the prefix of ", descriptor.name()));
    }
    if (value.number() < 0) {
      diagnostics.Error(to.place(), absl::StrCat("'", value.name(), "' is negative"));
    }
    to.set_name(std::string(name));
    to.set_number(static_cast<uint32_t>(value.number()));
    to.set_doc(source.Comment(value));
    to.set_final(value_options.GetExtension(final));
    to.set_scheduler(value_options.GetExtension(scheduler));
    if (value_options.HasExtension(since)) to.set_since(value_options.GetExtension(since));
    if (value_options.HasExtension(deprecated)) {
      LowerDeprecation(value_options.GetExtension(deprecated), *to.mutable_deprecated());
    }
    for (int b = 0; b < value_options.ExtensionSize(before); ++b) {
      ir::Before& seen = *to.add_before();
      seen.set_level(value_options.GetExtension(before, b).level());
      seen.set_as(value_options.GetExtension(before, b).as());
    }
  }
  if (!options.HasExtension(machine)) return;
  const Machine& from = options.GetExtension(machine);
  const OptionText text = source.Option(descriptor, machine.number());
  ir::Machine& to = *abi.add_machine();
  to.set_name(from.name());
  SetKinds(from.of(), &to);
  to.set_enumeration(descriptor.name());
  to.set_initial(from.initial());
  *to.mutable_place() = text.Find("name");
  if (FindValue(out, from.initial()) == nullptr) {
    diagnostics.Error(text.Find("initial"), absl::StrCat("unknown state '", from.initial(), "': ",
                                                         out.name(), " has ", ValueNames(out)));
  }
}

}  // namespace

void LowerDeprecation(const Deprecation& from, ir::Deprecation& to) {
  to.set_since(from.since());
  to.set_note(from.note());
}

void LowerVocabulary(const Source& source, Diagnostics& diagnostics, ir::Abi& abi_out) {
  const pb::FileDescriptor& file = source.file();
  const auto options = Source::Options(file);
  abi_out.set_source(file.name());
  if (!options.HasExtension(abi)) {
    ir::Place first;
    first.set_line(1);
    first.set_column(1);
    diagnostics.Error(first, "missing 'option (hf.idl.abi)'");
  }
  if (options.HasExtension(abi)) {
    *abi_out.mutable_place() = source.Option(file, abi.number()).Find("major");
  }
  const Abi& head = options.GetExtension(abi);
  abi_out.set_major(head.major());
  abi_out.set_minor(head.minor());
  abi_out.set_id_mask(head.id_mask());
  abi_out.set_unknown_result(head.unknown_result());
  for (uint32_t x : head.zeroed()) abi_out.add_zeroed(x);
  if (head.has_lost_through()) abi_out.set_lost_through(head.lost_through());

  for (int i = 0; i < options.ExtensionSize(constant); ++i) {
    const Constant& from = options.GetExtension(constant, i);
    const OptionText text = source.Option(file, constant.number(), i);
    ir::Constant& to = *abi_out.add_constant();
    to.set_name(from.name());
    to.set_value(from.value());
    to.set_bits(from.bits());
    to.set_hypervisor_only(from.audience() == HYPERVISOR);
    to.set_doc(source.OptionComment(file, constant.number(), i));
    to.set_kind(static_cast<ir::Kind>(from.is()));
    *to.mutable_place() = text.Find("name");
    if (from.has_since()) to.set_since(from.since());
    if (from.has_deprecated()) LowerDeprecation(from.deprecated(), *to.mutable_deprecated());
    if (from.bits() != 32 && from.bits() != 64) {
      diagnostics.Error(text.Find("bits"), "a constant has 32 or 64 bits");
    } else if (from.bits() == 32 && from.value() > UINT32_MAX) {
      diagnostics.Error(text.Find("value"), absl::StrCat("'", from.name(), "' needs 64 bits"));
    }
  }
  for (int i = 0; i < file.enum_type_count(); ++i) {
    LowerEnum(source, *file.enum_type(i), diagnostics, abi_out);
  }
  for (int i = 0; i < options.ExtensionSize(fact); ++i) {
    const Fact& from = options.GetExtension(fact, i);
    ir::Fact& to = *abi_out.add_fact();
    to.set_name(from.name());
    SetKinds(from.of(), &to);
    to.set_is(static_cast<ir::Kind>(from.is()));
    to.set_doc(source.OptionComment(file, fact.number(), i));
    *to.mutable_place() = source.Option(file, fact.number(), i).Find("name");
  }
  for (int i = 0; i < options.ExtensionSize(effect); ++i) {
    const Effect& from = options.GetExtension(effect, i);
    ir::Effect& to = *abi_out.add_effect();
    to.set_name(from.name());
    SetKinds(from.of(), &to);
    to.set_doc(source.OptionComment(file, effect.number(), i));
    *to.mutable_place() = source.Option(file, effect.number(), i).Find("name");
  }
}

void LowerInvariants(const Source& source, Diagnostics& diagnostics, ir::Abi& abi_out) {
  const pb::FileDescriptor& file = source.file();
  const auto options = Source::Options(file);
  for (int i = 0; i < options.ExtensionSize(invariant); ++i) {
    const Invariant& from = options.GetExtension(invariant, i);
    const OptionText text = source.Option(file, invariant.number(), i);
    ir::Invariant to;
    to.set_name(from.name());
    SetKinds(from.of(), &to);
    to.set_doc(source.OptionComment(file, invariant.number(), i));
    to.set_calls_only(from.calls_only());
    *to.mutable_place() = text.Find("name");
    *to.mutable_holds() = ParseExpr(
        from.holds(), [&text](size_t offset) { return text.Find("holds", offset); },
        [&diagnostics](const ir::Place& place, absl::string_view message) {
          diagnostics.Error(place, message);
        });
    if (to.holds().op() == ir::Expr::OP_UNSPECIFIED && to.holds().name().empty()) continue;
    std::vector<ir::Kind> kinds;
    for (int kind : to.of()) kinds.push_back(static_cast<ir::Kind>(kind));
    if (Resolver(abi_out, nullptr, std::move(kinds), diagnostics).Guard(*to.mutable_holds())) {
      *abi_out.add_invariant() = std::move(to);
    }
  }
}

ir::Abi Lower(const Source& source, Diagnostics& diagnostics) {
  ir::Abi abi;
  LowerVocabulary(source, diagnostics, abi);
  LowerRecords(source, diagnostics, abi);
  LowerInvariants(source, diagnostics, abi);
  LowerBehaviour(source, diagnostics, abi);
  return abi;
}

}  // namespace hf::idl
