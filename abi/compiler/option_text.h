// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Places inside an option statement: protobuf says where `option (x) = { … };` is, but not where
// the fields between its braces are. Errors in a guard point into the guard's string.

#ifndef ABI_COMPILER_OPTION_TEXT_H_
#define ABI_COMPILER_OPTION_TEXT_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "abi/ir.pb.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

class OptionText {
 public:
  // `text` is the statement as it stands in the file, from `start` on.
  OptionText(absl::string_view text, const ir::Place& start);

  // The place of the value of a field, such as "when" or "move[1].to"; of a string, that of the
  // character `offset` in it. The place of the statement when there is no such field.
  ir::Place Find(absl::string_view path, size_t offset = 0) const;

 private:
  // A token of a value; adjacent strings are one value.
  struct Piece {
    ir::Place place;
    size_t length;
  };
  class Parser;

  ir::Place start_;
  std::map<std::string, std::vector<Piece>, std::less<>> values_;
};

}  // namespace hf::idl

#endif  // ABI_COMPILER_OPTION_TEXT_H_
