// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Nodes and properties, compared with what libfdt says of the same tree.

#include "hypervisor/manifest/fdt_node.h"

#include <gtest/gtest.h>
#include <libfdt.h>

#include <string>
#include <vector>

#include "hypervisor/manifest/fdt.h"
#include "hypervisor/manifest/fdt_reg.h"
#include "hypervisor/manifest/testing/host.h"
#include "hypervisor/manifest/testing/tree.h"

namespace hf::manifest {
namespace {

// Keeps the bytes that the node lies in.
class FdtNodeTest : public testing::Test {
 protected:
  FdtNode Root(const Tree& tree) {
    bytes_ = tree.Build();
    const Result<Fdt> fdt = Fdt::Parse(bytes_);
    EXPECT_TRUE(fdt.ok());
    return fdt.value().root();
  }
  Bytes bytes_;
};

TEST_F(FdtNodeTest, SameNodesAndPropertiesAsLibfdt) {
  FdtNode node = Root(SmallBoard().Cells("/a/b/c", "x", {1}).Text("/a/d", "x", "y"));
  int offset = 0;
  int depth = 0;
  for (; node.exists(); node = node.Next()) {
    ASSERT_GE(offset, 0);
    EXPECT_EQ(node.Name(), fdt_get_name(bytes_.data(), offset, nullptr));
    EXPECT_EQ(static_cast<int>(node.depth()), depth);
    int property;
    fdt_for_each_property_offset(property, bytes_.data(), offset) {
      const char* name = nullptr;
      int size = 0;
      const void* const value = fdt_getprop_by_offset(bytes_.data(), property, &name, &size);
      const FdtProperty ours = node.Property(name);
      EXPECT_EQ(ours.bytes().data(), value) << name;
      EXPECT_EQ(ours.bytes().size(), static_cast<size_t>(size)) << name;
    }
    std::vector<std::string> children;
    for (const FdtNode child : node.Children()) children.emplace_back(child.Name());
    int child;
    size_t count = 0;
    fdt_for_each_subnode(child, bytes_.data(), offset) {
      ASSERT_LT(count, children.size());
      EXPECT_EQ(children[count++], fdt_get_name(bytes_.data(), child, nullptr));
    }
    EXPECT_EQ(count, children.size());
    offset = fdt_next_node(bytes_.data(), offset, &depth);
  }
  EXPECT_LT(depth, 0);
}

TEST_F(FdtNodeTest, FindsPaths) {
  const FdtNode root = Root(Tree().Cells("/a@1/b", "x", {1}).Cells("/a@2/b", "x", {2}).Node("/ab"));
  const auto x = [&](std::string_view path) -> uint64_t {
    const FdtNode node = root.Find(path);
    return node.exists() ? ReadNumber(node.Property("x")).value_or(0) : 99;
  };
  EXPECT_EQ(x("/a@1/b"), 1u);
  EXPECT_EQ(x("/a@2/b"), 2u);
  EXPECT_EQ(x("/a/b"), 2u);  // libfdt adds a node before its siblings
  EXPECT_EQ(x("//a@1//b/"), 1u);
  EXPECT_EQ(x("/"), 0u);
  EXPECT_EQ(x(""), 0u);
  for (const std::string_view absent :
       {"/a@3/b", "/a@1/c", "/a@", "/a@1/b/c", "/A", "/a@11", "/b", "/ab@1"}) {
    EXPECT_EQ(x(absent), 99u) << absent;
  }
  EXPECT_EQ(x(std::string_view("/a@1\0/b", 7)), 99u);
}

TEST_F(FdtNodeTest, NextOutsideSkipsWhatIsInside) {
  const FdtNode root = Root(Tree().Node("/z").Node("/y/in/deep").Node("/x"));
  std::string names;
  for (FdtNode node = root.Next(); node.exists(); node = node.NextOutside()) names += node.Name();
  EXPECT_EQ(names, "xyz");
  EXPECT_FALSE(root.NextOutside().exists());
  EXPECT_EQ(root.Find("/y/in/deep").Next().Name(), "z");
}

TEST_F(FdtNodeTest, PropertyNamesAreCompared) {
  const FdtNode root = Root(Tree().Cells("/", "ab", {1}).Cells("/", "abc", {2}));
  EXPECT_EQ(ReadNumber(root.Property("ab")), 1u);
  EXPECT_EQ(ReadNumber(root.Property("abc")), 2u);
  for (const std::string_view absent : {"", "a", "abcd", "b"}) {
    EXPECT_FALSE(root.Property(absent).exists()) << absent;
  }
  EXPECT_FALSE(root.Property(std::string_view("ab\0", 3)).exists());
  EXPECT_FALSE(root.Property(std::string_view("ab\0abc", 6)).exists());
}

TEST(FdtProperty, Text) {
  const auto text = [](std::string_view bytes) {
    const Bytes copy = ToBytes(bytes);
    return std::string(FdtProperty(copy).Text());
  };
  EXPECT_EQ(text(std::string_view("okay\0", 5)), "okay");
  EXPECT_EQ(text(std::string_view("a\0b\0", 4)), "a");
  EXPECT_EQ(text("okay"), "");
  EXPECT_EQ(text(std::string_view("\0", 1)), "");
  EXPECT_EQ(FdtProperty().Text(), "");
}

TEST(FdtProperty, Lists) {
  const auto lists = [](std::string_view bytes, std::string_view wanted) {
    const Bytes copy = ToBytes(bytes);
    return FdtProperty(copy).Lists(wanted);
  };
  constexpr std::string_view kList("one\0two\0\0four\0", 14);
  for (const std::string_view wanted : {"one", "two", "four", ""}) {
    EXPECT_TRUE(lists(kList, wanted)) << wanted;
  }
  for (const std::string_view wanted : {"on", "ne", "onetwo", "three", "four5"}) {
    EXPECT_FALSE(lists(kList, wanted)) << wanted;
  }
  EXPECT_FALSE(lists("one", "one"));  // without an end
  EXPECT_FALSE(lists("", "one"));
  EXPECT_FALSE(FdtProperty().Lists("one"));
}

TEST_F(FdtNodeTest, IsEnabled) {
  const FdtNode root = Root(Tree()
                                .Node("/none")
                                .Text("/okay", "status", "okay")
                                .Text("/ok", "status", "ok")
                                .Text("/disabled", "status", "disabled")
                                .Text("/reserved", "status", "reserved")
                                .Text("/fail", "status", "fail-sss")
                                .Raw("/cut", "status", ToBytes("okay"))
                                .Raw("/empty", "status", {}));
  for (const char* name : {"none", "okay", "ok"}) EXPECT_TRUE(root.Child(name).IsEnabled()) << name;
  for (const char* name : {"disabled", "reserved", "fail", "cut", "empty"}) {
    EXPECT_FALSE(root.Child(name).IsEnabled()) << name;
  }
}

TEST_F(FdtNodeTest, CellCounts) {
  const auto counts = [&](const Tree& tree) { return ReadCellCounts(Root(tree)); };
  EXPECT_EQ(counts(Tree().Node("/")).address, 2);
  const CellCounts one_two =
      counts(Tree().Cells("/", "#address-cells", {1}).Cells("/", "#size-cells", {2}));
  EXPECT_EQ(one_two.address, 1);
  EXPECT_EQ(one_two.size, 2);
  for (const uint32_t bad : {0u, 3u, 4u, 257u, 0x8000'0000u, 0xffff'ffffu}) {
    EXPECT_EQ(counts(Tree().Cells("/", "#address-cells", {bad})).address, 0) << bad;
    if (bad != 0) EXPECT_EQ(counts(Tree().Cells("/", "#size-cells", {bad})).address, 0) << bad;
  }
  EXPECT_EQ(counts(Tree().Cells("/", "#address-cells", {1, 1})).address, 0);
  EXPECT_EQ(counts(Tree().Raw("/", "#size-cells", {})).address, 0);
}

TEST_F(FdtNodeTest, RegLists) {
  constexpr uint64_t kEnd = uint64_t{1} << 52;
  const FdtNode root =
      Root(Tree()
               .Cells("/n", "reg", {1, 2, 3, 4, 5, 6})
               .Raw("/odd", "reg", Bytes(7))
               .Raw("/empty", "reg", {})
               .Numbers("/high", "reg", {~uint64_t{0}, 1, ~uint64_t{0}, 0, 1, kEnd - 1, 1, kEnd})
               .Node("/none"));
  const RegList one_one = RegList::Of(root.Child("n"), {1, 1});
  ASSERT_EQ(one_one.size(), 3u);
  EXPECT_EQ(one_one.RangeAt(2), PhysRange::FromSize(PhysAddr(5), 6));
  const RegList two_one = RegList::Of(root.Child("n"), {2, 1});
  ASSERT_EQ(two_one.size(), 2u);
  EXPECT_EQ(two_one.RangeAt(0), PhysRange::FromSize(PhysAddr(0x1'0000'0002), 3));
  const RegList one_two = RegList::Of(root.Child("n"), {1, 2});
  EXPECT_EQ(one_two.RangeAt(1), PhysRange::FromSize(PhysAddr(4), 0x5'0000'0006));
  const RegList one_none = RegList::Of(root.Child("n"), {1, 0});
  EXPECT_EQ(one_none.size(), 6u);
  EXPECT_EQ(one_none.AddressAt(5), 6u);
  EXPECT_TRUE(one_none.RangeAt(5)->empty());
  EXPECT_TRUE(RegList::Of(root.Child("n"), {2, 2}).empty());  // a cell and a half entries
  EXPECT_TRUE(RegList::Of(root.Child("n"), {0, 0}).empty());
  for (const char* name : {"odd", "empty", "none"}) {
    EXPECT_TRUE(RegList::Of(root.Child(name), {1, 1}).empty()) << name;
  }
  const RegList high = RegList::Of(root.Child("high"), {2, 2});
  EXPECT_FALSE(high.RangeAt(0).has_value());
  EXPECT_FALSE(high.RangeAt(1).has_value());
  EXPECT_EQ(high.RangeAt(2), PhysRange::FromSize(PhysAddr(1), kEnd - 1));
  EXPECT_FALSE(high.RangeAt(3).has_value());
}

}  // namespace
}  // namespace hf::manifest
