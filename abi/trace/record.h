// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// EL2's trace as bytes: what its traced variant writes and `hfidl trace` reads. This is the only
// place that states the layout; both sides are compiled from it.
//
// A trace is a header and records behind it, all of a fixed size, in little-endian order. There are
// two sorts of them, told apart by Header::ring_records:
//
//   0      a stream: the records in the order of their sequence, as long as the machine runs. It
//   goes
//          through a device that carries no zeros: header and records are stuffed (stuffing.h)
//   n > 0  memory: for each of Header::cpus CPUs a ring of n records. A CPU writes into its own
//          only, over its oldest. The header stands at the beginning of a page of EL2's.
//
// Whoever changes a layout counts kFormat up: readers refuse what they do not know.

#ifndef ABI_TRACE_RECORD_H_
#define ABI_TRACE_RECORD_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace hf::trace {

static_assert(std::endian::native == std::endian::little);

// "HFTRACE" and 0x1a, which ends a text file: the bytes in memory, in this order.
inline constexpr std::array<uint8_t, 8> kMagic = {'H', 'F', 'T', 'R', 'A', 'C', 'E', 0x1a};
inline constexpr uint16_t kFormat = 1;

// A version of the ABI. 0.0: none.
struct Level {
  uint8_t major = {};
  uint8_t minor = {};

  constexpr bool operator==(const Level&) const = default;
  constexpr auto operator<=>(const Level&) const = default;
};

struct Header {
  std::array<uint8_t, 8> magic = {};
  uint16_t format = {};
  uint16_t header_size = {};
  uint16_t record_size = {};
  uint16_t cpus = {};
  uint32_t ring_records = {};
  Level abi = {};  // what EL2 was built from
  uint16_t unused = {};
  uint64_t frequency = {};                   // of the system counter, in Hz
  uint64_t start = {};                       // the system counter when tracing began
  std::array<uint8_t, 32> fingerprint = {};  // of the ABI that EL2 was built from
  std::array<uint8_t, 56> unused_to_the_end = {};
};

// Why a vCPU left for EL2.
enum class Kind : uint8_t {
  kNone = 0,
  kCall = 1,               // HVC #0 that is not the primary's PSCI
  kPsci = 2,               // HVC #0 or SMC #0 of the primary
  kHypervisorCall = 3,     // another HVC; the immediate is in the syndrome
  kSecureMonitorCall = 4,  // another SMC
  kInterrupt = 5,          // a physical one, which is the primary's
  kSError = 6,
  kWait = 7,  // WFI, WFE and those with a timeout
  kSystemRegister = 8,
  kDataAbort = 9,
  kInstructionAbort = 10,
  kOther = 11,  // the class is in the syndrome
  kStart = 12,  // it did not leave: its CPU has been turned on, and enters it
};

// What followed.
enum class Outcome : uint8_t {
  kNone = 0,     // nothing has yet, or nothing can: the CPU or the machine goes off
  kReturns = 1,  // the same vCPU goes on
  kLeaves = 2,   // another vCPU goes on: `next`
  kAgain = 3,    // the call was interrupted: the vCPU will make it again. `next` goes on
};

struct VcpuAtLevel {
  uint16_t vm = {};
  uint16_t vcpu = {};
  Level level = {};  // at which the VM is served, so that its x0 to x3 are of that version
  uint16_t unused = {};
};

// Values of Record::sequence. Records that are whole are counted from 1 over all CPUs, in the order
// in which they were finished.
inline constexpr uint64_t kNotWritten = 0;             // never, or not wholly
inline constexpr uint64_t kNotFinished = ~uint64_t{};  // EL2 is still at it; nothing followed yet

struct Record {
  uint64_t sequence = {};
  uint64_t time = {};      // the system counter when the vCPU left
  uint32_t duration = {};  // until EL2 went on with `next`, on the same counter, at most 2^32 - 1
  uint16_t cpu = {};
  Kind kind = {};
  Outcome outcome = {};
  VcpuAtLevel from = {};
  std::array<uint64_t, 4> x = {};  // x0 to x3 of `from`
  uint64_t pc = {};                // ELR_EL2: of HVC the next instruction, else the one that left
  uint64_t syndrome = {};          // ESR_EL2; 0 for interrupts
  uint64_t far = {};               // FAR_EL2, of aborts
  uint64_t ipa = {};               // of aborts; kNoAddress if the CPU does not tell
  VcpuAtLevel next = {};
  uint64_t next_x0 = {};  // what it finds in x0
  uint64_t pstate = {};   // SPSR_EL2 of `from`
  uint64_t unused = {};
};

inline constexpr uint64_t kNoAddress = ~uint64_t{};

static_assert(sizeof(Header) == 128 && std::is_trivially_copyable_v<Header>);
static_assert(offsetof(Header, format) == 8 && offsetof(Header, ring_records) == 16 &&
              offsetof(Header, abi) == 20 && offsetof(Header, frequency) == 24 &&
              offsetof(Header, start) == 32 && offsetof(Header, fingerprint) == 40);
static_assert(sizeof(Record) == 128 && std::is_trivially_copyable_v<Record>);
static_assert(offsetof(Record, time) == 8 && offsetof(Record, duration) == 16 &&
              offsetof(Record, cpu) == 20 && offsetof(Record, kind) == 22 &&
              offsetof(Record, outcome) == 23 && offsetof(Record, from) == 24 &&
              offsetof(Record, x) == 32 && offsetof(Record, pc) == 64 &&
              offsetof(Record, syndrome) == 72 && offsetof(Record, far) == 80 &&
              offsetof(Record, ipa) == 88 && offsetof(Record, next) == 96 &&
              offsetof(Record, next_x0) == 104 && offsetof(Record, pstate) == 112);

// How far apart headers in a machine's memory may begin.
inline constexpr uint64_t kHeaderAlignment = 4096;

}  // namespace hf::trace

#endif  // ABI_TRACE_RECORD_H_
