// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "abi/compiler/writer.h"

#include <string>

#include "gtest/gtest.h"

namespace hf::idl {
namespace {

TEST(WriterTest, IndentsLinesButNotEmptyOnes) {
  Writer out;
  out.Line("a", 1, "b");
  out.Indent();
  out.Line();
  out.Line("c");
  out.Outdent();
  out.Line("d");
  EXPECT_EQ(out.text(), "a1b\n\n  c\nd\n");
}

TEST(WriterTest, WrapsCommentsAtTheLastColumn) {
  const std::string word(30, 'x');
  const std::string last(34, 'y');
  Writer out;
  out.Comment("//", word + " " + word + " " + last + " " + word + "\nz");
  EXPECT_EQ(out.text(), "// " + word + " " + word + " " + last + "\n// " + word + "\n//\n// z\n");
  EXPECT_EQ(out.text().find('\n'), Writer::kColumns - 1);
}

TEST(WriterTest, ListsOnOneLineIfTheyFit) {
  Writer out;
  out.List("f(", {"a", "b"}, ");");
  out.List("g(", {}, ");");
  EXPECT_EQ(out.text(), "f(a, b);\ng();\n");
}

TEST(WriterTest, ListsBrokenUnderTheirStart) {
  const std::string item(40, 'x');
  Writer out;
  out.List("f(", {item, item, item}, ");");
  EXPECT_EQ(out.text(), "f(" + item + ", " + item + ",\n  " + item + ");\n");
}

}  // namespace
}  // namespace hf::idl
