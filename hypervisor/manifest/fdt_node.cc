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

// The text before the first `end`, or all.
std::string_view Until(std::string_view text, char end) {
  size_t length = 0;
  while (length < text.size() && text[length] != end) ++length;
  return {text.data(), length};
}

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

// Requires the token at `p` to be a property, a node's begin or end, or a NOP.
const std::byte* SkipToken(const std::byte* p) {
  const Token token = TokenAt(p);
  p += kTokenSize;
  if (token == Token::kBeginNode) return p + Padded(static_cast<uint32_t>(TextAt(p).size()) + 1);
  if (token == Token::kProperty) return p + kPropertyHeadSize + Padded(LoadBe32(p));
  return p;
}

}  // namespace

std::string_view FdtProperty::Text() const {
  const std::string_view all(reinterpret_cast<const char*>(bytes_.data()), bytes_.size());
  const std::string_view text = Until(all, '\0');
  return text.size() < all.size() ? text : std::string_view();
}

bool FdtProperty::Lists(std::string_view wanted) const {
  std::string_view rest(reinterpret_cast<const char*>(bytes_.data()), bytes_.size());
  while (!rest.empty()) {
    const std::string_view text = Until(rest, '\0');
    if (text.size() == rest.size()) return false;
    if (text == wanted) return true;
    rest.remove_prefix(text.size() + 1);
  }
  return false;
}

std::string_view FdtNode::Name() const { return TextAt(position_ + kTokenSize); }

FdtProperty FdtNode::Property(std::string_view name) const {
  for (const std::byte* p = SkipToken(position_);; p = SkipToken(p)) {
    const Token token = TokenAt(p);
    if (token == Token::kNop) continue;
    if (token != Token::kProperty) return FdtProperty();
    const std::byte* const head = p + kTokenSize;
    if (IsTextAt(strings() + LoadBe32(head + sizeof(uint32_t)), name)) {
      return FdtProperty({head + kPropertyHeadSize, LoadBe32(head)});
    }
  }
}

bool FdtNode::IsEnabled() const {
  const FdtProperty status = Property("status"sv);
  return !status.exists() || status.Text() == "okay"sv || status.Text() == "ok"sv;
}

FdtNode FdtNode::NextBetween(unsigned min_depth, unsigned max_depth) const {
  // How many nodes are open before p: the next to begin has this depth.
  unsigned open = depth_ + 1;
  for (const std::byte* p = SkipToken(position_);; p = SkipToken(p)) {
    const Token token = TokenAt(p);
    if (token == Token::kBeginNode) {
      if (open <= max_depth) return FdtNode(p, strings(), open);
      ++open;
    } else if (token == Token::kEndNode) {
      if (--open < min_depth) return FdtNode();
    } else if (token == Token::kEnd) {
      return FdtNode();
    }
  }
}

FdtNode FdtNode::Next() const { return NextBetween(1, std::numeric_limits<unsigned>::max()); }

FdtNode FdtNode::NextOutside() const { return NextBetween(1, depth_); }

FdtNode FdtNode::Child(std::string_view name) const {
  const bool any_unit_address = Until(name, '@').size() == name.size();
  for (const FdtNode child : Children()) {
    const std::string_view child_name = child.Name();
    if ((any_unit_address ? Until(child_name, '@') : child_name) == name) return child;
  }
  return FdtNode();
}

FdtNode FdtNode::Find(std::string_view path) const {
  FdtNode node = *this;
  while (node.exists() && !path.empty()) {
    const std::string_view name = Until(path, '/');
    if (!name.empty()) node = node.Child(name);
    path.remove_prefix(name.size() < path.size() ? name.size() + 1 : name.size());
  }
  return node;
}

}  // namespace hf::manifest
