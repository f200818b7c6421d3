// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See print_ir.h.

#include "abi/compiler/print_ir.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"

namespace hf::idl {
namespace {

namespace pb = google::protobuf;

void ClearPlaces(pb::Message& message) {
  const pb::Reflection& reflection = *message.GetReflection();
  std::vector<const pb::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const pb::FieldDescriptor* field : fields) {
    if (field->message_type() == nullptr) continue;
    if (field->message_type() == ir::Place::descriptor()) {
      reflection.ClearField(&message, field);
    } else if (!field->is_repeated()) {
      ClearPlaces(*reflection.MutableMessage(&message, field));
    } else {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        ClearPlaces(*reflection.MutableRepeatedMessage(&message, field, i));
      }
    }
  }
}

}  // namespace

std::string PrintIr(const ir::Abi& abi) {
  ir::Abi copy = abi;
  ClearPlaces(copy);
  std::string text;
  pb::TextFormat::PrintToString(copy, &text);
  return absl::StrCat("# proto-file: abi/ir.proto\n# proto-message: hf.ir.Abi\n\n", text);
}

}  // namespace hf::idl
