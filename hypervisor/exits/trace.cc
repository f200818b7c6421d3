// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/exits/trace.h"

#ifdef HF_TRACE

#include "hypervisor/arch/aarch64/model/syndrome.h"
#include "hypervisor/arch/trace.h"
#include "hypervisor/base/log.h"
#include "hypervisor/vm/vm.h"

namespace hf {

ExitTrace::ExitTrace(const Cpu& cpu, const Vcpu& vcpu, const arch::Exit& exit)
    : cpu_(cpu), vcpu_(vcpu), exit_(exit), pc_(vcpu.registers.pc) {
  for (size_t i = 0; i < x_.size(); ++i) x_[i] = vcpu.registers.x[i];
}

// CPU, VM, vCPU; pc, kind of exit and syndrome; x0 to x3; the faulting address; VM and vCPU that go
// on, and their x0; last, as it has spaces, the kind of exception in words. The caller's own
// registers are not read any more if it has left: they may be another CPU's.
void ExitTrace::Finish(const Vcpu& next) const {
  const auto exception_class = arch::Syndrome(exit_.syndrome).exception_class();
  LineBuffer line;
  line.Append("% % % % % % % % % % % % % % %", cpu_.index, vcpu_.vm->id(), vcpu_.index, Hex{pc_},
              static_cast<uint32_t>(exit_.kind), Hex{exit_.syndrome}, Hex{x_[0]}, Hex{x_[1]},
              Hex{x_[2]}, Hex{x_[3]},
              Hex{exit_.fault_ipa ? exit_.fault_ipa->raw() : exit_.far.raw()}, next.vm->id(),
              next.index, Hex{next.registers.x[0]}, Describe(exception_class));
  arch::WriteTrace(line.Finish());
}

}  // namespace hf

#endif
