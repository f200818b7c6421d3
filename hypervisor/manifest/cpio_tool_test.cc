// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Archives that the cpio tool has made.

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "hypervisor/manifest/cpio.h"
#include "hypervisor/manifest/testing/host.h"

namespace hf::manifest {
namespace {

// What Find() says, as text: "absent", "error: ...", or the contents in brackets.
std::string Find(const Bytes& archive, std::string_view name) {
  const auto found = Archive(archive).Find(name);
  if (!found.ok()) return std::string("error: ") + found.error().what;
  if (!found.value().has_value()) return "absent";
  return "[" + ToString(*found.value()) + "]";
}

// Made by the build, with cpio; see BUILD.bazel for what is in them.
class RealArchiveTest : public testing::TestWithParam<const char*> {
 protected:
  Bytes Read() {
    std::ifstream file(std::string("hypervisor/manifest/") + GetParam(), std::ios::binary);
    EXPECT_TRUE(file.is_open());
    return ToBytes(std::string(std::istreambuf_iterator<char>(file), {}));
  }
};

TEST_P(RealArchiveTest, FindsFiles) {
  const Bytes archive = Read();
  std::string large;
  for (int i = 1; i <= 20'000; ++i) large += std::to_string(i) + "\n";
  EXPECT_EQ(Find(archive, "vmlinuz"), "[" + large + "]");
  EXPECT_EQ(Find(archive, "vms.txt"), "[1048576 1 kernel\n]");
  EXPECT_EQ(Find(archive, "kernel"), "[odd]");
  EXPECT_EQ(Find(archive, "same_kernel"), "[odd]");  // a hard link
  EXPECT_EQ(Find(archive, "empty"), "[]");
  EXPECT_EQ(Find(archive, "dir/inside"), "[inside\n]");
  EXPECT_EQ(Find(archive, "dir"), "absent");
  EXPECT_EQ(Find(archive, "symlink"), "absent");
  EXPECT_EQ(Find(archive, "initrd.img"), "absent");
}

TEST_P(RealArchiveTest, EveryTruncationOfItsEnd) {
  Bytes archive = Read();
  // The tool fills up to a block of 512 bytes with zeros; behind the trailer, they do not matter.
  while (!archive.empty() && archive.back() == std::byte{0}) archive.pop_back();
  ASSERT_FALSE(archive.empty());
  for (int i = 0; i < 600; ++i) {
    archive.pop_back();
    archive.shrink_to_fit();
    EXPECT_TRUE(Find(archive, "absent").starts_with("error: ")) << archive.size();
  }
}

INSTANTIATE_TEST_SUITE_P(Cpio, RealArchiveTest,
                         testing::Values("archive_newc.cpio", "archive_crc.cpio",
                                         "archive_old.cpio", "archive_old_dots.cpio"));

}  // namespace
}  // namespace hf::manifest
