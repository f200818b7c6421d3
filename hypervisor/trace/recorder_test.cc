// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The recorder, read back by the reader that hfidl uses: no record is torn, lost or counted twice.

#include "hypervisor/trace/recorder.h"

#include <gtest/gtest.h>

#include <cstring>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "abi/trace/reader.h"

namespace hf {
namespace {

using trace::Kind;
using trace::Outcome;
using trace::Record;

constexpr trace::Level kLevel = {.major = 1, .minor = 0};

// What the device has taken. The recorder's lock is what makes it whole.
std::string& Streamed() {
  static std::string bytes;
  return bytes;
}

void Stream(std::span<const std::byte> bytes) {
  for (const std::byte b : bytes) {
    EXPECT_NE(b, std::byte{0}) << "the device would lose it";
    Streamed().push_back(static_cast<char>(b));
  }
}

// Every field says which record it is, so that parts of two are seen.
Record Make(uint32_t cpu, uint64_t n) {
  return {.sequence = 12345,
          .time = 1000 + n,
          .cpu = static_cast<uint16_t>(cpu),
          .kind = Kind::kCall,
          .outcome = Outcome::kAgain,
          .from = {.vm = 1, .level = kLevel},
          .x = {cpu, n, n, n},
          .pc = n,
          .syndrome = n};
}
Record End(uint64_t n) {
  return {.time = 1000 + n + 5,
          .outcome = Outcome::kReturns,
          .next = {.vm = 1, .level = kLevel},
          .next_x0 = n};
}
bool IsWhole(const Record& r, uint64_t n) {
  return r.time == 1000 + n && r.x[1] == n && r.x[2] == n && r.x[3] == n && r.pc == n &&
         r.syndrome == n && r.next_x0 == n && r.duration == 5 && r.outcome == Outcome::kReturns &&
         r.x[0] == r.cpu;
}

class RecorderTest : public testing::Test {
 protected:
  RecorderTest() : memory_(TraceRecorder::kMemorySize / 8, ~uint64_t{0}) { Streamed().clear(); }

  void Begin(TraceRecorder::Stream stream) {
    recorder_.Begin(std::as_writable_bytes(std::span(memory_)),
                    {.abi = kLevel, .frequency = 1'000'000, .start = 1000}, stream);
  }
  void Add(uint32_t cpu, uint64_t n) {
    recorder_.Open(cpu, Make(cpu, n));
    recorder_.Finish(cpu, End(n));
  }
  static std::vector<Record> Read(const std::string& bytes) {
    std::istringstream in(bytes);
    trace::Reader reader(in, "trace");
    reader.ExpectLevels({kLevel});
    std::vector<Record> records;
    reader.ReadHeader();
    for (Record r; reader.Next(r);) records.push_back(r);
    EXPECT_EQ(reader.error(), "");
    return records;
  }
  std::string Memory() const {
    return {reinterpret_cast<const char*>(memory_.data()), TraceRecorder::kMemorySize};
  }

  std::vector<uint64_t> memory_;
  TraceRecorder recorder_;
};

TEST_F(RecorderTest, DoesNothingBeforeItBegins) {
  Add(0, 1);
  recorder_.FinishLost(0);
  EXPECT_EQ(memory_[0], ~uint64_t{0});
  Begin(nullptr);
  EXPECT_TRUE(Read(Memory()).empty());
}

TEST_F(RecorderTest, CountsOverAllCpus) {
  Begin(Stream);
  Add(0, 1);
  Add(7, 2);
  Add(0, 3);
  for (const std::string& bytes : {Memory(), Streamed()}) {
    const std::vector<Record> records = Read(bytes);
    ASSERT_EQ(records.size(), 3u);
    for (uint64_t i = 0; i < 3; ++i) {
      EXPECT_EQ(records[i].sequence, i + 1);
      EXPECT_TRUE(IsWhole(records[i], i + 1));
    }
  }
}

TEST_F(RecorderTest, ShowsWhatACpuIsAt) {
  Begin(Stream);
  Add(3, 1);
  recorder_.Open(3, Make(3, 2));
  const std::vector<Record> records = Read(Memory());
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[1].sequence, trace::kNotFinished);
  EXPECT_EQ(records[1].outcome, Outcome::kNone);
  EXPECT_EQ(records[1].x[1], 2u);
  EXPECT_EQ(Read(Streamed()).size(), 1u);
}

TEST_F(RecorderTest, FinishesWhatDoesNotComeBack) {
  Begin(Stream);
  recorder_.Open(3, Make(3, 1));
  recorder_.FinishLost(3);
  recorder_.FinishLost(3);
  recorder_.Finish(3, End(1));
  for (const std::string& bytes : {Memory(), Streamed()}) {
    const std::vector<Record> records = Read(bytes);
    ASSERT_EQ(records.size(), 1u);
    EXPECT_EQ(records[0].sequence, 1u);
    EXPECT_EQ(records[0].outcome, Outcome::kNone);
    EXPECT_EQ(records[0].duration, 0u);
  }
}

TEST_F(RecorderTest, AStreamThatIsClosed) {
  Begin(Stream);
  Add(0, 1);
  recorder_.CloseStream();
  Add(1, 2);
  EXPECT_EQ(Read(Streamed()).size(), 1u);
  EXPECT_EQ(Read(Memory()).size(), 2u);
}

TEST_F(RecorderTest, TheNewestOfEachCpuAreKept) {
  constexpr uint64_t kSize = TraceRecorder::kRingRecords;
  Begin(nullptr);
  Add(1, 1);
  for (uint64_t n = 2; n < 2 + 3 * kSize; ++n) Add(0, n);
  const std::vector<Record> records = Read(Memory());
  ASSERT_EQ(records.size(), kSize + 1);
  EXPECT_EQ(records[0].cpu, 1);
  for (uint64_t i = 0; i < kSize; ++i) {
    const uint64_t n = 2 + 2 * kSize + i;
    EXPECT_EQ(records[i + 1].sequence, n);
    EXPECT_TRUE(IsWhole(records[i + 1], n));
  }
  // Over the oldest comes the one that is open.
  recorder_.Open(0, Make(0, 0));
  EXPECT_EQ(Read(Memory()).size(), kSize + 1);
  EXPECT_EQ(Read(Memory())[1].sequence, 2 + 2 * kSize + 1);
}

TEST_F(RecorderTest, LongTimesAreCut) {
  Begin(nullptr);
  recorder_.Open(0, Make(0, 1));
  recorder_.Finish(
      0, {.time = uint64_t{1} << 40, .outcome = Outcome::kReturns, .next = {.level = kLevel}});
  EXPECT_EQ(Read(Memory())[0].duration, UINT32_MAX);
}

// Eight CPUs at once: the stream has every record, whole and in order.
TEST_F(RecorderTest, ManyCpusIntoAStream) {
  constexpr uint64_t kEach = 500;
  Begin(Stream);
  {
    std::vector<std::jthread> cpus;
    for (uint32_t cpu = 0; cpu < TraceRecorder::kMaxCpus; ++cpu) {
      cpus.emplace_back([this, cpu] {
        for (uint64_t n = 0; n < kEach; ++n) Add(cpu, n);
      });
    }
  }
  std::array<uint64_t, TraceRecorder::kMaxCpus> next = {};
  const std::vector<Record> records = Read(Streamed());
  ASSERT_EQ(records.size(), kEach * TraceRecorder::kMaxCpus);
  for (const Record& r : records) EXPECT_TRUE(IsWhole(r, next[r.cpu]++));
}

// Nobody waits for another.
TEST_F(RecorderTest, ManyCpusIntoRings) {
  constexpr uint64_t kEach = 5000;
  Begin(nullptr);
  {
    std::vector<std::jthread> cpus;
    for (uint32_t cpu = 0; cpu < TraceRecorder::kMaxCpus; ++cpu) {
      cpus.emplace_back([this, cpu] {
        for (uint64_t n = 0; n < kEach; ++n) Add(cpu, n);
      });
    }
  }
  std::set<uint64_t> sequences;
  const std::vector<Record> records = Read(Memory());
  ASSERT_EQ(records.size(), TraceRecorder::kRingRecords * TraceRecorder::kMaxCpus);
  for (const Record& r : records) {
    EXPECT_TRUE(IsWhole(r, r.x[1]));
    EXPECT_GE(r.x[1], kEach - TraceRecorder::kRingRecords);
    EXPECT_TRUE(sequences.insert(r.sequence).second);
  }
  EXPECT_EQ(*sequences.rbegin(), kEach * TraceRecorder::kMaxCpus);
}

}  // namespace
}  // namespace hf
