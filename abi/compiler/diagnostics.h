// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the compiler has to complain about: `file:line:column: error: what`, in the order of places.

#ifndef ABI_COMPILER_DIAGNOSTICS_H_
#define ABI_COMPILER_DIAGNOSTICS_H_

#include <string>
#include <tuple>
#include <vector>

#include "abi/ir.pb.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

class Diagnostics {
 public:
  explicit Diagnostics(absl::string_view file) : file_(file) {}
  Diagnostics(const Diagnostics&) = delete;
  Diagnostics& operator=(const Diagnostics&) = delete;

  // Adds an error at a place in the IDL file. A `rule` of abi/check/rules.h, such as "HF090", says
  // more about it.
  void Error(const ir::Place& place, absl::string_view message, absl::string_view rule = "");
  // Adds an error in another file, such as one that the IDL file imports.
  void ErrorIn(absl::string_view file, int line, int column, absl::string_view message);

  bool ok() const { return errors_.empty(); }
  // One line an error, by file and place.
  std::string ToString() const;

 private:
  std::string file_;
  std::vector<std::tuple<std::string, int, int, std::string>> errors_;
};

}  // namespace hf::idl

#endif  // ABI_COMPILER_DIAGNOSTICS_H_
