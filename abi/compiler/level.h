// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// A level of the ABI, `major.minor`: which version of it a VM was built for.

#ifndef ABI_COMPILER_LEVEL_H_
#define ABI_COMPILER_LEVEL_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "abi/ir.pb.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

struct Level {
  // Nothing unless the text is two numbers without leading zeros, such as "1.0".
  static std::optional<Level> Parse(absl::string_view text);
  static Level Of(const ir::Abi& abi) { return {abi.major(), abi.minor()}; }

  std::string ToString() const;

  friend auto operator<=>(const Level&, const Level&) = default;

  uint32_t major = 0;
  uint32_t minor = 0;
};

// What VMs of a level see of a value: its own name, or what it is said to be `before`. Requires an
// ABI without errors.
std::string SeenAt(const ir::EnumValue& value, const Level& level);

}  // namespace hf::idl

#endif  // ABI_COMPILER_LEVEL_H_
