// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What is said about a folder of released versions that is not as it was.

#include "abi/compiler/frozen.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace hf::idl {
namespace {

constexpr absl::string_view kDigestOfAbc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

class FrozenTest : public testing::Test {
 protected:
  FrozenTest() {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directory(folder_);
    Write("1.0.textproto", "abc");
    Write("SHA256SUMS", absl::StrCat(kDigestOfAbc, "  1.0.textproto\n"));
  }

  void Write(absl::string_view name, absl::string_view text) {
    std::ofstream(absl::StrCat(folder_, "/", name)) << text;
  }

  const std::string folder_ = absl::StrCat(std::getenv("TEST_TMPDIR"), "/released");
};

TEST_F(FrozenTest, AsReleased) { EXPECT_EQ(FrozenErrors(folder_), ""); }

TEST_F(FrozenTest, Edited) {
  Write("1.0.textproto", "");
  EXPECT_EQ(
      FrozenErrors(folder_),
      absl::StrCat(
          folder_,
          "/1.0.textproto:1:1: error: the file has the SHA-256 digest "
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855, but it was released "
          "with ",
          kDigestOfAbc, " (", folder_,
          "/SHA256SUMS:1): a released version never changes; restore it, and make the change in "
          "abi/hafnia.proto\n"));
}

TEST_F(FrozenTest, Removed) {
  std::filesystem::remove(absl::StrCat(folder_, "/1.0.textproto"));
  EXPECT_EQ(FrozenErrors(folder_),
            absl::StrCat(folder_,
                         "/SHA256SUMS:1:67: error: the released file '1.0.textproto' is "
                         "missing\n"));
}

TEST_F(FrozenTest, NotInTheList) {
  Write("1.1.proto", "abc");
  EXPECT_EQ(FrozenErrors(folder_),
            absl::StrCat(folder_,
                         "/1.1.proto:1:1: error: the file is not frozen: append what "
                         "`sha256sum 1.1.proto` prints to ",
                         folder_, "/SHA256SUMS\n"));
}

TEST_F(FrozenTest, BadList) {
  Write("SHA256SUMS", absl::StrCat(kDigestOfAbc, "  1.0.textproto\nabc 1.0.textproto\n"));
  EXPECT_EQ(FrozenErrors(folder_),
            absl::StrCat(folder_,
                         "/SHA256SUMS:2:1: error: not a line of sha256sum: 64 digits, two "
                         "blanks and the file's name\n"));
  std::filesystem::remove(absl::StrCat(folder_, "/SHA256SUMS"));
  EXPECT_EQ(FrozenErrors(folder_),
            absl::StrCat(folder_,
                         "/SHA256SUMS: error: cannot be read: released versions are "
                         "frozen by it\n"));
}

}  // namespace
}  // namespace hf::idl
