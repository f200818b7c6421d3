// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Who calls, and what becomes of the CPU after the call.

#ifndef HYPERVISOR_CALLS_CONTEXT_H_
#define HYPERVISOR_CALLS_CONTEXT_H_

#include "abi/el2/levels.h"
#include "abi/el2/types.h"
#include "hypervisor/vm/system.h"

namespace hf {

class CallContext {
 public:
  CallContext(System& system, Cpu& cpu, Vcpu& caller)
      : system_(system), cpu_(cpu), caller_(caller), next_(&caller) {}

  System& system() const { return system_; }
  Cpu& cpu() const { return cpu_; }
  Vcpu& caller() const { return caller_; }
  Vm& vm() const { return *caller_.vm; }

  // The vCPU that this CPU goes on with; the caller unless a handler decided otherwise.
  Vcpu& next() const { return *next_; }

  // Gives the caller its result: x0, at the VM's level, and zeros in x1 to x3.
  void Return(uint64_t result);

  // The calling secondary leaves this CPU: its state becomes `state`, and the primary's pending
  // vcpu_run returns `code`, at the primary's level. In a VM that aborts meanwhile the state is
  // aborted instead, and the code ABORTED unless it is about another VM. Requires that `vm_state`
  // is the caller's, locked, and that the caller has its result: as soon as the lock is released
  // another CPU may replace it by a message, or run the vCPU.
  void Leave(VmState& vm_state, abi::VcpuState state, abi::VcpuRunReturn code);
  // The same with the caller's lock not held.
  void Leave(abi::VcpuState state, abi::VcpuRunReturn code);
  // The calling secondary waits, in `state`, for what Wake() is to tell it, or until its timer
  // expires: the code is WAIT_FOR_INTERRUPT or SLEEP. Requires the same, and that no interrupt of
  // the caller's is asserted.
  void Block(VmState& vm_state, abi::VcpuState state);
  bool left() const { return left_; }

  // The call is not finished: the caller makes it again, after the physical interrupts that wait
  // for this CPU. It keeps its registers. Requires that its lock is not held.
  void Restart();

  bool restarts() const { return restarts_; }

  // Whether the caller gets its result now: it neither left nor makes the call again.
  bool returns() const { return !left_ && !restarts_; }

  // This CPU goes on with `target`, whose state is running already.
  void Enter(Vcpu& target);

 private:
  System& system_;
  Cpu& cpu_;
  Vcpu& caller_;
  Vcpu* next_;
  bool left_ = false;
  bool restarts_ = false;
};

}  // namespace hf

#endif  // HYPERVISOR_CALLS_CONTEXT_H_
