// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// How IDL files are written: what is changed, what is kept, and what cannot be formatted.

#include "abi/compiler/format.h"

#include "gtest/gtest.h"

namespace hf::idl {
namespace {

std::string Good(absl::string_view text) {
  Diagnostics diagnostics("t.proto");
  std::string formatted = Format(text, diagnostics);
  EXPECT_EQ(diagnostics.ToString(), "");
  Diagnostics again("t.proto");
  EXPECT_EQ(Format(formatted, again), formatted);
  return formatted;
}

std::string Errors(absl::string_view text) {
  Diagnostics diagnostics("t.proto");
  Format(text, diagnostics);
  return diagnostics.ToString();
}

TEST(FormatTest, BlanksAndIndentation) {
  EXPECT_EQ(Good("enum  A{\noption(x)={a:1 b:0xFF c:-1};\n//Comment.  \nB=0;\t\n}"), R"(enum A {
  option (x) = { a: 1 b: 0xff c: -1 };
  // Comment.
  B = 0;
}
)");
  EXPECT_EQ(Good("rpc A (B) returns(C){\n}\nmessage D{ }"),
            "rpc A(B) returns (C) {\n}\nmessage D {}\n");
}

TEST(FormatTest, WhatGoesOn) {
  EXPECT_EQ(Good(R"(enum A {
B = 0
[(c) = 1,
(d) = "one "
"two"];
required E e = 1 [
(at) = { msb: 1 },
(is) = VM
];
option (f) = {
name: "a" when: "b || "
"c"
move: {
machine: "m" from: "n"
to: "o"
}
};
})"),
            R"(enum A {
  B = 0
      [(c) = 1,
       (d) = "one "
             "two"];
  required E e = 1 [
    (at) = { msb: 1 },
    (is) = VM
  ];
  option (f) = {
    name: "a" when: "b || "
                    "c"
    move: {
      machine: "m" from: "n"
      to: "o"
    }
  };
}
)");
}

TEST(FormatTest, EmptyLines) {
  EXPECT_EQ(Good("\n\na;\n\n\nmessage B {\n\n  // C.\n\n  d;\n\n}\n\n\n"),
            "a;\n\nmessage B {\n  // C.\n\n  d;\n}\n");
}

TEST(FormatTest, CommentsAreKept) {
  EXPECT_EQ(Good("// ==== Words ==\na;  // Why: \"{\".\n  //\n//   [x]\n"),
            "// ==== Words " + std::string(86, '=') + "\na;  // Why: \"{\".\n//\n//   [x]\n");
}

TEST(FormatTest, StringsAreKept) {
  EXPECT_EQ(Good("a = \"b  :c // \\\" 0xFF\";"), "a = \"b  :c // \\\" 0xFF\";\n");
}

TEST(FormatTest, WhatCannotBeFormatted) {
  EXPECT_EQ(Errors("a {\n  b: [ 1 }\n"),
            "t.proto:2:10: error: '}' where ']' closes what is open since line 2\n");
  EXPECT_EQ(Errors("a {\n"), "t.proto:1:3: error: the bracket is not closed\n");
  EXPECT_EQ(Errors("a;\n}\n"), "t.proto:2:1: error: '}' closes nothing\n");
  EXPECT_EQ(Errors("a = \"b;\n"),
            "t.proto:1:5: error: the string does not end on this line; two strings in a row are "
            "one\n");
  EXPECT_EQ(Errors("/* a */"),
            "t.proto:1:1: error: a comment starts with '//', rather than with '/*'\n");
  EXPECT_EQ(Errors("// " + std::string(98, 'a')),
            "t.proto:1:101: error: the line has 101 columns; a line has at most 100\n");
}

}  // namespace
}  // namespace hf::idl
