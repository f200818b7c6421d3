// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The versions of the ABI that a trace may need, by level: hfidl has today's and all released ones
// in it, and is given others.

#ifndef ABI_TRACE_ABIS_H_
#define ABI_TRACE_ABIS_H_

#include <map>
#include <memory>
#include <set>
#include <string>

#include "abi/ir.pb.h"
#include "abi/trace/record.h"
#include "abi/trace/words.h"

namespace hf::trace {

// "1.0".
std::string LevelName(Level level);

class Abis {
 public:
  // Those that were built in.
  static Abis BuiltIn();

  // Adds a checked one, in place of another of its level.
  void Add(ir::Abi abi);

  // Null if there is none.
  const Words* Find(Level level) const;
  // The newest; null if there is none at all.
  const Words* Newest() const;
  std::set<Level> levels() const;
  // "0.1, 1.0".
  std::string LevelNames() const;

  // What is wrong with a trace that begins with this header: its ABI is not here, or is another one
  // under the same number. Empty if nothing is.
  std::string ProblemOf(const Header& header) const;

 private:
  struct Entry {
    explicit Entry(ir::Abi a) : abi(std::move(a)), words(abi) {}
    const ir::Abi abi;
    const Words words;
  };
  std::map<Level, std::unique_ptr<Entry>> abis_;
};

}  // namespace hf::trace

#endif  // ABI_TRACE_ABIS_H_
