// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See hints.h. The messages are those of the pinned protobuf; hints_test.cc notices other ones.

#include "abi/compiler/hints.h"

#include <cstdint>
#include <cstdlib>
#include <map>
#include <set>
#include <vector>

#include "abi/idl/idl.pb.h"
#include "abi/ir.pb.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"

namespace hf::idl {
namespace {

namespace pb = google::protobuf;

std::string List(absl::string_view what, const std::vector<std::string>& names) {
  return absl::StrCat(" ", what, " ", absl::StrJoin(names, ", "), ".");
}

std::string Fields(const pb::Descriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.field_count(); ++i) names.push_back(type.field(i)->name());
  return List("It has", names);
}

std::string Values(const pb::EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) names.push_back(type.value(i)->name());
  return List("It has", names);
}

std::string Options() {
  const pb::FileDescriptor& file = *Abi::descriptor()->file();
  std::vector<std::string> names;
  for (int i = 0; i < file.extension_count(); ++i) {
    names.push_back(absl::StrCat("(", file.extension(i)->full_name(), ")"));
  }
  return List(absl::StrCat(file.name(), " declares"), names);
}

// The type that the message is about: that of an option, or else a representation.
const pb::Descriptor* Root(absl::string_view message) {
  const std::vector<absl::string_view> parts = absl::StrSplit(message, "option value for \"");
  if (parts.size() < 2) return ir::Abi::descriptor();
  const std::string name(parts[1].substr(0, parts[1].find('"')));
  const pb::FieldDescriptor* option = Abi::descriptor()->file()->FindExtensionByName(name);
  return option == nullptr ? nullptr : option->message_type();
}

// Calls `visit` for each field of the type and of those that it is made of.
template <typename Visit>
void ForEachField(const pb::Descriptor* type, std::set<const pb::Descriptor*>& seen, Visit visit) {
  if (type == nullptr || !seen.insert(type).second) return;
  for (int i = 0; i < type->field_count(); ++i) {
    visit(*type->field(i));
    ForEachField(type->field(i)->message_type(), seen, visit);
  }
}

// The values of the enumerations that fields of this name have.
std::string ValuesOfField(const pb::Descriptor* root, absl::string_view name) {
  std::vector<std::string> names;
  std::set<const pb::EnumDescriptor*> types;
  std::set<const pb::Descriptor*> seen;
  ForEachField(root, seen, [&](const pb::FieldDescriptor& field) {
    const pb::EnumDescriptor* type = field.enum_type();
    if (field.name() != name || type == nullptr || !types.insert(type).second) return;
    for (int i = 0; i < type->value_count(); ++i) {
      const std::string& value = type->value(i)->name();
      if (!absl::EndsWith(value, "_UNSPECIFIED")) names.push_back(value);
    }
  });
  return names.empty() ? "" : List("It is one of", names);
}

// What numbers there can be where this one does not fit.
std::string Ranges(const pb::Descriptor* root, absl::string_view number) {
  // Decimal, hexadecimal or octal; what needs more than 64 bits is the largest.
  const uint64_t value = std::strtoull(std::string(number).c_str(), nullptr, 0);
  std::map<std::string, std::vector<std::string>> fields;
  std::set<const pb::Descriptor*> seen;
  ForEachField(root, seen, [&](const pb::FieldDescriptor& field) {
    if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_UINT32 && value > UINT32_MAX) {
      fields["0 to 0xffffffff"].push_back(field.name());
    } else if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_UINT64 && value == UINT64_MAX) {
      fields["0 to 0xffffffffffffffff"].push_back(field.name());
    } else if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_INT64 && value > INT64_MAX) {
      fields["-0x8000000000000000 to 0x7fffffffffffffff"].push_back(field.name());
    }
  });
  std::vector<std::string> ranges;
  for (const auto& [range, names] : fields) {
    // In a representation the place tells which field it is.
    ranges.push_back(root == ir::Abi::descriptor()
                         ? range
                         : absl::StrCat(range, " (", absl::StrJoin(names, ", "), ")"));
  }
  return ranges.empty() ? "" : absl::StrCat(". It is ", absl::StrJoin(ranges, ", or "), ".");
}

}  // namespace

std::string Hint(absl::string_view message) {
  const pb::DescriptorPool& pool = *pb::DescriptorPool::generated_pool();
  // The first name in quotes is that of the type.
  const std::vector<std::string> quoted = absl::StrSplit(message, '"');
  for (size_t i = 0; i + 1 < quoted.size(); ++i) {
    if (absl::EndsWith(quoted[i], "essage type ")) {
      const auto* type = pool.FindMessageTypeByName(quoted[i + 1]);
      if (type != nullptr) return Fields(*type);
    }
    if (absl::EndsWith(quoted[i], "num type ")) {
      const auto* type = pool.FindEnumTypeByName(quoted[i + 1]);
      if (type != nullptr) return Values(*type);
    }
  }
  if (absl::StrContains(message, "nknown enumeration value of ") && quoted.size() >= 3) {
    return ValuesOfField(Root(message), quoted[quoted.size() - 2]);
  }
  const std::vector<absl::string_view> number = absl::StrSplit(message, "nteger out of range (");
  if (number.size() == 2) return Ranges(Root(message), number[1].substr(0, number[1].find(')')));
  if (absl::StartsWith(message, "Option ") && absl::StrContains(message, " unknown.")) {
    return Options();
  }
  return "";
}

}  // namespace hf::idl
