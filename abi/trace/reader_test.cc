// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Traces as bytes: whole ones, and everything that may be wrong with them.

#include "abi/trace/reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>

#include "abi/trace/abis.h"
#include "abi/trace/json.h"
#include "abi/trace/test_records.h"

namespace hf::trace {
namespace {

struct Result {
  std::vector<uint64_t> sequences;
  std::vector<uint64_t> missing;
  std::vector<uint64_t> restarts;
  std::string error;
};

Result ReadAll(const std::string& bytes, bool memory = false) {
  std::istringstream in(bytes);
  Reader reader(in, "t.bin");
  reader.ExpectLevels({kOneZero});
  Result result;
  if ((!memory || reader.FindInMemory()) && reader.ReadHeader()) {
    for (Record record; reader.Next(record);) {
      result.sequences.push_back(record.sequence);
      result.missing.push_back(reader.missing());
      result.restarts.push_back(reader.restarted());
    }
  }
  result.error = reader.error();
  return result;
}

using Numbers = std::vector<uint64_t>;

Record Numbered(uint64_t sequence) { return CallRecord(sequence, {0xff00, 0, 0, 0}); }

// Two rings of three records.
std::string Rings(const std::vector<Record>& records) {
  std::string bytes = BytesOf(TestHeader(3));
  for (const Record& record : records) bytes += BytesOf(record);
  return bytes;
}

TEST(Reader, AStream) {
  const Result result = ReadAll(StreamOf(TestHeader(), {Numbered(1), Numbered(2), Numbered(3)}));
  EXPECT_EQ(result.error, "");
  EXPECT_EQ(result.sequences, (Numbers{1, 2, 3}));
  EXPECT_EQ(result.missing, (Numbers{0, 0, 0}));
}

TEST(Reader, RingsInTheOrderOfTheirRecords) {
  const Result result = ReadAll(Rings(
      {Numbered(9), Numbered(4), Numbered(5), Numbered(kNotFinished), Numbered(7), Numbered(0)}));
  EXPECT_EQ(result.error, "");
  EXPECT_EQ(result.sequences, (Numbers{4, 5, 7, 9, kNotFinished}));
  EXPECT_EQ(result.missing, (Numbers{3, 0, 1, 1, 0}));
}

TEST(Reader, RingsInMemory) {
  const std::string page(kHeaderAlignment, 'x');
  const std::string rings = Rings({Numbered(1), {}, {}, {}, {}, {}});
  // A header that begins within a page is none.
  const Result found = ReadAll(page + "HFTRACE" + page.substr(7) + page + rings + page, true);
  EXPECT_EQ(found.error, "");
  EXPECT_EQ(found.sequences, Numbers{1});
  EXPECT_EQ(ReadAll(page + page, true).error,
            "t.bin:8192: error: no trace in this memory: no page begins with \"HFTRACE\". Either "
            "the hypervisor does not trace (//platforms/qemu_virt:hafnia_trace does), or it did "
            "not get so far");
}

// Several boots into one file.
TEST(Reader, AMachineThatStartsAgain) {
  const std::string stream = StreamOf(TestHeader(), {Numbered(1), Numbered(2)});
  const Result result = ReadAll(stream + StreamOf(TestHeader(), {}) + stream);
  EXPECT_EQ(result.error, "");
  EXPECT_EQ(result.sequences, (Numbers{1, 2, 1, 2}));
  EXPECT_EQ(result.restarts, (Numbers{0, 0, 1, 0}));
  Header header = TestHeader();
  header.format = 2;
  EXPECT_TRUE(
      ReadAll(stream + StreamOf(header, {})).error.starts_with("t.bin:387: error: format 2"));
}

TEST(Reader, NoTrace) {
  EXPECT_EQ(ReadAll("").error,
            "t.bin:0: error: no trace: nothing is there; a trace begins with 48 46 54 52 41 43 45 "
            "1a (\"HFTRACE\"), in a stream behind another byte");
  EXPECT_EQ(ReadAll("\x7f"
                    "ELF\x02\x01\x01 and more")
                .error,
            "t.bin:0: error: no trace: it begins with 7f 45 4c 46 02 01 01 20 61; a trace begins "
            "with 48 46 54 52 41 43 45 1a (\"HFTRACE\"), in a stream behind another byte");
}

TEST(Reader, CutAnywhere) {
  const std::string stream = StreamOf(TestHeader(), {Numbered(1), Numbered(2)});
  for (size_t size = 0; size < stream.size(); ++size) {
    const Result result = ReadAll(stream.substr(0, size));
    const size_t whole = size / sizeof(Stuffed);
    EXPECT_EQ(result.sequences.size(), whole == 0 ? 0 : whole - 1);
    EXPECT_EQ(result.error.empty(), size % sizeof(Stuffed) == 0 && size != 0) << size;
  }
  EXPECT_EQ(ReadAll(stream.substr(0, 100)).error,
            "t.bin:100: error: the end of the file, 100 bytes into a header of a stream, which has "
            "129");
  EXPECT_EQ(ReadAll(stream.substr(0, 300)).error,
            "t.bin:300: error: the end of the file, 42 bytes into a record of a stream, which has "
            "129");
  const std::string rings = Rings({{}, {}, {}, {}, {}, {}});
  EXPECT_EQ(ReadAll(rings.substr(0, 127)).error,
            "t.bin:127: error: the end of the file, 127 bytes into the header, which has 128");
  EXPECT_EQ(ReadAll(rings.substr(0, 500)).error,
            "t.bin:500: error: the end of the file; 2 rings of 3 records end at 896");
}

TEST(Reader, WrongHeaders) {
  Header header = TestHeader();
  header.format = 2;
  EXPECT_EQ(ReadAll(StreamOf(header, {})).error,
            "t.bin:0: error: format 2, but this hfidl reads format 1: use the one of the tree that "
            "the hypervisor was built from");
  header = TestHeader();
  header.record_size = 64;
  EXPECT_EQ(ReadAll(StreamOf(header, {})).error,
            "t.bin:0: error: a header of 128 bytes and records of 64; in format 1 both have 128");
  header = TestHeader();
  header.frequency = 0;
  EXPECT_EQ(ReadAll(StreamOf(header, {})).error,
            "t.bin:0: error: a counter of 0 Hz; it is to be more");
  EXPECT_EQ(ReadAll(StreamOf(TestHeader(3), {})).error, "t.bin:0: error: rings in a stream");
  EXPECT_EQ(ReadAll(BytesOf(TestHeader(0))).error, "t.bin:0: error: no rings; memory has some");
  header = TestHeader(3);
  header.cpus = 0xffff;
  EXPECT_EQ(ReadAll(BytesOf(header)).error,
            "t.bin:0: error: 65535 rings of 3 records; there are 1 to 64 of at most 1048576");
}

TEST(Reader, WrongRecords) {
  const auto error = [](const Record& record) {
    return ReadAll(StreamOf(TestHeader(), {Numbered(1), record})).error;
  };
  Record record = Numbered(2);
  record.kind = static_cast<Kind>(200);
  EXPECT_EQ(error(record), "t.bin:258: error: a record of kind 200; there are 1 to 12");
  record = Numbered(2);
  record.outcome = static_cast<Outcome>(9);
  EXPECT_EQ(error(record), "t.bin:258: error: a record of outcome 9; there are 0 to 3");
  record = Numbered(2);
  record.next.level = {.major = 7, .minor = 3};
  EXPECT_EQ(error(record), "t.bin:258: error: a record of a VM at level 7.3; known are 1.0");
  record = Numbered(2);
  record.time = 999'999;
  EXPECT_EQ(error(record),
            "t.bin:258: error: a record of the time 999999, before tracing began at 1000000");
  EXPECT_EQ(error(Numbered(4)),
            "t.bin:258: error: a record of number 4 after number 1; it is to be 2");
  EXPECT_EQ(ReadAll(Rings({Numbered(4), Numbered(4), {}, {}, {}, {}})).error,
            "t.bin:128: error: two records of number 4");
}

TEST(Reader, ADamagedStream) {
  std::string stream = StreamOf(TestHeader(), {Numbered(1)});
  stream[sizeof(Stuffed)] = 0;
  EXPECT_EQ(ReadAll(stream).error,
            "t.bin:129: error: no record of a stream: not what stuffing makes of one");
}

TEST(Reader, AnyBytes) {
  std::mt19937 random(1);
  const std::string stream = StreamOf(TestHeader(), {Numbered(1), Numbered(2)});
  const std::string rings = Rings({Numbered(1), Numbered(2), {}, Numbered(3), {}, {}});
  for (int i = 0; i < 20000; ++i) {
    std::string bytes = i % 2 == 0 ? stream : rings;
    for (unsigned n = 1 + random() % 4; n != 0; --n) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    ReadAll(bytes);  // Ends.
  }
}

TEST(Stuffing, LeavesNoZerosAndLosesNothing) {
  std::mt19937 random(1);
  for (int i = 0; i < 10000; ++i) {
    std::array<uint8_t, sizeof(Record)> bytes;
    const unsigned density = 1 + random() % 300;
    for (uint8_t& byte : bytes) {
      byte = random() % density == 0 ? 0 : static_cast<uint8_t>(random());
    }
    const Stuffed stuffed = Stuff(bytes);
    ASSERT_EQ(std::count(stuffed.begin(), stuffed.end(), 0), 0);
    std::array<uint8_t, sizeof(Record)> back = {};
    ASSERT_TRUE(Unstuff(stuffed, back));
    ASSERT_EQ(back, bytes);
  }
}

TEST(Json, Strings) {
  EXPECT_EQ(JsonString("a \"b\" \\ \n\x01"), R"("a \"b\" \\ \u000a\u0001")");
  EXPECT_EQ(JsonObject().text(), "{}");
  EXPECT_EQ(JsonObject().AddNumber("a", -1).AddText("b", "c").AddHex("d", 16).text(),
            R"({"a":-1,"b":"c","d":"0x10"})");
}

// The ABI by number and by what it means.
TEST(Abis, OfTheHypervisor) {
  const Abis abis = Abis::BuiltIn();
  Header header = TestHeader();
  header.abi = {.major = 7, .minor = 3};
  EXPECT_TRUE(abis.ProblemOf(header).starts_with("a trace of ABI 7.3; known are 0.1, 1.0, "))
      << abis.ProblemOf(header);
  header.abi = kOneZero;
  header.fingerprint.fill(0xab);
  EXPECT_TRUE(abis.ProblemOf(header).starts_with(
      "a trace of ABI 1.0 with the fingerprint abababababababababababababababababababababababab"
      "abababababababab; the known one has "))
      << abis.ProblemOf(header);
}

}  // namespace
}  // namespace hf::trace
