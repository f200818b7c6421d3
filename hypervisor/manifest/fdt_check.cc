// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/manifest/fdt_check.h"

#include "hypervisor/base/endian.h"
#include "hypervisor/manifest/fdt.h"
#include "hypervisor/manifest/fdt_format.h"

namespace hf::manifest {

using fdt_format::kPropertyHeadSize;
using fdt_format::kTokenSize;
using fdt_format::Padded;
using fdt_format::Token;

// A tree is at most Fdt::kMaxSize long, and no position gets past its end by more than a padding,
// so nothing here wraps.
Result<uint32_t> CheckFdtStructure(std::span<const std::byte> structure, uint32_t strings_size) {
  const auto size = static_cast<uint32_t>(structure.size());
  const std::byte* const bytes = structure.data();
  uint32_t at = 0;
  uint32_t root = size;  // not seen yet
  unsigned depth = 0;
  // The specification wants a node's properties before its children; readers rely on it.
  bool properties_allowed = false;

  for (;;) {
    if (at > size || size - at < kTokenSize) {
      return Error{"the device tree's structure block has no end"};
    }
    const uint32_t token = LoadBe32(bytes + at);
    const uint32_t token_at = at;
    at += kTokenSize;
    const uint32_t left = size - at;

    switch (static_cast<Token>(token)) {
      case Token::kBeginNode: {
        if (depth == 0) {
          if (root != size) return Error{"the device tree has two roots"};
          root = token_at;
        }
        if (++depth > Fdt::kMaxDepth) {
          return Error{"the device tree has nodes inside nodes to a depth of more than 64"};
        }
        uint32_t length = 0;
        while (length < left && bytes[at + length] != std::byte{0}) ++length;
        if (length == left) return Error{"a node name of the device tree has no end"};
        at += Padded(length + 1);
        properties_allowed = true;
        break;
      }
      case Token::kEndNode:
        if (depth == 0) return Error{"the device tree ends a node that it did not begin"};
        --depth;
        properties_allowed = false;
        break;
      case Token::kProperty: {
        if (!properties_allowed) {
          return Error{"the device tree has a property outside a node, or after a node's children"};
        }
        if (left < kPropertyHeadSize) return Error{"a property of the device tree has no end"};
        const uint32_t length = LoadBe32(bytes + at);
        if (length > left - kPropertyHeadSize) {
          return Error{"a property of the device tree is longer than the structure block"};
        }
        if (LoadBe32(bytes + at + sizeof(length)) >= strings_size) {
          return Error{"a property name of the device tree is outside the strings block"};
        }
        at += kPropertyHeadSize + Padded(length);
        break;
      }
      case Token::kNop:
        break;
      case Token::kEnd:
        if (depth != 0) return Error{"the device tree ends inside a node"};
        if (root == size) return Error{"the device tree has no root"};
        return root;
      default:
        return Error{"the device tree's structure block has an unknown token"};
    }
  }
}

}  // namespace hf::manifest
