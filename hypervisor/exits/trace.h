// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A record of each exit: why a vCPU has left and what goes on. abi/trace/record.h has its layout,
// and `hfidl trace` puts it into words. Only the traced variant of EL2 (HF_TRACE) has it: in the
// others these are empty, and not an instruction is left of them.

#ifndef HYPERVISOR_EXITS_TRACE_H_
#define HYPERVISOR_EXITS_TRACE_H_

#include "hypervisor/arch/exit.h"
#include "hypervisor/calls/context.h"
#include "hypervisor/vm/cpu.h"
#include "hypervisor/vm/vcpu.h"

namespace hf {

#ifdef HF_TRACE

// For boot, once: from now on exits are recorded. Requires that the page of arch::kTraceDevice is
// mapped.
void BeginTrace();

// The CPU that has loaded it has been turned on, or has booted, and enters this vCPU.
void TraceStart(const Vcpu& vcpu);

// Before the exit is handled: registers may be another CPU's to change as soon as a vCPU is ready.
void TraceExit(const Cpu& cpu, const Vcpu& vcpu, const arch::Exit& exit);
// When it is known who goes on.
void TraceResume(const CallContext& context);

#else

inline void BeginTrace() {}
inline void TraceStart(const Vcpu&) {}
inline void TraceExit(const Cpu&, const Vcpu&, const arch::Exit&) {}
inline void TraceResume(const CallContext&) {}

#endif

}  // namespace hf

#endif  // HYPERVISOR_EXITS_TRACE_H_
