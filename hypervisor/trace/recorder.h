// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Writes the trace that abi/trace/record.h lays out: into a ring for each CPU, always, and to a
// stream, if there is one. Only the traced variant of EL2 has a recorder.
//
// A CPU opens a record when a vCPU has left and finishes it when it is known who goes on, so that
// whoever looks at the machine's memory at any moment sees what each CPU was at. He may look while
// a record is being written: it says so itself (Record::sequence). Locking: rings need none, since
// a CPU writes its own only; the stream has a lock, under which the records get their numbers, so
// that they come whole and in order.

#ifndef HYPERVISOR_TRACE_RECORDER_H_
#define HYPERVISOR_TRACE_RECORDER_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "abi/trace/record.h"
#include "hypervisor/sync/spin_lock.h"

namespace hf {

class TraceRecorder {
 public:
  static constexpr size_t kMaxCpus = 8;
  static constexpr size_t kRingRecords = 1024;
  static constexpr size_t kMemorySize =
      sizeof(trace::Header) + kMaxCpus * kRingRecords * sizeof(trace::Record);
  using Stream = void (*)(std::span<const std::byte> bytes);

  // Begins to trace into `memory`, which must have kMemorySize bytes or more, be aligned as a
  // Record is, and may hold anything. Of `header` only abi, fingerprint, frequency and start count.
  // `stream` may be null; it is given bytes that are no zeros. Requires that no other function runs
  // meanwhile.
  void Begin(std::span<std::byte> memory, const trace::Header& header, Stream stream);

  // Opens a record of this CPU's, whose sequence does not count. Does nothing before Begin().
  void Open(uint32_t cpu, const trace::Record& record);
  // Finishes it, if one is open: outcome, next and next_x0 of `end` are added to it, and what
  // `time` is later than its own.
  void Finish(uint32_t cpu, const trace::Record& end);
  // Finishes it, if one is open, with nothing that follows.
  void FinishLost(uint32_t cpu);
  // The machine is about to end: nothing more goes into the stream, so that no record is cut off.
  void CloseStream();

 private:
  struct Ring {
    uint64_t written = 0;
    trace::Record* open = nullptr;
  };
  void Send(const auto& block);
  void Number(trace::Record& record);

  trace::Record* records_ = nullptr;
  Stream stream_ = nullptr;
  std::array<Ring, kMaxCpus> rings_ = {};
  std::atomic<uint64_t> last_ = 0;
  // Of no rank: nothing is locked while it is held.
  SpinLock stream_lock_;
  bool closed_ = false;
};

}  // namespace hf

#endif  // HYPERVISOR_TRACE_RECORDER_H_
