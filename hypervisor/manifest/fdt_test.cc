// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What Fdt::Parse() accepts and refuses. Trees that it accepts are walked wholly: under the address
// sanitizer that shows that the check is enough.

#include "hypervisor/manifest/fdt.h"

#include <gtest/gtest.h>
#include <libfdt.h>

#include <functional>
#include <string>

#include "hypervisor/base/endian.h"
#include "hypervisor/manifest/board.h"
#include "hypervisor/manifest/fdt_format.h"
#include "hypervisor/manifest/testing/host.h"
#include "hypervisor/manifest/testing/tree.h"

namespace hf::manifest {
namespace {

using fdt_format::Token;

std::string ParseError(const Bytes& bytes) {
  const Result<Fdt> fdt = Fdt::Parse(bytes);
  return fdt.ok() ? "" : fdt.error().what;
}

void Set(Bytes& tree, size_t field, uint32_t value) { StoreBe32(tree.data() + field, value); }
uint32_t Get(const Bytes& tree, size_t field) { return LoadBe32(tree.data() + field); }

// Reads all that can be reached, and returns how many nodes that were.
size_t WalkEverything(const Fdt& fdt) {
  size_t nodes = 0;
  for (FdtNode node = fdt.root(); node.exists(); node = node.Next()) {
    ++nodes;
    EXPECT_LT(node.depth(), Fdt::kMaxDepth);
    EXPECT_LE(node.Name().size(), fdt.layout().structure_size);
    for (const FdtNode child : node.Children()) EXPECT_EQ(child.depth(), node.depth() + 1);
    size_t sum = 0;
    for (const char* name : {"reg", "compatible", "no such property"}) {
      for (const std::byte b : node.Property(name).bytes()) sum += static_cast<size_t>(b);
    }
    EXPECT_GE(sum, 0u);
  }
  static_cast<void>(ReadBoard(fdt));
  static_cast<void>(FindConsole(fdt));
  return nodes;
}

// A tree of a header, an empty reservation block, this structure block and these strings.
class RawTree {
 public:
  RawTree& Begin(std::string_view name) {
    Put(Token::kBeginNode);
    return Chars(std::string(name) + '\0');
  }
  RawTree& End() { return Put(Token::kEndNode); }
  RawTree& Property(uint32_t length, uint32_t name, std::string_view value) {
    Put(Token::kProperty).PutRaw(length).PutRaw(name);
    return Chars(value);
  }
  RawTree& Put(Token token) { return PutRaw(static_cast<uint32_t>(token)); }
  RawTree& PutRaw(uint32_t value) {
    structure_.resize(structure_.size() + sizeof(value));
    StoreBe32(structure_.data() + structure_.size() - sizeof(value), value);
    return *this;
  }
  RawTree& Chars(std::string_view chars) {
    for (const char c : chars) structure_.push_back(static_cast<std::byte>(c));
    while (structure_.size() % 4 != 0) structure_.push_back(std::byte{0});
    return *this;
  }
  Bytes Build(std::string_view strings = {}) const {
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

 private:
  Bytes structure_;
};

Bytes Nested(unsigned depth) {
  RawTree tree;
  for (unsigned i = 0; i < depth; ++i) tree.Begin(i == 0 ? "" : "n");
  for (unsigned i = 0; i < depth; ++i) tree.End();
  return tree.Put(Token::kEnd).Build();
}

TEST(Fdt, LayoutIsLibfdts) {
  const Bytes tree = SmallBoard().Reserve(0x1000, 0x2000).Build(100);
  const Result<Fdt> fdt = Fdt::Parse(tree);
  ASSERT_TRUE(fdt.ok()) << fdt.error().what;
  const Fdt::Layout& layout = fdt.value().layout();
  EXPECT_EQ(layout.total_size, fdt_totalsize(tree.data()));
  EXPECT_EQ(layout.structure, fdt_off_dt_struct(tree.data()));
  EXPECT_EQ(layout.structure_size, fdt_size_dt_struct(tree.data()));
  EXPECT_EQ(layout.strings, fdt_off_dt_strings(tree.data()));
  EXPECT_EQ(layout.strings_size, fdt_size_dt_strings(tree.data()));
  EXPECT_EQ(layout.reservations, fdt_off_mem_rsvmap(tree.data()));
  EXPECT_EQ(layout.reservations_terminator, layout.reservations + 16u);
  EXPECT_EQ(layout.used + 100, layout.total_size);
}

TEST(Fdt, TotalSizeNeedsEightBytesAndTheMagicNumber) {
  Bytes tree = SmallBoard().Build();
  const Bytes head(tree.begin(), tree.begin() + Fdt::kHeadSize);
  ASSERT_TRUE(Fdt::TotalSize(head).ok());
  EXPECT_EQ(Fdt::TotalSize(head).value(), tree.size());
  EXPECT_FALSE(Fdt::TotalSize({}).ok());
  EXPECT_FALSE(Fdt::TotalSize(std::span(head).first(7)).ok());

  Set(tree, fdt_format::kTotalSizeField, Fdt::kMaxSize);
  EXPECT_EQ(Fdt::TotalSize(tree).value(), Fdt::kMaxSize);
  for (const uint32_t size : {0u, 39u, Fdt::kMaxSize + 1, 0x8000'0000u, 0xffff'ffffu}) {
    Set(tree, fdt_format::kTotalSizeField, size);
    EXPECT_FALSE(Fdt::TotalSize(tree).ok()) << size;
  }
  Set(tree, fdt_format::kMagicField, 0xedfe0dd0);
  EXPECT_STREQ(Fdt::TotalSize(tree).error().what,
               "there is no device tree: its magic number, 0xd00dfeed, is missing");
}

TEST(Fdt, AnyAlignmentOfTheBytesWillDo) {
  const Bytes tree = SmallBoard().Build();
  for (size_t shift = 1; shift < 8; ++shift) {
    Bytes shifted(shift);
    shifted.insert(shifted.end(), tree.begin(), tree.end());
    const Result<Fdt> fdt = Fdt::Parse(std::span(shifted).subspan(shift));
    ASSERT_TRUE(fdt.ok()) << fdt.error().what;
    EXPECT_TRUE(ReadBoard(fdt.value()).ok());
  }
}

TEST(Fdt, EveryTruncationIsRefused) {
  ForEachPrefix(SmallBoard().Build(), [](Bytes& prefix) {
    ASSERT_FALSE(Fdt::Parse(prefix).ok()) << prefix.size();
    // Nor does it help that the header knows.
    if (prefix.size() < fdt_format::kHeaderSize) return;
    Set(prefix, fdt_format::kTotalSizeField, static_cast<uint32_t>(prefix.size()));
    ASSERT_FALSE(Fdt::Parse(prefix).ok()) << prefix.size();
  });
}

TEST(Fdt, NoCorruptionReadsOutOfBounds) {
  const auto visit = [](const Bytes& corrupt) {
    const Result<Fdt> fdt = Fdt::Parse(corrupt);
    if (fdt.ok()) WalkEverything(fdt.value());
  };
  const Bytes tree = Tree()
                         .Text("/memory", "device_type", "memory")
                         .Cells("/memory", "reg", {0, 0x4000'0000, 1})
                         .Text("/chosen", "stdout-path", "/uart")
                         .Text("/uart", "compatible", "arm,pl011")
                         .Cells("/uart", "reg", {0, 0x900'0000, 1})
                         .Reserve(1, 2)
                         .Build(8);
  ForEachCorruption(tree, visit);
  ForSomeCorruptions(SmallBoard().Build(), 20'000, visit);
}

TEST(Fdt, Versions) {
  const auto with = [](uint32_t version, uint32_t last_compatible) {
    Bytes tree = SmallBoard().Build();
    Set(tree, fdt_format::kVersionField, version);
    Set(tree, fdt_format::kLastCompatibleVersionField, last_compatible);
    return Fdt::Parse(tree).ok();
  };
  EXPECT_TRUE(with(17, 16));
  EXPECT_TRUE(with(18, 17));
  EXPECT_FALSE(with(16, 16));
  EXPECT_FALSE(with(18, 18));
  EXPECT_FALSE(with(0xffff'ffff, 0xffff'ffff));
}

// Each header field of an offset or a size, at every value where a check might be off by one or a
// sum wrap.
TEST(Fdt, WildOffsetsAndSizes) {
  const Bytes good = SmallBoard().Build();
  const auto total = static_cast<uint32_t>(good.size());
  for (const size_t field :
       {fdt_format::kStructureField, fdt_format::kStringsField, fdt_format::kReservationsField,
        fdt_format::kStringsSizeField, fdt_format::kStructureSizeField}) {
    const uint32_t right = Get(good, field);
    for (const uint32_t base : {0u, right, total - right, total, 0x8000'0000u}) {
      for (uint32_t value = base - 20; value != base + 20; ++value) {
        Bytes tree = good;
        Set(tree, field, value);
        const Result<Fdt> fdt = Fdt::Parse(tree);
        if (fdt.ok()) WalkEverything(fdt.value());
        // Only the structure block may be longer in name than in use.
        if (value > right && field != fdt_format::kStructureSizeField) {
          EXPECT_FALSE(fdt.ok()) << field << " " << value;
        }
      }
    }
  }
}

TEST(Fdt, SentencesForTheHeader) {
  const auto with = [](size_t field, uint32_t value) {
    Bytes tree = SmallBoard().Build();
    Set(tree, field, value);
    return ParseError(tree);
  };
  EXPECT_EQ(with(fdt_format::kStructureField, 58),
            "the device tree's structure block is outside the tree, or not aligned");
  EXPECT_EQ(with(fdt_format::kStructureSizeField, 0xffff'fff0),
            "the device tree's structure block is outside the tree, or not aligned");
  EXPECT_EQ(with(fdt_format::kStringsField, 0xffff'fff0),
            "the device tree's strings block is outside the tree");
  EXPECT_EQ(with(fdt_format::kReservationsField, 44),
            "the device tree's memory reservation block is not aligned");
  EXPECT_EQ(with(fdt_format::kReservationsField, 0xffff'fff8),
            "the device tree's memory reservation block has no end inside the tree");
  EXPECT_EQ(with(fdt_format::kTotalSizeField, 100'000), "the device tree is cut short");
  const uint32_t strings_size = Get(SmallBoard().Build(), fdt_format::kStringsSizeField);
  EXPECT_EQ(with(fdt_format::kStringsSizeField, strings_size - 1),
            "the last string of the device tree has no end");
}

// Zeros inside the structure block end the reservations well, but are not theirs.
TEST(Fdt, BlocksMustNotOverlap) {
  Bytes tree = RawTree()
                   .Begin("")
                   .Property(64, 0, std::string(64, '\0'))
                   .End()
                   .Put(Token::kEnd)
                   .Build(std::string("p\0", 2));
  ASSERT_EQ(ParseError(tree), "");
  Bytes reservations_inside = tree;
  Set(reservations_inside, fdt_format::kReservationsField, 80);
  EXPECT_EQ(ParseError(reservations_inside), "the device tree's blocks overlap");
  Bytes strings_in_header = tree;
  Set(strings_in_header, fdt_format::kStringsField, fdt_format::kTotalSizeField);
  EXPECT_EQ(ParseError(strings_in_header), "the device tree's blocks overlap");
  Bytes strings_inside = tree;
  Set(strings_inside, fdt_format::kStringsField, 80);
  EXPECT_EQ(ParseError(strings_inside), "the device tree's blocks overlap");
}

TEST(Fdt, Depth) {
  EXPECT_EQ(ParseError(Nested(1)), "");
  const Bytes deep = Nested(Fdt::kMaxDepth);
  const Result<Fdt> fdt = Fdt::Parse(deep);
  ASSERT_TRUE(fdt.ok());
  EXPECT_EQ(WalkEverything(fdt.value()), Fdt::kMaxDepth);
  EXPECT_TRUE(fdt.value().root().Find("/n/n/n").exists());
  for (const unsigned depth : {Fdt::kMaxDepth + 1, 10'000u, 60'000u}) {
    EXPECT_EQ(ParseError(Nested(depth)),
              "the device tree has nodes inside nodes to a depth of more than 64");
  }
}

TEST(Fdt, StructureBlock) {
  const std::string strings("name\0", 5);
  EXPECT_EQ(ParseError(RawTree().Build()), "the device tree's structure block has no end");
  EXPECT_EQ(ParseError(RawTree().Put(Token::kEnd).Build()), "the device tree has no root");
  EXPECT_EQ(ParseError(RawTree().Begin("").Put(Token::kEnd).Build()),
            "the device tree ends inside a node");
  EXPECT_EQ(ParseError(RawTree().Begin("").End().Build()),
            "the device tree's structure block has no end");
  EXPECT_EQ(ParseError(RawTree().End().Put(Token::kEnd).Build()),
            "the device tree ends a node that it did not begin");
  EXPECT_EQ(ParseError(RawTree().Begin("").End().Begin("").End().Put(Token::kEnd).Build()),
            "the device tree has two roots");
  EXPECT_EQ(ParseError(RawTree().Begin("").PutRaw(5).End().Put(Token::kEnd).Build()),
            "the device tree's structure block has an unknown token");
  EXPECT_EQ(ParseError(RawTree().Put(Token::kBeginNode).Chars("abcd").Build()),
            "a node name of the device tree has no end");
  EXPECT_EQ(
      ParseError(RawTree().Begin("").Property(4, 5, "1234").End().Put(Token::kEnd).Build(strings)),
      "a property name of the device tree is outside the strings block");
  EXPECT_EQ(ParseError(RawTree().Begin("").Property(4, 0, "1234").End().Put(Token::kEnd).Build()),
            "a property name of the device tree is outside the strings block");
  EXPECT_EQ(ParseError(RawTree().Begin("").Put(Token::kProperty).PutRaw(0).Build(strings)),
            "a property of the device tree has no end");
  for (const uint32_t length : {17u, 0x7fff'ffffu, 0xffff'fff0u, 0xffff'ffffu}) {
    EXPECT_EQ(
        ParseError(
            RawTree().Begin("").Property(length, 0, "1234").End().Put(Token::kEnd).Build(strings)),
        "a property of the device tree is longer than the structure block")
        << length;
  }
  const char* const misplaced =
      "the device tree has a property outside a node, or after a node's children";
  EXPECT_EQ(ParseError(RawTree().Property(0, 0, "").Put(Token::kEnd).Build(strings)), misplaced);
  EXPECT_EQ(ParseError(RawTree()
                           .Begin("")
                           .Begin("n")
                           .End()
                           .Property(0, 0, "")
                           .End()
                           .Put(Token::kEnd)
                           .Build(strings)),
            misplaced);
}

TEST(Fdt, NopsAndEmptyPropertiesArePassedOver) {
  const Bytes tree = RawTree()
                         .Put(Token::kNop)
                         .Begin("")
                         .Put(Token::kNop)
                         .Property(0, 0, "")
                         .Put(Token::kNop)
                         .Property(3, 2, "abc")
                         .Put(Token::kNop)
                         .Begin("n")
                         .End()
                         .Put(Token::kNop)
                         .End()
                         .Put(Token::kNop)
                         .Put(Token::kEnd)
                         .Build(std::string("a\0b\0", 4));
  const Result<Fdt> fdt = Fdt::Parse(tree);
  ASSERT_TRUE(fdt.ok()) << fdt.error().what;
  EXPECT_EQ(WalkEverything(fdt.value()), 2u);
  const FdtNode root = fdt.value().root();
  EXPECT_TRUE(root.Property("a").exists());
  EXPECT_TRUE(root.Property("a").bytes().empty());
  EXPECT_EQ(ToString(root.Property("b").bytes()), "abc");
  EXPECT_FALSE(root.Property("").exists());
}

// The largest tree, in the shapes that cost the most: it has to end soon, not only at all.
TEST(Fdt, TwoMebibytesOfNodes) {
  RawTree flat;
  flat.Begin("");
  for (int i = 0; i < 170'000; ++i) flat.Begin("cpu").End();
  const Bytes tree = flat.End().Put(Token::kEnd).Build();
  ASSERT_LE(tree.size(), Fdt::kMaxSize);
  const Result<Fdt> fdt = Fdt::Parse(tree);
  ASSERT_TRUE(fdt.ok()) << fdt.error().what;
  EXPECT_FALSE(fdt.value().root().Child("absent").exists());
  EXPECT_STREQ(ReadBoard(fdt.value()).error().what,
               "the device tree has no memory node that has memory");
}

}  // namespace
}  // namespace hf::manifest
