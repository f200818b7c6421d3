// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/trace.h"

#ifdef HF_TRACE

#include "hypervisor/arch/memory.h"
#include "hypervisor/sync/spin_lock.h"

namespace hf::arch {
namespace {

// Virtio over MMIO: the device's configuration stands at 0x100, and emerg_wr at 8 in a console's.
constexpr uint64_t kEmergencyWrite = 0x100 + 8;

// Of no rank: nothing is locked while it is held, and it is held by nobody who holds another.
constinit SpinLock trace_lock;

}  // namespace

void WriteTrace(std::string_view line) {
  auto& device = *reinterpret_cast<volatile uint32_t*>(DirectMap(kTraceDevice + kEmergencyWrite));
  trace_lock.Lock();
  for (const char c : line) device = static_cast<unsigned char>(c);
  trace_lock.Unlock();
}

}  // namespace hf::arch

#endif
