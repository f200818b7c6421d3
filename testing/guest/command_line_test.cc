// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "testing/guest/command_line.h"

#include <gtest/gtest.h>

#include <string>

namespace hf::test {
namespace {

// A tree is built by hand: big-endian words, and strings padded to words.
class Tree {
 public:
  Tree& Word(uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) bytes_ += static_cast<char>(value >> shift);
    return *this;
  }
  Tree& String(std::string_view text) {
    bytes_ += text;
    bytes_ += '\0';
    while (bytes_.size() % 4 != 0) bytes_ += '\0';
    return *this;
  }
  Tree& Node(std::string_view name) { return Word(1).String(name); }
  Tree& EndNode() { return Word(2); }
  // The name is an offset into "bootargs\0reg\0".
  Tree& Property(uint32_t name, std::string_view value) {
    return Word(3).Word(static_cast<uint32_t>(value.size() + 1)).Word(name).String(value);
  }
  std::string Finish() {
    Word(9);
    Tree head;
    head.Word(0xd00dfeed).Word(0).Word(40).Word(static_cast<uint32_t>(40 + bytes_.size()));
    for (int i = 0; i < 6; ++i) head.Word(0);
    return head.bytes_ + bytes_ + std::string("bootargs\0reg\0", 13);
  }

 private:
  std::string bytes_;
};

std::string CommandLineOf(Tree tree) {
  const std::string bytes = tree.Finish();
  return std::string(CommandLine(reinterpret_cast<uintptr_t>(bytes.data())));
}

TEST(CommandLine, IsThatOfChosen) {
  EXPECT_EQ(CommandLineOf(Tree()
                              .Node("")
                              .Property(9, "x")
                              .Node("memory@0")
                              .Property(0, "no")
                              .EndNode()
                              .Word(4)
                              .Node("chosen")
                              .Property(9, "y")
                              .Property(0, "hf.run=all")
                              .EndNode()
                              .EndNode()),
            "hf.run=all");
}

TEST(CommandLine, OnlyOfChosenBelowTheRoot) {
  EXPECT_EQ(CommandLineOf(Tree()
                              .Node("")
                              .Node("soc")
                              .Node("chosen")
                              .Property(0, "no")
                              .EndNode()
                              .EndNode()
                              .Node("chosen")
                              .Node("x")
                              .EndNode()
                              .EndNode()
                              .EndNode()),
            "");
}

TEST(CommandLine, WithoutATree) {
  EXPECT_EQ(CommandLine(0), "");
  const char other[64] = "not a tree";
  EXPECT_EQ(CommandLine(reinterpret_cast<uintptr_t>(other)), "");
}

TEST(Selection, IsTheLastWord) {
  EXPECT_EQ(Selection(""), "all");
  EXPECT_EQ(Selection("quiet"), "all");
  EXPECT_EQ(Selection("quiet hf.run=1,2 x"), "1,2");
  EXPECT_EQ(Selection("hf.run=1 hf.run=none"), "none");
  EXPECT_EQ(Selection("xhf.run=1"), "all");
}

TEST(IsSelected, Words) {
  EXPECT_TRUE(IsSelected("all", 7, false));
  EXPECT_FALSE(IsSelected("none", 0, true));
  EXPECT_TRUE(IsSelected("first-suite", 3, true));
  EXPECT_FALSE(IsSelected("first-suite", 3, false));
}

TEST(IsSelected, Numbers) {
  EXPECT_TRUE(IsSelected("0", 0, false));
  EXPECT_FALSE(IsSelected("0", 1, false));
  EXPECT_TRUE(IsSelected("1,12", 12, false));
  EXPECT_FALSE(IsSelected("1,12", 2, true));
  EXPECT_FALSE(IsSelected("", 0, true));
  EXPECT_FALSE(IsSelected(",", 0, true));
}

}  // namespace
}  // namespace hf::test
