// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See walk.h.

#include "abi/check/walk.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace hf::check {
namespace {

namespace pb = google::protobuf;

// Calls `visit` for each message right below.
void ForEachPart(pb::Message& message, const std::function<void(pb::Message&)>& visit) {
  const pb::Reflection& reflection = *message.GetReflection();
  std::vector<const pb::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const pb::FieldDescriptor* field : fields) {
    if (field->message_type() == nullptr) continue;
    if (!field->is_repeated()) {
      visit(*reflection.MutableMessage(&message, field));
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      visit(*reflection.MutableRepeatedMessage(&message, field, i));
    }
  }
}

void Strip(pb::Message& message) {
  for (const char* name : {"place", "doc"}) {
    const pb::FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) message.GetReflection()->ClearField(&message, field);
  }
  ForEachPart(message, Strip);
}

std::vector<std::string> WordsOf(absl::string_view text) {
  std::string plain;
  for (char c : text) {
    const auto letter = static_cast<unsigned char>(c);
    const bool in_word = absl::ascii_isalnum(letter) || c == '_';
    plain += in_word ? static_cast<char>(absl::ascii_tolower(letter)) : ' ';
  }
  return absl::StrSplit(plain, ' ', absl::SkipEmpty());
}

}  // namespace

void ForEachExpr(pb::Message& message, const std::function<void(ir::Expr&)>& visit) {
  if (message.GetDescriptor() == ir::Place::descriptor()) return;
  ForEachPart(message, [&visit](pb::Message& part) { ForEachExpr(part, visit); });
  if (message.GetDescriptor() == ir::Expr::descriptor()) visit(static_cast<ir::Expr&>(message));
}

std::string Canonical(const pb::Message& message) {
  const std::unique_ptr<pb::Message> copy(message.New());
  copy->CopyFrom(message);
  Strip(*copy);
  return copy->SerializeAsString();
}

bool SameWords(absl::string_view a, absl::string_view b) { return WordsOf(a) == WordsOf(b); }

bool Similar(absl::string_view a, absl::string_view b) {
  const auto words = [](absl::string_view text) {
    const std::vector<std::string> all = WordsOf(text);
    return std::set<std::string>(all.begin(), all.end());
  };
  const std::set<std::string> left = words(a);
  const std::set<std::string> right = words(b);
  const auto common = std::count_if(left.begin(), left.end(), [&right](const std::string& word) {
    return right.count(word) > 0;
  });
  return 2 * static_cast<size_t>(common) >= std::max(left.size(), right.size());
}

}  // namespace hf::check
