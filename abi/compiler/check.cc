// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See check.h.

#include "abi/compiler/check.h"

namespace hf::idl {

void Check(const ir::Abi& abi, Diagnostics& diagnostics) {
  CheckNames(abi, diagnostics);
  CheckComments(abi, diagnostics);
  CheckBits(abi, diagnostics);
  CheckLevels(abi, diagnostics);
  CheckRows(abi, diagnostics);
}

}  // namespace hf::idl
