// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Walks over intermediate representations. Internal to the checker.

#ifndef ABI_CHECK_WALK_H_
#define ABI_CHECK_WALK_H_

#include <functional>
#include <string>

#include "abi/ir.pb.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace hf::check {

// Calls `visit` for every expression below `message`, and for itself, operands first.
void ForEachExpr(google::protobuf::Message& message, const std::function<void(ir::Expr&)>& visit);

// A message as text without places and documentation: equal texts, equal meaning.
std::string Canonical(const google::protobuf::Message& message);

// Whether two comments are about the same thing, by the words that they have in common.
bool Similar(absl::string_view a, absl::string_view b);

// Whether two sentences are the same words in the same order: neither case, punctuation nor line
// breaks count. A short word, as "no", and who comes first can be all that the meaning hangs on.
bool SameWords(absl::string_view a, absl::string_view b);

// The item of this name; null if there is none.
template <typename List>
auto FindNamed(const List& list, absl::string_view name) -> decltype(&list[0]) {
  for (const auto& item : list) {
    if (item.name() == name) return &item;
  }
  return nullptr;
}

}  // namespace hf::check

#endif  // ABI_CHECK_WALK_H_
