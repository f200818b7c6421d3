// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Traces for tests: a header, records of the usual sort, and the bytes of both.

#ifndef ABI_TRACE_TEST_RECORDS_H_
#define ABI_TRACE_TEST_RECORDS_H_

#include <string>
#include <vector>

#include "abi/trace/record.h"
#include "abi/trace/stuffing.h"

namespace hf::trace {

inline constexpr Level kOneZero = {.major = 1, .minor = 0};
inline constexpr uint64_t kHvc = uint64_t{0x16} << 26 | 1 << 25;

// The counter counts microseconds.
inline Header TestHeader(uint32_t ring_records = 0) {
  return {.magic = kMagic,
          .format = kFormat,
          .header_size = sizeof(Header),
          .record_size = sizeof(Record),
          .cpus = 2,
          .ring_records = ring_records,
          .abi = kOneZero,
          .frequency = 1'000'000,
          .start = 1'000'000};
}

inline VcpuAtLevel Who(uint16_t vm, uint16_t vcpu, Level level = kOneZero) {
  return {.vm = vm, .vcpu = vcpu, .level = level};
}

// CPU 2, VM 1, vCPU 0 after 1.5 s makes a call that returns 0.
inline Record CallRecord(uint64_t sequence, std::array<uint64_t, 4> x) {
  return {.sequence = sequence,
          .time = 2'500'000,
          .duration = 7,
          .cpu = 2,
          .kind = Kind::kCall,
          .outcome = Outcome::kReturns,
          .from = Who(1, 0),
          .x = x,
          .pc = 0x4010'0010,
          .syndrome = kHvc,
          .ipa = kNoAddress,
          .next = Who(1, 0),
          .pstate = 0x3c5};
}

template <class Block>
std::string BytesOf(const Block& block) {
  return {reinterpret_cast<const char*>(&block), sizeof block};
}

inline std::string StreamOf(const Header& header, const std::vector<Record>& records) {
  std::string bytes = BytesOf(Stuff(header));
  for (const Record& record : records) bytes += BytesOf(Stuff(record));
  return bytes;
}

}  // namespace hf::trace

#endif  // ABI_TRACE_TEST_RECORDS_H_
