// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/trace.h"

#ifdef HF_TRACE

#include "hypervisor/arch/aarch64/hw/layout.h"
#include "hypervisor/arch/memory.h"

// The linker script makes room of this size behind the page pool: for 1024 records of each CPU, and
// a page. It has to be what TraceRecorder needs, which checks it.
asm(".globl hf_trace_size\n.set hf_trace_size, 8 * 1024 * 128 + 4096");

namespace hf::arch {
namespace {

// Virtio over MMIO (Virtio 1.1, 4.2.2): the device's id, which is 3 of a console, and where its
// configuration begins, in which emerg_wr stands at 8.
constexpr uint64_t kDeviceId = 0x8;
constexpr uint64_t kEmergencyWrite = 0x100 + 8;
constexpr uint32_t kConsole = 3;

volatile uint32_t& Register(uint64_t offset) {
  return *reinterpret_cast<volatile uint32_t*>(DirectMap(kTraceDevice + offset));
}

}  // namespace

std::span<std::byte> TraceMemory() { return {hf_trace_begin, hf_image_end}; }

bool HasTraceDevice() { return Register(kDeviceId) == kConsole; }

void WriteTrace(std::span<const std::byte> bytes) {
  volatile uint32_t& device = Register(kEmergencyWrite);
  for (const std::byte b : bytes) device = static_cast<uint32_t>(b);
}

}  // namespace hf::arch

#endif
