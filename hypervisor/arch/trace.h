// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Where the traced variant of EL2 (HF_TRACE) keeps and writes what hypervisor/exits/trace.h says.

#ifndef HYPERVISOR_ARCH_TRACE_H_
#define HYPERVISOR_ARCH_TRACE_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "hypervisor/base/address.h"

namespace hf::arch {

// Memory of EL2's that boot leaves alone, for TraceRecorder::Begin().
std::span<std::byte> TraceMemory();

// A channel of its own, since VMs write to the console in the middle of a line: the console that is
// the virtio device in the first slot of QEMU's virt machine. It takes a byte that is written to
// its configuration without a driver, queues or an interrupt (Virtio 1.1, 5.3.4, "emergency
// write"). Boot maps the page.
inline constexpr PhysAddr kTraceDevice(0x0a000000);

// Whether the machine has the device.
bool HasTraceDevice();
// Writes to it. One CPU at a time.
void WriteTrace(std::span<const std::byte> bytes);

// The CPU with these affinity fields, or the whole machine, is about to do what it does not come
// back from. Defined by hypervisor/exits.
enum class TraceEnd : uint8_t { kCpu, kMachine };
void EndTrace(uint64_t mpidr, TraceEnd what);

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_TRACE_H_
