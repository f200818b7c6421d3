// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/trace/recorder.h"

#include <algorithm>
#include <cstring>

#include "abi/trace/stuffing.h"
#include "hypervisor/base/check.h"

namespace hf {
namespace {

using trace::Header;
using trace::Outcome;
using trace::Record;

// Not a pair of exclusives on a word that others see: there is one writer.
void SetSequence(Record& record, uint64_t sequence) {
  std::atomic_ref(record.sequence).store(sequence, std::memory_order_release);
}

}  // namespace

void TraceRecorder::Send(const auto& block) {
  const trace::Stuffed stuffed = trace::Stuff(block);
  stream_(std::as_bytes(std::span(stuffed)));
}

void TraceRecorder::Begin(std::span<std::byte> memory, const Header& header, Stream stream) {
  HF_CHECK(memory.size() >= kMemorySize);
  Header h = {.magic = {},
              .format = trace::kFormat,
              .header_size = sizeof(Header),
              .record_size = sizeof(Record),
              .cpus = kMaxCpus,
              .ring_records = kRingRecords,
              .abi = header.abi,
              .frequency = header.frequency,
              .start = header.start,
              .fingerprint = header.fingerprint};
  std::memset(memory.data(), 0, kMemorySize);
  std::memcpy(memory.data(), &h, sizeof h);
  // Last, as what makes it a trace.
  std::atomic_thread_fence(std::memory_order_release);
  std::memcpy(memory.data(), trace::kMagic.data(), trace::kMagic.size());
  records_ = reinterpret_cast<Record*>(memory.data() + sizeof h);
  rings_ = {};
  last_.store(0, std::memory_order_relaxed);
  stream_ = stream;
  closed_ = false;
  if (stream_ == nullptr) return;
  h.magic = trace::kMagic;
  h.ring_records = 0;
  Send(h);
}

void TraceRecorder::Open(uint32_t cpu, const Record& record) {
  if (records_ == nullptr) return;
  HF_CHECK(cpu < kMaxCpus);
  Ring& ring = rings_[cpu];
  Record& slot = records_[cpu * kRingRecords + ring.written % kRingRecords];
  // The old one is gone before the new one comes.
  SetSequence(slot, trace::kNotWritten);
  std::atomic_thread_fence(std::memory_order_release);
  Record copy = record;
  copy.sequence = trace::kNotWritten;
  copy.outcome = Outcome::kNone;
  slot = copy;
  SetSequence(slot, trace::kNotFinished);
  ring.open = &slot;
}

void TraceRecorder::Finish(uint32_t cpu, const Record& end) {
  if (records_ == nullptr || rings_[cpu].open == nullptr) return;
  Record& slot = *rings_[cpu].open;
  slot.duration = static_cast<uint32_t>(std::min<uint64_t>(end.time - slot.time, UINT32_MAX));
  slot.next = end.next;
  slot.next_x0 = end.next_x0;
  slot.outcome = end.outcome;
  rings_[cpu].open = nullptr;
  ++rings_[cpu].written;
  Number(slot);
}

void TraceRecorder::FinishLost(uint32_t cpu) {
  if (records_ == nullptr || rings_[cpu].open == nullptr) return;
  Finish(cpu, {.time = rings_[cpu].open->time, .outcome = Outcome::kNone});
}

void TraceRecorder::CloseStream() {
  stream_lock_.Lock();
  closed_ = true;
  stream_lock_.Unlock();
}

void TraceRecorder::Number(Record& record) {
  if (stream_ == nullptr) {
    SetSequence(record, last_.fetch_add(1, std::memory_order_relaxed) + 1);
    return;
  }
  stream_lock_.Lock();
  SetSequence(record, last_.fetch_add(1, std::memory_order_relaxed) + 1);
  if (!closed_) Send(record);
  stream_lock_.Unlock();
}

}  // namespace hf
