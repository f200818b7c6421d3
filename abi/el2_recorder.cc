// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "abi/el2_recorder.h"

namespace hf::calls {

uint32_t VmGetId(CallContext& context) {
  context.Note("VmGetId");
  return 0x80000001;
}

int64_t VmGetCount(CallContext& context) {
  context.Note("VmGetCount");
  return 3;
}

int64_t VcpuGetCount(CallContext& context, const abi::VcpuGetCountArgs& args) {
  context.Note("VcpuGetCount", {args.vm_id});
  return -1;
}

abi::VcpuRunReturn VcpuRun(CallContext& context, const abi::VcpuRunArgs& args) {
  context.Note("VcpuRun", {args.vm_id, args.vcpu});
  return context.run;
}

int64_t VcpuYield(CallContext& context) {
  context.Note("VcpuYield");
  return 0;
}

int64_t VmConfigure(CallContext& context, const abi::VmConfigureArgs& args) {
  context.Note("VmConfigure", {args.send, args.receive});
  return context.configured;
}

int64_t MailboxSend(CallContext& context, const abi::MailboxSendArgs& args) {
  context.Note("MailboxSend", {args.vm_id, args.size, args.notify});
  return context.sent;
}

abi::MailboxReceiveReturn MailboxReceive(CallContext& context,
                                         const abi::MailboxReceiveArgs& args) {
  context.Note("MailboxReceive", {args.block});
  return context.received;
}

int64_t MailboxClear(CallContext& context) {
  context.Note("MailboxClear");
  return context.cleared;
}

int64_t MailboxWritableGet(CallContext& context) {
  context.Note("MailboxWritableGet");
  return -1;
}

int64_t MailboxWaiterGet(CallContext& context, const abi::MailboxWaiterGetArgs& args) {
  context.Note("MailboxWaiterGet", {args.vm_id});
  return 4;
}

int64_t InterruptEnable(CallContext& context, const abi::InterruptEnableArgs& args) {
  context.Note("InterruptEnable", {args.intid, args.enable});
  return 0;
}

uint32_t InterruptGet(CallContext& context) {
  context.Note("InterruptGet");
  return abi::kInvalidIntid;
}

int64_t InterruptInject(CallContext& context, const abi::InterruptInjectArgs& args) {
  context.Note("InterruptInject", {args.target_vm_id, args.target_vcpu_idx, args.intid});
  return 1;
}

int64_t ShareMemory(CallContext& context, const abi::ShareMemoryArgs& args) {
  context.Note("ShareMemory",
               {args.vm_id, static_cast<uint64_t>(args.share), args.addr, args.size});
  return -1;
}

abi::VersionReturn AbiVersion(CallContext& context) {
  context.Note("AbiVersion");
  return {.major = 0x1234, .minor = 0x5678};
}

}  // namespace hf::calls
