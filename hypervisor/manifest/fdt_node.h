// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Nodes and properties of a device tree that Fdt::Parse() has accepted: positions in it.
//
// Each has a state for "there is none", and is two registers large: boot-time parsing asks many
// questions of them, and a wrapper would cost more of EL2's text than the answers. Nothing here
// recurses or allocates; a whole walk costs one pass over the tree.

#ifndef HYPERVISOR_MANIFEST_FDT_NODE_H_
#define HYPERVISOR_MANIFEST_FDT_NODE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace hf::manifest {

// "chosen"sv: EL2 is built without the compiler's knowledge of strlen(), which would be called for
// each plain literal.
using std::string_view_literals::operator""sv;

class FdtProperty {
 public:
  // No property: it has no bytes, text or strings.
  constexpr FdtProperty() = default;
  constexpr explicit FdtProperty(std::span<const std::byte> bytes) : bytes_(bytes) {}

  constexpr bool exists() const { return bytes_.data() != nullptr; }
  constexpr std::span<const std::byte> bytes() const { return bytes_; }
  // Up to the first NUL. Empty when there is none.
  std::string_view Text() const;
  // Whether this is a list of strings and `wanted` is one of them: "compatible".
  bool Lists(std::string_view wanted) const;

 private:
  std::span<const std::byte> bytes_;
};

class FdtNode {
 public:
  class ChildRange;

  // No node. Nothing but exists() may be asked of it.
  constexpr FdtNode() = default;

  bool exists() const { return position_ != nullptr; }
  // With the unit address: "memory@40000000". The root's is empty.
  std::string_view Name() const;
  // The root's is 0.
  unsigned depth() const { return depth_; }

  // The first property of that name.
  FdtProperty Property(std::string_view name) const;
  // No "status" property, or one that says "okay" (the specification's section 2.3.4).
  bool IsEnabled() const;

  // The next node in the order of the tree: the first child, else the next sibling of this node or
  // of the nearest ancestor that has one.
  FdtNode Next() const;
  // The same without what is inside this node.
  FdtNode NextOutside() const;
  // for (FdtNode child : node.Children())
  ChildRange Children() const;
  // The first child of that name. A name without "@" also means a child that has a unit address.
  FdtNode Child(std::string_view name) const;
  // The node at "/a/b@1/c" seen from this one, which is the root. Empty components are ignored.
  FdtNode Find(std::string_view path) const;

  bool operator==(const FdtNode& other) const { return position_ == other.position_; }

 private:
  friend class Fdt;
  // `position` is at the node's FDT_BEGIN_NODE. Requires that the two are in one tree.
  FdtNode(const std::byte* position, const std::byte* strings, unsigned depth)
      : position_(position), strings_(static_cast<int32_t>(strings - position)), depth_(depth) {}
  const std::byte* strings() const { return position_ + strings_; }
  // The next node at most `max_depth` deep, unless a node of depth min_depth - 1 ends before it.
  FdtNode NextBetween(unsigned min_depth, unsigned max_depth) const;

  const std::byte* position_ = nullptr;
  int32_t strings_ = 0;  // from position_
  uint32_t depth_ = 0;
};

class FdtNode::ChildRange {
 public:
  class Iterator {
   public:
    explicit Iterator(FdtNode node) : node_(node) {}
    FdtNode operator*() const { return node_; }
    Iterator& operator++() {
      node_ = node_.NextBetween(node_.depth_, node_.depth_);
      return *this;
    }
    bool operator==(std::nullptr_t) const { return !node_.exists(); }

   private:
    FdtNode node_;
  };
  explicit ChildRange(FdtNode parent) : parent_(parent) {}
  Iterator begin() const {
    return Iterator(parent_.NextBetween(parent_.depth_ + 1, parent_.depth_ + 1));
  }
  std::nullptr_t end() const { return nullptr; }

 private:
  FdtNode parent_;
};

inline FdtNode::ChildRange FdtNode::Children() const { return ChildRange(*this); }

}  // namespace hf::manifest

#endif  // HYPERVISOR_MANIFEST_FDT_NODE_H_
