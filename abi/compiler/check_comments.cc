// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Everything that the IDL declares has a comment: it becomes the documentation of the bindings and
// of the manual. See check.h.

#include "abi/compiler/check.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace hf::idl {
namespace {

template <typename List>
void Each(const List& list, absl::string_view what, Diagnostics& diagnostics) {
  for (const auto& item : list) {
    if (item.doc().empty()) {
      diagnostics.Error(item.place(), absl::StrCat(what, " '", item.name(), "' has no comment"),
                        "HF085");
    }
  }
}

}  // namespace

void CheckComments(const ir::Abi& abi, Diagnostics& diagnostics) {
  Each(abi.constant(), "constant", diagnostics);
  Each(abi.enumeration(), "enumeration", diagnostics);
  for (const ir::Enum& enumeration : abi.enumeration()) {
    Each(enumeration.value(), "value", diagnostics);
  }
  Each(abi.fact(), "fact", diagnostics);
  Each(abi.effect(), "effect", diagnostics);
  Each(abi.invariant(), "invariant", diagnostics);
  Each(abi.record(), "message", diagnostics);
  for (const ir::Record& record : abi.record()) {
    Each(record.field(), "field", diagnostics);
    Each(record.variant(), "message", diagnostics);
    for (const ir::Variant& variant : record.variant()) Each(variant.field(), "field", diagnostics);
  }
  Each(abi.call(), "call", diagnostics);
  for (const ir::Call& call : abi.call()) Each(call.row(), "row", diagnostics);
  Each(abi.event(), "event", diagnostics);
  for (const ir::Event& event : abi.event()) Each(event.row(), "row", diagnostics);
}

}  // namespace hf::idl
