// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/exits/abort.h"

#include "hypervisor/calls/model_lock.h"
#include "hypervisor/exits/report.h"

namespace hf {

void AbortVm(CallContext& context, const arch::Exit& exit) {
  Vm& vm = context.vm();
  // What the VM was saying comes before what EL2 says of it.
  vm.console().Lock()->Flush(vm.id());
  ReportAbort(context, exit);
  const ModelLock model_lock;
  auto state = vm.state().Lock();
  vm.MarkAborting(*state);
  context.Leave(*state, abi::VcpuState::kAborted, abi::VcpuRunReturn::Aborted());
}

}  // namespace hf
