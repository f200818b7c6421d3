// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See hints.h. The messages are those of the pinned protobuf; hints_test.cc notices other ones.

#include "abi/compiler/hints.h"

#include <vector>

#include "abi/idl/idl.pb.h"
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
  if (absl::StartsWith(message, "Option ") && absl::StrContains(message, " unknown.")) {
    return Options();
  }
  return "";
}

}  // namespace hf::idl
