// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The flattened device tree that the boot loader leaves in memory: input, never trusted.
//
//   Result<Fdt> fdt = Fdt::Parse(bytes);
//   if (!fdt.ok()) Panic(fdt.error().what);
//   for (FdtNode child : fdt.value().root().Children()) ...
//
// Parse() checks everything once, so that nothing afterwards has to: every node, property and
// string that iteration can reach lies inside the tree and ends inside its block. That holds as
// long as nobody changes the bytes, which is so while the boot CPU is alone.
//
// The format is chapter 5 of the Devicetree Specification, version 0.4.

#ifndef HYPERVISOR_MANIFEST_FDT_H_
#define HYPERVISOR_MANIFEST_FDT_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "hypervisor/base/result.h"
#include "hypervisor/manifest/fdt_node.h"

namespace hf::manifest {

class Fdt {
 public:
  // More than a boot loader may hand over (the arm64 boot protocol's limit), and than is mapped.
  static constexpr uint32_t kMaxSize = 2 << 20;
  // Nodes inside nodes, the root included. Real trees have about five.
  static constexpr unsigned kMaxDepth = 64;
  // How much of a tree must be mapped to learn how large it is.
  static constexpr size_t kHeadSize = 8;

  // The size of the tree that starts with these bytes, to know what to map before Parse(). At least
  // a header's size, at most kMaxSize.
  static Result<uint64_t> TotalSize(std::span<const std::byte> head);

  // Checks the tree at the start of `bytes`, which must outlive the result. Bytes after the tree's
  // own size are ignored.
  static Result<Fdt> Parse(std::span<const std::byte> bytes);

  FdtNode root() const { return root_; }

  // Where the blocks are, in bytes from the tree's start; for whoever edits it. The reservations
  // end with an entry of zeros, which is at reservations_terminator.
  struct Layout {
    uint32_t total_size = 0;
    uint32_t reservations = 0;
    uint32_t reservations_terminator = 0;
    uint32_t structure = 0;
    uint32_t structure_size = 0;
    uint32_t strings = 0;
    uint32_t strings_size = 0;
    // The end of the last block. What lies between it and total_size is room to grow.
    uint32_t used = 0;
  };
  const Layout& layout() const { return layout_; }

 private:
  Fdt(const Layout& layout, FdtNode root) : layout_(layout), root_(root) {}
  Layout layout_;
  FdtNode root_;
};

}  // namespace hf::manifest

#endif  // HYPERVISOR_MANIFEST_FDT_H_
