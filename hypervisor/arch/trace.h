// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Where the traced variant of EL2 (HF_TRACE) writes what hypervisor/exits/trace.h says.

#ifndef HYPERVISOR_ARCH_TRACE_H_
#define HYPERVISOR_ARCH_TRACE_H_

#include <string_view>

#include "hypervisor/base/address.h"

namespace hf::arch {

// A channel of its own, since VMs write to the console in the middle of a line: the console that is
// the virtio device in the first slot of QEMU's virt machine. It takes a byte that is written to
// its configuration without a driver, queues or an interrupt (Virtio 1.1, 5.3.4, "emergency
// write"). Boot maps the page.
inline constexpr PhysAddr kTraceDevice(0x0a000000);

// Writes a whole line. Safe from any CPU.
void WriteTrace(std::string_view line);

}  // namespace hf::arch

#endif  // HYPERVISOR_ARCH_TRACE_H_
