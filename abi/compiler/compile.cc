// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See compile.h.

#include "abi/compiler/compile.h"

#include <memory>

#include "abi/compiler/check.h"
#include "abi/compiler/lower.h"
#include "abi/compiler/source.h"

namespace hf::idl {

ir::Abi Compile(absl::string_view name, absl::string_view text, Diagnostics& diagnostics) {
  const std::unique_ptr<Source> source = Source::Parse(name, text, diagnostics);
  if (source == nullptr) return ir::Abi();
  ir::Abi abi = Lower(*source, diagnostics);
  // The checks may rely on resolved names.
  if (diagnostics.ok()) Check(abi, diagnostics);
  return abi;
}

}  // namespace hf::idl
