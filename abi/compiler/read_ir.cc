// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See read_ir.h.

#include "abi/compiler/read_ir.h"

#include <string>

#include "abi/compiler/hints.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"

namespace hf::idl {
namespace {

namespace pb = google::protobuf;

// protobuf counts lines and columns from 0.
ir::Place PlaceOf(int line, int column) {
  ir::Place place;
  place.set_line(line + 1);
  place.set_column(column + 1);
  return place;
}

class Collector : public pb::io::ErrorCollector {
 public:
  explicit Collector(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void AddError(int line, int column, const std::string& message) override {
    diagnostics_.Error(PlaceOf(line, column), absl::StrCat(message, Hint(message)));
  }

 private:
  Diagnostics& diagnostics_;
};

// Gives every message below `message` that has a `place` the one where it begins in the text.
void SetPlaces(pb::TextFormat::ParseInfoTree& tree, pb::Message& message) {
  const pb::Reflection& reflection = *message.GetReflection();
  for (int f = 0; f < message.GetDescriptor()->field_count(); ++f) {
    const pb::FieldDescriptor* field = message.GetDescriptor()->field(f);
    if (field->message_type() == nullptr || field->name() == "place") continue;
    const bool repeated = field->is_repeated();
    const int count = repeated ? reflection.FieldSize(message, field)
                               : static_cast<int>(reflection.HasField(message, field));
    for (int i = 0; i < count; ++i) {
      pb::Message& part = repeated ? *reflection.MutableRepeatedMessage(&message, field, i)
                                   : *reflection.MutableMessage(&message, field);
      const int index = repeated ? i : -1;
      if (const auto* place = part.GetDescriptor()->FindFieldByName("place"); place != nullptr) {
        const auto at = tree.GetLocation(field, index);
        part.GetReflection()->MutableMessage(&part, place)->CopyFrom(PlaceOf(at.line, at.column));
      }
      if (auto* nested = tree.GetTreeForNested(field, index); nested != nullptr) {
        SetPlaces(*nested, part);
      }
    }
  }
}

// What every representation says of the whole ABI, and what all readers take for granted.
void CheckHead(const ir::Abi& abi, Diagnostics& diagnostics) {
  for (const char* name : {"source", "major", "minor", "id_mask", "unknown_result"}) {
    const pb::FieldDescriptor* field = ir::Abi::descriptor()->FindFieldByName(name);
    if (abi.GetReflection()->HasField(abi, field)) continue;
    diagnostics.Error(abi.place(), absl::StrCat("missing '", name,
                                                "': a representation has source, major, minor, "
                                                "id_mask and unknown_result"));
  }
}

}  // namespace

ir::Abi ReadIr(absl::string_view text, Diagnostics& diagnostics) {
  ir::Abi abi;
  Collector collector(diagnostics);
  pb::TextFormat::ParseInfoTree tree;
  pb::TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.WriteLocationsTo(&tree);
  if (!parser.ParseFromString(std::string(text), &abi)) return ir::Abi();
  SetPlaces(tree, abi);
  *abi.mutable_place() = PlaceOf(0, 0);
  CheckHead(abi, diagnostics);
  CheckReferences(abi, diagnostics);
  return abi;
}

}  // namespace hf::idl
