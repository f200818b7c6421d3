// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/manifest/testing/raw_tree.h"

#include <limits>

#include "hypervisor/base/check.h"
#include "hypervisor/base/endian.h"
#include "hypervisor/manifest/board.h"

namespace hf::manifest {

using fdt_format::Token;

namespace {

void Require(bool condition) { HF_CHECK(condition); }

}  // namespace

void Set(Bytes& tree, size_t field, uint32_t value) { StoreBe32(tree.data() + field, value); }
uint32_t Get(const Bytes& tree, size_t field) { return LoadBe32(tree.data() + field); }

std::string ParseError(const Bytes& bytes) {
  const Result<Fdt> fdt = Fdt::Parse(bytes);
  return fdt.ok() ? "" : fdt.error().what;
}

size_t WalkEverything(const Fdt& fdt) {
  size_t nodes = 0;
  for (FdtNode node = fdt.root(); node.exists(); node = node.Next()) {
    ++nodes;
    Require(node.depth() < Fdt::kMaxDepth);
    Require(node.Name().size() <= fdt.layout().structure_size);
    for (const FdtNode child : node.Children()) Require(child.depth() == node.depth() + 1);
    size_t sum = 0;
    for (const char* name : {"reg", "compatible", "no such property"}) {
      for (const std::byte b : node.Property(name).bytes()) sum += static_cast<size_t>(b);
    }
    Require(sum < std::numeric_limits<size_t>::max());
  }
  static_cast<void>(ReadBoard(fdt));
  static_cast<void>(FindConsole(fdt));
  return nodes;
}

RawTree& RawTree::Begin(std::string_view name) {
  Put(Token::kBeginNode);
  return Chars(std::string(name) + '\0');
}

RawTree& RawTree::Property(uint32_t length, uint32_t name, std::string_view value) {
  Put(Token::kProperty).PutRaw(length).PutRaw(name);
  return Chars(value);
}

RawTree& RawTree::PutRaw(uint32_t value) {
  structure_.resize(structure_.size() + sizeof(value));
  StoreBe32(structure_.data() + structure_.size() - sizeof(value), value);
  return *this;
}

RawTree& RawTree::Chars(std::string_view chars) {
  for (const char c : chars) structure_.push_back(static_cast<std::byte>(c));
  while (structure_.size() % fdt_format::kTokenSize != 0) structure_.push_back(std::byte{0});
  return *this;
}

Bytes RawTree::Build(std::string_view strings) const {
  Bytes tree(fdt_format::kHeaderSize + fdt_format::kReservationSize);
  const auto structure = static_cast<uint32_t>(tree.size());
  tree.insert(tree.end(), structure_.begin(), structure_.end());
  const auto strings_at = static_cast<uint32_t>(tree.size());
  const Bytes more = ToBytes(strings);
  tree.insert(tree.end(), more.begin(), more.end());
  Set(tree, fdt_format::kMagicField, fdt_format::kMagic);
  Set(tree, fdt_format::kTotalSizeField, static_cast<uint32_t>(tree.size()));
  Set(tree, fdt_format::kStructureField, structure);
  Set(tree, fdt_format::kStructureSizeField, static_cast<uint32_t>(structure_.size()));
  Set(tree, fdt_format::kStringsField, strings_at);
  Set(tree, fdt_format::kStringsSizeField, static_cast<uint32_t>(more.size()));
  Set(tree, fdt_format::kReservationsField, fdt_format::kHeaderSize);
  Set(tree, fdt_format::kVersionField, 17);
  Set(tree, fdt_format::kLastCompatibleVersionField, 16);
  tree.shrink_to_fit();
  return tree;
}

}  // namespace hf::manifest
