// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See print_ir.h.

#include "abi/compiler/print_ir.h"

#include <set>
#include <vector>

#include "abi/compiler/fingerprint.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"

namespace hf::idl {
namespace {

namespace pb = google::protobuf;

// Removes the fields of the names from a message and all below it.
void Clear(const std::set<std::string>& names, pb::Message& message) {
  const pb::Reflection& reflection = *message.GetReflection();
  std::vector<const pb::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const pb::FieldDescriptor* field : fields) {
    if (names.count(field->name()) != 0) {
      reflection.ClearField(&message, field);
    } else if (field->message_type() == nullptr) {
      continue;
    } else if (!field->is_repeated()) {
      Clear(names, *reflection.MutableMessage(&message, field));
    } else {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        Clear(names, *reflection.MutableRepeatedMessage(&message, field, i));
      }
    }
  }
}

std::string Without(const std::set<std::string>& names, const ir::Abi& abi) {
  ir::Abi copy = abi;
  Clear(names, copy);
  std::string text;
  pb::TextFormat::PrintToString(copy, &text);
  return text;
}

}  // namespace

std::string PrintIr(const ir::Abi& abi) {
  return absl::StrCat("# proto-file: abi/ir.proto\n# proto-message: hf.ir.Abi\n# fingerprint: ",
                      Fingerprint(abi), "\n\n", Without({"place"}, abi));
}

std::string MeaningOf(const ir::Abi& abi) { return Without({"place", "doc", "source"}, abi); }

}  // namespace hf::idl
