// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Device trees written token by token, also ones that libfdt would never make, and what tests do
// with a tree.

#ifndef HYPERVISOR_MANIFEST_TESTING_RAW_TREE_H_
#define HYPERVISOR_MANIFEST_TESTING_RAW_TREE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "hypervisor/manifest/fdt.h"
#include "hypervisor/manifest/fdt_format.h"
#include "hypervisor/manifest/testing/host.h"

namespace hf::manifest {

// A field of the header.
void Set(Bytes& tree, size_t field, uint32_t value);
uint32_t Get(const Bytes& tree, size_t field);

// Empty when the tree is accepted.
std::string ParseError(const Bytes& tree);

// Reads all that can be reached, and returns how many nodes that were.
size_t WalkEverything(const Fdt& fdt);

// A tree of a header, an empty reservation block, this structure block and these strings.
class RawTree {
 public:
  RawTree& Begin(std::string_view name);
  RawTree& End() { return Put(fdt_format::Token::kEndNode); }
  RawTree& Property(uint32_t length, uint32_t name, std::string_view value);
  RawTree& Put(fdt_format::Token token) { return PutRaw(static_cast<uint32_t>(token)); }
  RawTree& PutRaw(uint32_t value);
  // Padded with zeros.
  RawTree& Chars(std::string_view chars);
  Bytes Build(std::string_view strings = {}) const;

 private:
  Bytes structure_;
};

}  // namespace hf::manifest

#endif  // HYPERVISOR_MANIFEST_TESTING_RAW_TREE_H_
