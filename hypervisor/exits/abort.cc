// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/exits/abort.h"

namespace hf {
namespace {

void Abort(CallContext& context) {
  Vm& vm = context.vm();
  auto state = vm.state().Lock();
  vm.MarkAborting(*state);
  context.Leave(*state, abi::VcpuState::kAborted, abi::VcpuRunReturn::Aborted());
}

// What the VM was saying comes before what EL2 says of it.
void FlushConsole(Vm& vm) { vm.console().Lock()->Flush(vm.id()); }

}  // namespace

void AbortVm(CallContext& context, const char* what, uint64_t syndrome) {
  FlushConsole(context.vm());
  Log("VM % vCPU % aborted: % at pc %, syndrome %", context.vm().id(), context.caller().index, what,
      Hex{context.caller().registers.pc}, Hex{syndrome});
  Abort(context);
}

void AbortVm(CallContext& context, const RefusedAccess& access) {
  FlushConsole(context.vm());
  Log("VM % vCPU % aborted: %%%: % at pc %", context.vm().id(), context.caller().index, access.what,
      access.action, Hex{access.address}, access.fault, Hex{context.caller().registers.pc});
  Abort(context);
}

}  // namespace hf
