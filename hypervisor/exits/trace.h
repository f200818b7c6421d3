// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// One line a return to a VM that says why a vCPU had left and what goes on; testing/debug/trace.py
// puts it into words. Only the traced variant of EL2 (HF_TRACE) has it: in the others these are
// empty, and not an instruction is left of them.

#ifndef HYPERVISOR_EXITS_TRACE_H_
#define HYPERVISOR_EXITS_TRACE_H_

#include <array>
#include <cstdint>

#include "hypervisor/arch/exit.h"
#include "hypervisor/vm/cpu.h"
#include "hypervisor/vm/vcpu.h"

namespace hf {

#ifdef HF_TRACE

class ExitTrace {
 public:
  // Before the exit is handled: registers may be another CPU's to change as soon as a vCPU is
  // ready.
  ExitTrace(const Cpu& cpu, const Vcpu& vcpu, const arch::Exit& exit);
  // When it is known who goes on.
  void Finish(const Vcpu& next) const;

 private:
  const Cpu& cpu_;
  const Vcpu& vcpu_;
  arch::Exit exit_;
  std::array<uint64_t, 4> x_;
  uint64_t pc_;
};

#else

class ExitTrace {
 public:
  ExitTrace(const Cpu&, const Vcpu&, const arch::Exit&) {}
  void Finish(const Vcpu&) const {}
};

#endif

}  // namespace hf

#endif  // HYPERVISOR_EXITS_TRACE_H_
