// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// No bounds are checked here: Fdt::Parse() has done that for all that these loops can reach.

#include "hypervisor/manifest/fdt_node.h"

#include <limits>

#include "hypervisor/base/endian.h"
#include "hypervisor/manifest/fdt_format.h"

namespace hf::manifest {
namespace {

using fdt_format::kPropertyHeadSize;
using fdt_format::kTokenSize;
using fdt_format::Padded;
using fdt_format::Token;

Token TokenAt(const std::byte* p) { return static_cast<Token>(LoadBe32(p)); }

std::string_view TextAt(const std::byte* p) {
  size_t length = 0;
  while (p[length] != std::byte{0}) ++length;
  return {reinterpret_cast<const char*>(p), length};
}

// Stops at the first difference, so that a lookup costs the same however long the tree's strings
// are.
bool IsTextAt(const std::byte* p, std::string_view wanted) {
  for (const char c : wanted) {
    if (c == '\0' || static_cast<char>(*p) != c) return false;
    ++p;
  }
  return *p == std::byte{0};
}

std::string_view AsText(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Requires the token at `p` to be a property, a node's begin or end, or a NOP.
const std::byte* SkipToken(const std::byte* p) {
  const Token token = TokenAt(p);
  p += kTokenSize;
  if (token == Token::kBeginNode) return p + Padded(static_cast<uint32_t>(TextAt(p).size()) + 1);
  if (token == Token::kProperty) return p + kPropertyHeadSize + Padded(LoadBe32(p));
  return p;
}

// "memory" from "memory@40000000".
std::string_view WithoutUnitAddress(std::string_view name) {
  size_t length = 0;
  while (length < name.size() && name[length] != '@') ++length;
  return name.substr(0, length);
}

}  // namespace

std::string_view FdtNode::Name() const { return TextAt(position_ + kTokenSize); }

std::optional<std::span<const std::byte>> FdtNode::Property(std::string_view name) const {
  for (const std::byte* p = SkipToken(position_);; p = SkipToken(p)) {
    const Token token = TokenAt(p);
    if (token == Token::kNop) continue;
    if (token != Token::kProperty) return std::nullopt;
    const std::byte* const head = p + kTokenSize;
    if (IsTextAt(strings_ + LoadBe32(head + sizeof(uint32_t)), name)) {
      return std::span(head + kPropertyHeadSize, LoadBe32(head));
    }
  }
}

std::optional<std::string_view> FdtNode::StringProperty(std::string_view name) const {
  const auto value = Property(name);
  if (!value.has_value()) return std::nullopt;
  const std::string_view text = AsText(*value);
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\0') return text.substr(0, i);
  }
  return std::nullopt;
}

bool FdtNode::PropertyLists(std::string_view name, std::string_view wanted) const {
  const auto value = Property(name);
  if (!value.has_value()) return false;
  size_t begin = 0;
  const std::string_view text = AsText(*value);
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\0') continue;
    if (text.substr(begin, i - begin) == wanted) return true;
    begin = i + 1;
  }
  return false;
}

bool FdtNode::IsEnabled() const {
  return !Property("status").has_value() || PropertyLists("status", "okay") ||
         PropertyLists("status", "ok");
}

std::optional<FdtNode> FdtNode::NextBetween(unsigned min_depth, unsigned max_depth) const {
  // How many nodes are open before p: the next to begin has this depth.
  unsigned open = depth_ + 1;
  for (const std::byte* p = SkipToken(position_);; p = SkipToken(p)) {
    switch (TokenAt(p)) {
      case Token::kBeginNode:
        if (open <= max_depth) return FdtNode(p, strings_, open);
        ++open;
        break;
      case Token::kEndNode:
        if (--open < min_depth) return std::nullopt;
        break;
      case Token::kEnd:
        return std::nullopt;
      default:
        break;
    }
  }
}

std::optional<FdtNode> FdtNode::Next() const {
  return NextBetween(1, std::numeric_limits<unsigned>::max());
}

std::optional<FdtNode> FdtNode::NextOutside() const { return NextBetween(1, depth_); }

FdtNode::ChildRange::Iterator FdtNode::ChildRange::begin() const {
  const unsigned depth = parent_.depth_ + 1;
  return Iterator(parent_.NextBetween(depth, depth));
}

FdtNode::ChildRange::Iterator& FdtNode::ChildRange::Iterator::operator++() {
  node_ = node_->NextBetween(node_->depth_, node_->depth_);
  return *this;
}

std::optional<FdtNode> FdtNode::Child(std::string_view name) const {
  const bool any_unit_address = WithoutUnitAddress(name).size() == name.size();
  for (const FdtNode& child : Children()) {
    const std::string_view child_name = child.Name();
    if ((any_unit_address ? WithoutUnitAddress(child_name) : child_name) == name) return child;
  }
  return std::nullopt;
}

std::optional<FdtNode> FdtNode::Find(std::string_view path) const {
  std::optional<FdtNode> node = *this;
  while (node.has_value() && !path.empty()) {
    size_t length = 0;
    while (length < path.size() && path[length] != '/') ++length;
    if (length != 0) node = node->Child(path.substr(0, length));
    path.remove_prefix(length < path.size() ? length + 1 : length);
  }
  return node;
}

}  // namespace hf::manifest
