// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// vm_get_id, vm_get_count, vcpu_get_count: who is there; abi_version: at which level.

#include "abi/el2/dispatch.h"
#include "hypervisor/calls/context.h"

namespace hf::calls {

uint32_t VmGetId(CallContext& context) { return context.vm().id(); }

int64_t VmGetCount(CallContext& context) { return context.system().vm_count; }

int64_t VcpuGetCount(CallContext& context, const abi::VcpuGetCountArgs& args) {
  const Vm* vm = context.system().FindVm(args.vm_id);
  if (vm == nullptr) return -1;
  return static_cast<int64_t>(vm->vcpus().size());
}

abi::VersionReturn AbiVersion(CallContext& context) {
  const abi::Version version = abi::VersionOf(context.vm().level());
  return {.major = version.major, .minor = version.minor};
}

}  // namespace hf::calls
