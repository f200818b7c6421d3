// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/manifest/vms.h"

#include <gtest/gtest.h>

#include <string>

#include "hypervisor/manifest/testing/host.h"

namespace hf::manifest {
namespace {

const char* Name(AbiVersion abi) {
  switch (abi) {
    case AbiVersion::kUnstated:
      return "unstated";
    case AbiVersion::k0_1:
      return "0.1";
    case AbiVersion::k1_0:
      return "1.0";
    case AbiVersion::k1_1:
      return "1.1";
  }
  return "?";
}

// All lines: "<number>: <memory> <vCPUs> <file> <abi>", or what the console says.
std::string Read(std::string_view text) {
  const Bytes bytes = ToBytes(text);
  VmsReader reader(bytes);
  std::string all;
  while (const auto line = reader.Next()) {
    if (line->kind == VmsLine::Kind::kWrong) {
      LogWrongLine(*line);
      all += TakeConsole();
      continue;
    }
    all += std::to_string(line->number) + ": ";
    if (line->kind == VmsLine::Kind::kPrimary) {
      all += "primary";
    } else {
      all += std::to_string(line->memory) + " " + std::to_string(line->vcpus) + " " +
             std::string(line->file);
    }
    all += std::string(" ") + Name(line->abi) + "\n";
  }
  EXPECT_FALSE(reader.Next().has_value());
  return all;
}

// The message of a file of one wrong line.
std::string Wrong(std::string_view line) {
  std::string all = Read(line);
  constexpr std::string_view kHead = "hafnia: vms.txt:1: ";
  constexpr std::string_view kTail = ": skipped\n";
  if (!all.starts_with(kHead) || !all.ends_with(kTail)) return "not one wrong line: " + all;
  return all.substr(kHead.size(), all.size() - kHead.size() - kTail.size());
}

TEST(Vms, Lines) {
  EXPECT_EQ(Read("1048576 1 kernel\n65536 8 ./other"),
            "1: 1048576 1 kernel unstated\n2: 65536 8 ./other unstated\n");
  EXPECT_EQ(Read(""), "");
  EXPECT_EQ(Read("\n\n \t\r\n\r\n"), "");
  EXPECT_EQ(Read("\n\n4096 1 a\n\n4096 2 b\n\n"), "3: 4096 1 a unstated\n5: 4096 2 b unstated\n");
}

TEST(Vms, Separators) {
  EXPECT_EQ(Read(" \t 4096\t\t1 \t name \r\n4096 1 b\r\n"),
            "1: 4096 1 name unstated\n2: 4096 1 b unstated\n");
  EXPECT_EQ(Read("4096\r1\ra\r"), "1: 4096 1 a unstated\n");
}

TEST(Vms, MemoryIsRoundedUpToWholePages) {
  EXPECT_EQ(Read("1 1 a\n4095 1 a\n4096 1 a\n4097 1 a\n"),
            "1: 4096 1 a unstated\n2: 4096 1 a unstated\n3: 4096 1 a unstated\n"
            "4: 8192 1 a unstated\n");
  EXPECT_EQ(Read("18446744073709547520 1 a"), "1: 18446744073709547520 1 a unstated\n");
  EXPECT_EQ(Read("0000000000000000000000000000004096 01 a"), "1: 4096 1 a unstated\n");
}

TEST(Vms, MemoryThatIsWrong) {
  EXPECT_EQ(Wrong("0 1 a"), "0 bytes of memory; 1 or more are allowed");
  const std::string what = " is no memory size; a decimal number of bytes below 2^64 is allowed";
  for (const std::string value :
       {"18446744073709547521", "18446744073709551615", "18446744073709551616",
        "99999999999999999999999999", "-1", "+1", "0x1000", "1M", "4096,", "abc", "1.5", "#"}) {
    EXPECT_EQ(Wrong(value + " 1 a"), value + what);
  }
}

TEST(Vms, VcpusThatAreWrong) {
  for (const std::string value :
       {"0", "9", "1000", "18446744073709551616", "18446744073709551617", "-1", "one", "1x"}) {
    EXPECT_EQ(Wrong("4096 " + value + " a"), value + " vCPUs; 1 to 8 are allowed");
  }
  EXPECT_EQ(Wrong("4096"), "the number of vCPUs is missing after the memory size");
  EXPECT_EQ(Read("\n\n4096 9 a\n"), "hafnia: vms.txt:3: 9 vCPUs; 1 to 8 are allowed: skipped\n");
}

TEST(Vms, FileNames) {
  EXPECT_EQ(Wrong("4096 1"), "the file name is missing after the number of vCPUs");
  EXPECT_EQ(Wrong("4096 1 \t\r"), "the file name is missing after the number of vCPUs");
  EXPECT_EQ(Wrong("4096 1 abi=1.0"), "the file name is missing after the number of vCPUs");
  EXPECT_EQ(Read("4096 1 k\xc3\xa9rnel"), "1: 4096 1 k\xc3\xa9rnel unstated\n");
  EXPECT_EQ(Read("4096 1 primary"), "1: 4096 1 primary unstated\n");
}

TEST(Vms, AbiFields) {
  EXPECT_EQ(Read("4096 1 a abi=0.1\n4096 1 a abi=1.0\n4096 1 a \tabi=1.1\r\n"),
            "1: 4096 1 a 0.1\n2: 4096 1 a 1.0\n3: 4096 1 a 1.1\n");
  const std::string what = ": abi=0.1, abi=1.0 or abi=1.1 is allowed here, or nothing";
  for (const std::string field : {"abi=", "abi=1", "abi=1.2", "abi=1.00", "ABI=1.0", "more", "1"}) {
    EXPECT_EQ(Wrong("4096 1 a " + field), field + what);
  }
  EXPECT_EQ(Wrong("4096 1 a abi=1.0 abi=1.1"), "abi=1.1: nothing is allowed after abi=");
  EXPECT_EQ(Wrong("4096 1 a abi=1.0 x"), "x: nothing is allowed after abi=");
}

TEST(Vms, ThePrimarysLine) {
  EXPECT_EQ(Read("4096 1 a\nprimary abi=1.1\n"), "1: 4096 1 a unstated\n2: primary 1.1\n");
  EXPECT_EQ(Wrong("primary"), "primary is to be followed by abi=0.1, abi=1.0 or abi=1.1");
  EXPECT_EQ(Wrong("primary abi=2.0"),
            "abi=2.0: abi=0.1, abi=1.0 or abi=1.1 is allowed here, or nothing");
  EXPECT_EQ(Wrong("primary abi=1.0 x"), "x: nothing is allowed after abi=");
  EXPECT_EQ(Wrong("primary2 abi=1.0"),
            "primary2 is no memory size; a decimal number of bytes below 2^64 is allowed");
  EXPECT_EQ(Read("primary abi=1.0\nprimary abi=1.1\n"),
            "1: primary 1.0\n"
            "hafnia: vms.txt:2: primary: there was such a line before; one is allowed: skipped\n");
}

TEST(Vms, GarbageIsSkippedAndTheRestIsRead) {
  EXPECT_EQ(Read(std::string_view("4096 1 a\0b\n4096 1 c\n", 20)),
            "hafnia: vms.txt:1: 4096 1 a?b: the line has a control character: skipped\n"
            "2: 4096 1 c unstated\n");
  for (const char c : {'\x01', '\x0b', '\x1b', '\x1f', '\x7f'}) {
    EXPECT_EQ(Wrong(std::string("4096 1 a") + c), "4096 1 a?: the line has a control character");
  }
  const std::string longest = "4096 1 " + std::string(kMaxVmsLineLength - 7, 'n');
  EXPECT_EQ(Read(longest), "1: " + longest + " unstated\n");
  EXPECT_EQ(Read(longest + "n\n4096 1 c"),
            "hafnia: vms.txt:1: " + longest.substr(0, 60) +
                ": the line is longer than 255 characters: skipped\n2: 4096 1 c unstated\n");
  EXPECT_EQ(Read(std::string(1 << 20, ' ')), "");
}

TEST(Vms, EveryPrefixAndCorruptionEnds) {
  const Bytes whole = ToBytes("1048576 1 kernel\nprimary abi=1.0\n\n65536 8 ./o abi=1.1");
  const auto visit = [](const Bytes& bytes) {
    VmsReader reader(bytes);
    uint32_t number = 0;
    while (const auto line = reader.Next()) {
      ASSERT_GT(line->number, number);
      number = line->number;
      if (line->kind == VmsLine::Kind::kSecondary) {
        ASSERT_GT(line->memory, 0u);
        ASSERT_EQ(line->memory % 4096, 0u);
        ASSERT_GE(line->vcpus, 1u);
        ASSERT_LE(line->vcpus, kMaxVcpusPerVm);
        ASSERT_FALSE(line->file.empty());
      } else if (line->kind == VmsLine::Kind::kWrong) {
        LogWrongLine(*line);
        const std::string console = TakeConsole();
        ASSERT_TRUE(console.ends_with(": skipped\n"));
        ASSERT_EQ(console.find('\n'), console.size() - 1);
      }
    }
  };
  ForEachPrefix(whole, visit);
  ForEachCorruption(whole, visit);
  ForSomeCorruptions(whole, 20'000, visit);
}

}  // namespace
}  // namespace hf::manifest
