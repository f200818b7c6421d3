// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What `bazel test` holds the tree against: //abi:compat_test.

#ifndef ABI_CHECK_COMPAT_H_
#define ABI_CHECK_COMPAT_H_

#include <string>
#include <vector>

#include "abi/check/check.h"

namespace hf::check {

// Where things are, from the working directory.
struct Tree {
  std::string idl = "abi/hafnia.proto";
  std::string released = "abi/released";
  std::string waivers = "abi/check/waivers.textproto";
  // The representation that is kept for review.
  std::string golden = "abi/goldens/ir.textproto";
  std::string today = "";
};

struct CompatResult {
  // Errors that are not waived, by rule.
  std::vector<Finding> errors;
  // What cannot be read or compiled: lines of `file:line:column: error: what`.
  std::string unreadable;
  // "0.1", "1.0": what the tree was compared with.
  std::vector<std::string> compared;

  bool good() const { return errors.empty() && unreadable.empty(); }
  std::string ToString() const;
};

// The IDL of the tree follows every released version by one that is large enough for what has
// changed; no released file has been edited; the golden is of this IDL; the waivers are good.
CompatResult CheckTree(const Tree& tree);

}  // namespace hf::check

#endif  // ABI_CHECK_COMPAT_H_
