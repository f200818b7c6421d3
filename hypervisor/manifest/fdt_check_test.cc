// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What the structure block of a tree may be, and how large and deep.

#include <gtest/gtest.h>

#include <string>

#include "hypervisor/manifest/board.h"
#include "hypervisor/manifest/fdt.h"
#include "hypervisor/manifest/fdt_format.h"
#include "hypervisor/manifest/testing/host.h"
#include "hypervisor/manifest/testing/raw_tree.h"

namespace hf::manifest {
namespace {

using fdt_format::Token;

Bytes Nested(unsigned depth) {
  RawTree tree;
  for (unsigned i = 0; i < depth; ++i) tree.Begin(i == 0 ? "" : "n");
  for (unsigned i = 0; i < depth; ++i) tree.End();
  return tree.Put(Token::kEnd).Build();
}

// Zeros inside the structure block end the reservations well, but are not theirs.
TEST(FdtCheck, BlocksMustNotOverlap) {
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

TEST(FdtCheck, Depth) {
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

TEST(FdtCheck, StructureBlock) {
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

TEST(FdtCheck, NopsAndEmptyPropertiesArePassedOver) {
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
TEST(FdtCheck, TwoMebibytesOfNodes) {
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
