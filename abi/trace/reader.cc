// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See reader.h.

#include "abi/trace/reader.h"

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <utility>

#include "abi/trace/abis.h"
#include "abi/trace/exits.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"

namespace hf::trace {
namespace {

std::string Bytes(const uint8_t* bytes, uint64_t size) {
  return absl::StrJoin(absl::MakeSpan(bytes, size), " ", [](std::string* out, uint8_t byte) {
    absl::StrAppend(out, absl::Hex(byte, absl::kZeroPad2));
  });
}

void AppendLevel(std::string* out, Level level) { absl::StrAppend(out, LevelName(level)); }

// What is wrong with the header, but for the magic.
std::string ProblemOf(const Header& h) {
  if (h.format != kFormat) {
    return absl::StrCat("format ", h.format, ", but this hfidl reads format ", kFormat,
                        ": use the one of the tree that the hypervisor was built from");
  }
  if (h.header_size != sizeof(Header) || h.record_size != sizeof(Record)) {
    return absl::StrCat("a header of ", h.header_size, " bytes and records of ", h.record_size,
                        "; in format ", kFormat, " both have ", sizeof(Header));
  }
  constexpr uint32_t kMostCpus = 64;
  constexpr uint32_t kMostRecords = 1 << 20;
  if (h.ring_records != 0 && (h.cpus == 0 || h.cpus > kMostCpus || h.ring_records > kMostRecords)) {
    return absl::StrCat(h.cpus, " rings of ", h.ring_records, " records; there are 1 to ",
                        kMostCpus, " of at most ", kMostRecords);
  }
  if (h.frequency == 0) return "a counter of 0 Hz; it is to be more";
  return "";
}

}  // namespace

bool Reader::Fail(uint64_t offset, const std::string& what) {
  error_ = absl::StrCat(name_, ":", offset, ": error: ", what);
  return false;
}

uint64_t Reader::Read(void* to, uint64_t size) {
  in_.read(static_cast<char*>(to), static_cast<std::streamsize>(size));
  const auto count = static_cast<uint64_t>(in_.gcount());
  offset_ += count;
  return count;
}

bool Reader::FindInMemory() {
  std::array<char, kHeaderAlignment> page;
  for (uint64_t at = 0; Read(page.data(), page.size()) == page.size(); at += page.size()) {
    if (memcmp(page.data(), kMagic.data(), kMagic.size()) != 0) continue;
    offset_ = at;
    in_.clear();
    in_.seekg(static_cast<std::streamoff>(at));
    return true;
  }
  return Fail(
      offset_,
      "no trace in this memory: no page begins with \"HFTRACE\". Either the hypervisor does "
      "not trace (//platforms/qemu_virt:hafnia_trace does), or it did not get so far");
}

template <class Block>
bool Reader::ReadStuffed(Stuffed& stuffed, uint64_t begun, Block& block) {
  const uint64_t size = begun + Read(&stuffed[begun], stuffed.size() - begun);
  if (size == 0) return false;
  if (size < stuffed.size()) {
    return Fail(offset_, absl::StrCat("the end of the file, ", size, " bytes into a ",
                                      std::is_same_v<Block, Header> ? "header" : "record",
                                      " of a stream, ", "which has ", stuffed.size()));
  }
  return Unstuff(stuffed, block) ||
         Fail(offset_ - size, "no record of a stream: not what stuffing makes of one");
}

bool Reader::ReadHeader() {
  const uint64_t begin = offset_;
  Stuffed head = {};
  const uint64_t size = Read(head.data(), kMagic.size() + 1);
  const auto begins = [&](uint64_t at) {
    return size >= at + kMagic.size() && memcmp(&head[at], kMagic.data(), kMagic.size()) == 0;
  };
  const bool stream = begins(1);
  if (!stream && !begins(0)) {
    return Fail(begin, absl::StrCat("no trace: ",
                                    size == 0 ? "nothing is there"
                                              : "it begins with " + Bytes(head.data(), size),
                                    "; a trace begins with ", Bytes(kMagic.data(), kMagic.size()),
                                    " (\"HFTRACE\"), in a stream behind another byte"));
  }
  Header header;
  if (stream) {
    if (!ReadStuffed(head, size, header)) return false;
  } else {
    const uint64_t all = size + Read(&head[size], sizeof header_ - size);
    if (all < sizeof header_) {
      return Fail(offset_, absl::StrCat("the end of the file, ", all,
                                        " bytes into the header, which has ", sizeof header_));
    }
    memcpy(&header, head.data(), sizeof header);
  }
  return UseHeader(header, stream, begin) && (stream || ReadRings());
}

bool Reader::UseHeader(const Header& header, bool stream, uint64_t offset) {
  std::string problem = ProblemOf(header);
  if (problem.empty() && stream != (header.ring_records == 0)) {
    problem = stream ? "rings in a stream" : "no rings; memory has some";
  }
  if (!problem.empty()) return Fail(offset, problem);
  header_ = header;
  last_ = 0;
  return true;
}

bool Reader::ReadRings() {
  const uint64_t begin = offset_;
  const uint64_t count = uint64_t{header_.cpus} * header_.ring_records;
  std::vector<Record> records(count);
  const uint64_t size = Read(records.data(), count * sizeof(Record));
  if (size < count * sizeof(Record)) {
    return Fail(offset_, absl::StrCat("the end of the file; ", header_.cpus, " rings of ",
                                      header_.ring_records, " records end at ",
                                      begin + count * sizeof(Record)));
  }
  for (uint64_t i = 0; i < count; ++i) {
    if (records[i].sequence == kNotWritten) continue;
    rings_.push_back({records[i], begin + i * sizeof(Record)});
  }
  // kNotFinished is the greatest number.
  std::sort(rings_.begin(), rings_.end(), [](const Placed& a, const Placed& b) {
    return std::pair(a.record.sequence, a.record.time) >
           std::pair(b.record.sequence, b.record.time);
  });
  return true;
}

bool Reader::Check(const Record& r, uint64_t offset) {
  if (r.kind == Kind::kNone || KindName(r.kind).empty()) {
    return Fail(offset, absl::StrCat("a record of kind ", static_cast<int>(r.kind),
                                     "; there are 1 to ", static_cast<int>(Kind::kStart)));
  }
  if (r.outcome > Outcome::kAgain) {
    return Fail(offset, absl::StrCat("a record of outcome ", static_cast<int>(r.outcome),
                                     "; there are 0 to ", static_cast<int>(Outcome::kAgain)));
  }
  if (r.time < header_.start) {
    return Fail(offset, absl::StrCat("a record of the time ", r.time, ", before tracing began at ",
                                     header_.start));
  }
  for (const Level level : {r.from.level, r.next.level}) {
    if (r.outcome == Outcome::kNone && level == Level{}) continue;
    if (!levels_.contains(level)) {
      return Fail(offset, absl::StrCat("a record of a VM at level ", LevelName(level),
                                       "; known are ", absl::StrJoin(levels_, ", ", AppendLevel)));
    }
  }
  missing_ = 0;
  if (r.sequence == kNotFinished) return true;
  if (header_.ring_records == 0 && r.sequence != last_ + 1) {
    return Fail(offset, absl::StrCat("a record of number ", r.sequence, " after number ", last_,
                                     "; it is to be ", last_ + 1));
  }
  // Rings are in order.
  if (r.sequence == last_) {
    return Fail(offset, absl::StrCat("two records of number ", r.sequence));
  }
  missing_ = r.sequence - last_ - 1;
  last_ = r.sequence;
  return true;
}

bool Reader::Next(Record& record) {
  if (!error_.empty()) return false;
  if (header_.ring_records != 0) {
    if (rings_.empty()) return false;
    const Placed placed = rings_.back();
    rings_.pop_back();
    record = placed.record;
    return Check(record, placed.offset);
  }
  uint64_t begin = offset_;
  Stuffed stuffed;
  restarted_ = false;
  while (true) {
    if (!ReadStuffed(stuffed, 0, record)) return false;
    if (memcmp(&record, kMagic.data(), kMagic.size()) != 0) break;
    Header header;
    memcpy(&header, &record, sizeof header);
    if (!UseHeader(header, true, begin)) return false;
    restarted_ = true;
    begin = offset_;
  }
  return Check(record, begin);
}

}  // namespace hf::trace
