// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Archives made byte by byte, and damaged ones; the cpio tool's are in cpio_tool_test.cc.

#include "hypervisor/manifest/cpio.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "hypervisor/manifest/testing/host.h"

namespace hf::manifest {
namespace {

constexpr uint32_t kRegular = 0100644;
constexpr uint32_t kDirectory = 040755;
constexpr uint32_t kSymlink = 0120777;

// What Find() says, as text: "absent", "error: ...", or the contents in brackets.
std::string Find(const Bytes& archive, std::string_view name) {
  const auto found = Archive(archive).Find(name);
  if (!found.ok()) return std::string("error: ") + found.error().what;
  if (!found.value().has_value()) return "absent";
  return "[" + ToString(*found.value()) + "]";
}

struct Entry {
  std::string name;
  std::string data;
  uint32_t mode = kRegular;
  uint32_t links = 1;
  uint32_t inode = 7;
};

constexpr std::string_view kCutShort = "error: the archive is cut short";

// The two formats, by the same names, for tests that are the same in both.
struct NewFormat {
  static void Add(std::string& archive, const Entry& e, const char* magic = "070701") {
    char header[111];
    std::snprintf(header, sizeof(header), "%s%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X",
                  magic, e.inode, e.mode, 0u, 0u, e.links, 0u, static_cast<unsigned>(e.data.size()),
                  1u, 2u, 0u, 0u, static_cast<unsigned>(e.name.size() + 1), 0u);
    archive += header + e.name + '\0';
    archive.resize((archive.size() + 3) / 4 * 4);
    archive += e.data;
    archive.resize((archive.size() + 3) / 4 * 4);
  }
};

struct OldFormat {
  static void Add(std::string& archive, const Entry& e) {
    const auto put = [&archive](size_t n) {
      archive += static_cast<char>(n & 0xff);
      archive += static_cast<char>(n >> 8 & 0xff);
    };
    const size_t fields[] = {070707,
                             1,
                             e.inode,
                             e.mode,
                             0,
                             0,
                             e.links,
                             0,
                             0,
                             0,
                             e.name.size() + 1,
                             e.data.size() >> 16,
                             e.data.size()};
    for (const size_t field : fields) put(field);
    archive += e.name + '\0';
    archive.resize((archive.size() + 1) / 2 * 2);
    archive += e.data;
    archive.resize((archive.size() + 1) / 2 * 2);
  }
};

template <class Format>
std::string Make(std::initializer_list<Entry> entries, bool trailer = true) {
  std::string archive;
  for (const Entry& entry : entries) Format::Add(archive, entry);
  if (trailer) Format::Add(archive, {"TRAILER!!!", "", 0});
  return archive;
}

template <class Format>
class CpioFormatTest : public testing::Test {};
using Formats = testing::Types<NewFormat, OldFormat>;
TYPED_TEST_SUITE(CpioFormatTest, Formats);

TYPED_TEST(CpioFormatTest, FindsByName) {
  const Bytes archive = ToBytes(Make<TypeParam>(
      {{"vmlinuz", "kernel"}, {"./vms.txt", "1"}, {"a", ""}, {"dir/b", "bb"}, {"bin", "x"}}));
  EXPECT_EQ(Find(archive, "vmlinuz"), "[kernel]");
  EXPECT_EQ(Find(archive, "./vmlinuz"), "[kernel]");
  EXPECT_EQ(Find(archive, "vms.txt"), "[1]");
  EXPECT_EQ(Find(archive, "./vms.txt"), "[1]");
  EXPECT_EQ(Find(archive, "a"), "[]");
  EXPECT_EQ(Find(archive, "dir/b"), "[bb]");
  EXPECT_EQ(Find(archive, "bin"), "[x]");
  for (const std::string_view absent :
       {"b", "vmlinu", "vmlinuz2", "", ".", "./", "TRAILER!!!", "/a", "../a", "VMLINUZ"}) {
    EXPECT_EQ(Find(archive, absent), "absent") << absent;
  }
  EXPECT_EQ(Find(archive, std::string_view("a\0", 2)), "absent");
}

TYPED_TEST(CpioFormatTest, AllPaddings) {
  for (size_t name = 1; name < 9; ++name) {
    for (size_t data = 0; data < 9; ++data) {
      const std::string n(name, 'n');
      const std::string d(data, 'd');
      const Bytes archive = ToBytes(Make<TypeParam>({{n, d}, {"after", "it"}}));
      EXPECT_EQ(Find(archive, n), "[" + d + "]");
      EXPECT_EQ(Find(archive, "after"), "[it]");
    }
  }
}

TYPED_TEST(CpioFormatTest, TheFirstOfDuplicates) {
  const Bytes archive = ToBytes(Make<TypeParam>({{"a", "1"}, {"./a", "2"}, {"a", ""}}));
  EXPECT_EQ(Find(archive, "a"), "[1]");
}

TYPED_TEST(CpioFormatTest, OnlyRegularFiles) {
  const Bytes archive = ToBytes(Make<TypeParam>(
      {{"a", "", kDirectory}, {"a", "target", kSymlink}, {"b", "x", kSymlink}, {"a", "file"}}));
  EXPECT_EQ(Find(archive, "a"), "[file]");
  EXPECT_EQ(Find(archive, "b"), "absent");
}

TYPED_TEST(CpioFormatTest, NothingAfterTheTrailer) {
  std::string archive = Make<TypeParam>({{"a", "1"}});
  archive += Make<TypeParam>({{"b", "2"}}) + std::string(512, '\0') + "garbage";
  EXPECT_EQ(Find(ToBytes(archive), "a"), "[1]");
  EXPECT_EQ(Find(ToBytes(archive), "b"), "absent");
}

TYPED_TEST(CpioFormatTest, TheArchiveOfNothing) {
  EXPECT_EQ(Find(ToBytes(Make<TypeParam>({})), "a"), "absent");
  EXPECT_EQ(Find({}, "a"), kCutShort);
}

TYPED_TEST(CpioFormatTest, MoreThan64KiB) {
  const std::string large(70'001, 'l');
  const Bytes archive = ToBytes(Make<TypeParam>({{"large", large}, {"a", "1"}}));
  EXPECT_EQ(Find(archive, "large"), "[" + large + "]");
  EXPECT_EQ(Find(archive, "a"), "[1]");
}

// What lies before the cut is found, what may have been behind it is an error, never "absent".
TYPED_TEST(CpioFormatTest, EveryTruncation) {
  const std::string first = Make<TypeParam>({{"first", "11111"}}, false);
  const Bytes whole = ToBytes(Make<TypeParam>({{"first", "11111"}, {"second", "2222222"}}));
  const size_t first_end = first.rfind('1') + 1;
  ForEachPrefix(whole, [&](const Bytes& prefix) {
    EXPECT_EQ(Find(prefix, "first"), prefix.size() < first_end ? kCutShort : "[11111]")
        << prefix.size();
    EXPECT_EQ(Find(prefix, "absent"), kCutShort) << prefix.size();
    const std::string second = Find(prefix, "second");
    EXPECT_TRUE(second == kCutShort || second == "[2222222]") << prefix.size();
  });
}

TYPED_TEST(CpioFormatTest, NoCorruptionReadsOutOfBounds) {
  const Bytes whole = ToBytes(Make<TypeParam>(
      {{"first", "11111"}, {"dir", "", kDirectory}, {"./second", "2222222", kRegular, 2}}));
  const auto visit = [](const Bytes& corrupt) {
    for (const char* name : {"first", "second", "absent"}) Find(corrupt, name);
  };
  ForEachCorruption(whole, visit);
  ForSomeCorruptions(whole, 20'000, visit);
}

TYPED_TEST(CpioFormatTest, GarbageAfterAFile) {
  constexpr std::string_view kGarbage =
      "error: the archive has something else than a cpio header (newc, or old little-endian)";
  for (const std::string_view garbage :
       {std::string_view(
            "this is no header, however long it may be; no, it is not one, really not; "
            "a header would begin with its magic number"),
        std::string_view(
            "070707, the portable format, is none of the two that are known here .....")}) {
    const Bytes archive = ToBytes(Make<TypeParam>({{"a", "1"}}, false) + std::string(garbage));
    EXPECT_EQ(Find(archive, "a"), "[1]");
    EXPECT_EQ(Find(archive, "b"), kGarbage);
    EXPECT_EQ(Find(ToBytes(garbage), "a"), kGarbage);
  }
  EXPECT_EQ(Find(Bytes(512), "a"), kGarbage);
}

TEST(Cpio, FormatsMayBeMixed) {
  std::string archive = Make<OldFormat>({{"old", "1"}, {"odd", "22"}}, false);
  ASSERT_EQ(archive.size() % 4, 0u);
  archive += Make<NewFormat>({{"new", "333"}});
  EXPECT_EQ(Find(ToBytes(archive), "odd"), "[22]");
  EXPECT_EQ(Find(ToBytes(archive), "new"), "[333]");
  EXPECT_EQ(Find(ToBytes(archive), "x"), "absent");
}

TEST(Cpio, ChecksumsAreNotLookedAt) {
  std::string archive;
  NewFormat::Add(archive, {"a", "1"}, "070702");
  NewFormat::Add(archive, {"TRAILER!!!", "", 0}, "070702");
  EXPECT_EQ(Find(ToBytes(archive), "a"), "[1]");
  std::string unknown;
  NewFormat::Add(unknown, {"a", "1"}, "070703");
  EXPECT_TRUE(Find(ToBytes(unknown), "a").starts_with("error: the archive has something else"));
}

TEST(Cpio, HexDigits) {
  const std::string data(0xab, 'd');
  std::string archive = Make<NewFormat>({{"a", data}});
  EXPECT_EQ(Find(ToBytes(archive), "a"), "[" + data + "]");
  const size_t size_at = 6 + 6 * 8;
  ASSERT_EQ(archive.substr(size_at, 8), "000000AB");
  archive.replace(size_at, 8, "000000ab");
  EXPECT_EQ(Find(ToBytes(archive), "a"), "[" + data + "]");
  for (const char* bad : {"000000aG", "-0000001", "0x0000ab", "      ab", "000000/0", "000000:0",
                          "000000@0", "000000`0", "000000g0", "0000\0\0ab"}) {
    archive.replace(size_at, 8, bad, 8);
    EXPECT_EQ(Find(ToBytes(archive), "a"),
              "error: the archive has a header with something else than hexadecimal digits")
        << bad;
  }
}

TEST(Cpio, HugeSizes) {
  for (const size_t field : {6, 11}) {  // of the data, of the name
    for (const char* size : {"FFFFFFFF", "FFFFFFFC", "80000000", "7FFFFFFF", "00001000"}) {
      std::string archive = Make<NewFormat>({{"a", "1"}});
      archive.replace(6 + field * 8, 8, size);
      EXPECT_EQ(Find(ToBytes(archive), "a"), kCutShort) << field << " " << size;
    }
  }
  for (const size_t field : {10, 11, 12}) {
    std::string archive = Make<OldFormat>({{"a", "1"}});
    archive.replace(field * 2, 2, "\xff\xff");
    EXPECT_EQ(Find(ToBytes(archive), "a"), kCutShort) << field;
  }
}

TEST(Cpio, NamesWithoutAnEnd) {
  const std::string error = "error: the archive has a file name without an end";
  std::string archive = Make<NewFormat>({{"abc", "1"}});
  archive.replace(6 + 11 * 8, 8, "00000000");
  EXPECT_EQ(Find(ToBytes(archive), "abc"), error);
  archive.replace(6 + 11 * 8, 8, "00000003");
  EXPECT_EQ(Find(ToBytes(archive), "abc"), error);
  std::string old = Make<OldFormat>({{"abc", "1"}});
  old[20] = 0;
  EXPECT_EQ(Find(ToBytes(old), "abc"), error);
  old[20] = 3;
  EXPECT_EQ(Find(ToBytes(old), "abc"), error);
  // More NULs than one are none too many.
  EXPECT_EQ(Find(ToBytes(Make<NewFormat>({{std::string("abc\0\0", 5), "1"}})), "abc"), "[1]");
}

TEST(Cpio, HardLinksHaveTheDataWithTheLast) {
  const Bytes archive = ToBytes(Make<NewFormat>({{"one", "", kRegular, 3, 5},
                                                 {"other", "x", kRegular, 1, 6},
                                                 {"two", "", kRegular, 3, 5},
                                                 {"three", "data", kRegular, 3, 5}}));
  for (const char* name : {"one", "two", "three"}) EXPECT_EQ(Find(archive, name), "[data]") << name;
  const Bytes empty =
      ToBytes(Make<NewFormat>({{"one", "", kRegular, 2, 5}, {"two", "x", kRegular, 2, 6}}));
  EXPECT_EQ(Find(empty, "one"), "[]");
  const Bytes cut = ToBytes(Make<NewFormat>({{"one", "", kRegular, 2, 5}}, false));
  EXPECT_EQ(Find(cut, "one"), kCutShort);
}

}  // namespace
}  // namespace hf::manifest
