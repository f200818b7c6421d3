// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Messages: the arguments of calls and their results. See lower.h.

#include <cstdint>
#include <string>

#include "abi/compiler/lower.h"
#include "abi/compiler/resolve.h"
#include "abi/idl/idl.pb.h"
#include "absl/strings/str_cat.h"

namespace hf::idl {
namespace {

namespace pb = google::protobuf;

class RecordLowering {
 public:
  RecordLowering(const Source& source, const ir::Abi& abi, Diagnostics& diagnostics)
      : source_(source), abi_(abi), diagnostics_(diagnostics) {}

  void Record(const pb::Descriptor& from, ir::Record& to) {
    const auto options = Source::Options(from);
    to.set_name(from.name());
    to.set_doc(source_.Comment(from));
    *to.mutable_place() = source_.Place(from);
    to.set_word(options.HasExtension(word));
    Unused(from, *to.mutable_unused());
    const std::string& tag = options.GetExtension(word).tag();
    for (int i = 0; i < from.field_count(); ++i) {
      const pb::FieldDescriptor& field = *from.field(i);
      if (field.message_type() != nullptr) {
        Variant(field, *to.add_variant());
      } else {
        if (!tag.empty() && field.name() == tag) to.set_tag(static_cast<uint32_t>(to.field_size()));
        Field(field, *to.add_field());
      }
    }
    if (!tag.empty() &&
        (!to.has_tag() || to.field(static_cast<int>(to.tag())).type() != ir::TYPE_ENUM)) {
      diagnostics_.Error(source_.Option(from, word.number()).Find("tag"),
                         absl::StrCat("the tag '", tag, "' is not a field with an enumeration"));
      to.clear_tag();
    }
    if (to.has_tag()) Tags(from, to);
    if (!options.GetExtension(word).has_none()) return;
    to.set_none(options.GetExtension(word).none());
    for (const ir::Field& field : to.field()) {
      if (!field.none().empty()) return;
    }
    diagnostics_.Error(source_.Option(from, word.number()).Find("none"),
                       absl::StrCat(to.name(), " is never none: no field has an 'hf.idl.none'"));
  }

 private:
  void Unused(const pb::Descriptor& from, pb::RepeatedPtrField<ir::Unused>& to) {
    const auto options = Source::Options(from);
    for (int i = 0; i < options.ExtensionSize(unused); ++i) {
      const hf::idl::Unused& bits = options.GetExtension(unused, i);
      ir::Unused& out = *to.Add();
      out.set_x(bits.x());
      out.set_msb(bits.msb());
      out.set_lsb(bits.lsb());
      out.set_zero(bits.is() == ZERO);
      *out.mutable_place() = source_.Option(from, unused.number(), i).Find("");
    }
  }

  void Field(const pb::FieldDescriptor& from, ir::Field& to) {
    const auto options = Source::Options(from);
    to.set_name(from.name());
    to.set_doc(source_.Comment(from));
    to.set_unit(options.GetExtension(unit));
    *to.mutable_place() = source_.Place(from);
    if (!options.HasExtension(at)) {
      diagnostics_.Error(to.place(), absl::StrCat("'", from.name(), "' has no 'hf.idl.at'"));
    }
    const Bits& bits = options.GetExtension(at);
    to.set_x(bits.x());
    to.set_msb(bits.msb());
    to.set_lsb(bits.lsb());
    to.set_kind(ir::KIND_NUMBER);
    if (options.HasExtension(is)) {
      to.set_kind(static_cast<ir::Kind>(options.GetExtension(is)));
    }
    to.set_none(options.GetExtension(none));
    if (options.HasExtension(none) && FindConstant(abi_, to.none()) == nullptr) {
      diagnostics_.Error(source_.Option(from, none.number()).Find(""),
                         absl::StrCat("unknown constant '", to.none(), "'"));
    }
    uint32_t width = 64;
    switch (from.type()) {
      case pb::FieldDescriptor::TYPE_BOOL:
        to.set_type(ir::TYPE_BOOL);
        to.set_kind(ir::KIND_BOOL);
        break;
      case pb::FieldDescriptor::TYPE_UINT32:
        width = 32;
        to.set_type(ir::TYPE_UNSIGNED);
        break;
      case pb::FieldDescriptor::TYPE_UINT64:
        to.set_type(ir::TYPE_UNSIGNED);
        break;
      case pb::FieldDescriptor::TYPE_INT64:
        to.set_type(ir::TYPE_SIGNED);
        break;
      case pb::FieldDescriptor::TYPE_ENUM:
        width = 32;
        to.set_type(ir::TYPE_ENUM);
        to.set_kind(ir::KIND_ENUM);
        to.set_enumeration(from.enum_type()->name());
        break;
      default:
        diagnostics_.Error(to.place(), absl::StrCat("'", from.name(), "' is of a type other than ",
                                                    "bool, uint32, uint64, int64, enum"));
        break;
    }
    if (bits.msb() > 63 || bits.msb() < bits.lsb()) {
      diagnostics_.Error(to.place(), absl::StrCat("'", from.name(), "' is in bits ", bits.msb(),
                                                  ":", bits.lsb(), ", which do not exist"));
    } else if (bits.msb() - bits.lsb() >= width) {
      diagnostics_.Error(to.place(),
                         absl::StrCat("'", from.name(), "' has ", bits.msb() - bits.lsb() + 1,
                                      " bits but a type of ", width));
    } else if (to.type() == ir::TYPE_SIGNED && bits.msb() - bits.lsb() != 63) {
      diagnostics_.Error(to.place(),
                         absl::StrCat("'", from.name(), "' is signed and has not all of 64 bits"));
    }
  }

  void Variant(const pb::FieldDescriptor& from, ir::Variant& to) {
    const auto options = Source::Options(from);
    to.set_name(from.message_type()->name());
    to.set_field_name(from.name());
    to.set_on(options.GetExtension(on));
    to.set_doc(source_.Comment(*from.message_type()));
    *to.mutable_place() = source_.Place(from);
    Unused(*from.message_type(), *to.mutable_unused());
    for (int i = 0; i < from.message_type()->field_count(); ++i) {
      Field(*from.message_type()->field(i), *to.add_field());
    }
  }

  // Every variant is of a value of the tag.
  void Tags(const pb::Descriptor& from, const ir::Record& to) {
    const ir::Enum& tags = *FindEnum(abi_, to.field(static_cast<int>(to.tag())).enumeration());
    for (int i = 0; i < from.field_count(); ++i) {
      const pb::FieldDescriptor& field = *from.field(i);
      if (field.message_type() == nullptr) continue;
      const std::string value = Source::Options(field).GetExtension(on);
      if (FindValue(tags, value) != nullptr) continue;
      diagnostics_.Error(
          source_.Place(field),
          absl::StrCat("unknown value '", value, "': ", tags.name(), " has ", ValueNames(tags)));
    }
  }

  const Source& source_;
  const ir::Abi& abi_;
  Diagnostics& diagnostics_;
};

}  // namespace

void LowerRecords(const Source& source, Diagnostics& diagnostics, ir::Abi& abi) {
  for (int i = 0; i < source.file().message_type_count(); ++i) {
    ir::Record record;
    RecordLowering(source, abi, diagnostics).Record(*source.file().message_type(i), record);
    *abi.add_record() = record;
  }
}

}  // namespace hf::idl
