// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A node of a device tree that Fdt::Parse() has accepted: a position in it, cheap to copy.
//
// Nothing here recurses or allocates; a whole walk costs one pass over the tree.

#ifndef HYPERVISOR_MANIFEST_FDT_NODE_H_
#define HYPERVISOR_MANIFEST_FDT_NODE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace hf::manifest {

class FdtNode {
 public:
  class ChildRange;

  // With the unit address: "memory@40000000". The root's is empty.
  std::string_view Name() const;
  // The root's is 0.
  unsigned depth() const { return depth_; }

  // The property's value, or nothing when this node has no such property; the first of several.
  std::optional<std::span<const std::byte>> Property(std::string_view name) const;
  // The same as text, up to its first NUL. Nothing when there is none.
  std::optional<std::string_view> StringProperty(std::string_view name) const;
  // Whether the property is a list of strings and this is one of them: "compatible".
  bool PropertyLists(std::string_view name, std::string_view wanted) const;
  // No "status" property, or one that says "okay" (the specification's section 2.3.4).
  bool IsEnabled() const;

  // The next node in the order of the tree: the first child, else the next sibling of this node or
  // of the nearest ancestor that has one.
  std::optional<FdtNode> Next() const;
  // The same without what is inside this node.
  std::optional<FdtNode> NextOutside() const;
  // for (FdtNode child : node.Children())
  ChildRange Children() const;
  // The first child of that name. A name without "@" also means a child that has a unit address.
  std::optional<FdtNode> Child(std::string_view name) const;
  // The node at "/a/b@1/c" seen from this one, which is the root. Empty components are ignored.
  std::optional<FdtNode> Find(std::string_view path) const;

  bool operator==(const FdtNode& other) const { return position_ == other.position_; }

 private:
  friend class Fdt;
  // `position` is at the node's FDT_BEGIN_NODE.
  FdtNode(const std::byte* position, const std::byte* strings, unsigned depth)
      : position_(position), strings_(strings), depth_(depth) {}
  // The next node at most `max_depth` deep, unless a node of depth min_depth - 1 ends before it.
  std::optional<FdtNode> NextBetween(unsigned min_depth, unsigned max_depth) const;

  const std::byte* position_;
  const std::byte* strings_;
  unsigned depth_;
};

class FdtNode::ChildRange {
 public:
  class Iterator {
   public:
    explicit Iterator(std::optional<FdtNode> node) : node_(node) {}
    const FdtNode& operator*() const { return *node_; }
    Iterator& operator++();
    bool operator==(std::nullptr_t) const { return !node_.has_value(); }

   private:
    std::optional<FdtNode> node_;
  };
  explicit ChildRange(const FdtNode& parent) : parent_(parent) {}
  Iterator begin() const;
  std::nullptr_t end() const { return nullptr; }

 private:
  FdtNode parent_;
};

inline FdtNode::ChildRange FdtNode::Children() const { return ChildRange(*this); }

}  // namespace hf::manifest

#endif  // HYPERVISOR_MANIFEST_FDT_NODE_H_
