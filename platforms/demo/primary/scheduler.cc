// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "platforms/demo/primary/scheduler.h"

#include "platforms/demo/primary/quantum.h"
#include "platforms/demo/primary/report.h"

namespace hf::demo {

void Scheduler::Begin() {
  const int64_t vms = hf_vm_get_count();
  if (vms < 1 || vms > kVms) Fail("vm_get_count does not say how many VMs there are");
  for (uint32_t vm = 1; vm < vms; ++vm) {
    const int64_t vcpus = hf_vcpu_get_count(vm);
    if (vcpus < 1 || vcpus > kVcpus) Fail("vcpu_get_count of VM ", uint64_t{vm}, " is not in 1..8");
    vcpu_counts_[vm] = static_cast<uint32_t>(vcpus);
    Wake(vm, HF_INVALID_VCPU);
  }
}

void Scheduler::Wake(uint32_t vm_id, uint32_t vcpu) {
  if (vm_id == HF_PRIMARY_VM_ID || vm_id >= kVms) Fail("told to wake VM ", uint64_t{vm_id});
  for (uint32_t i = 0; i < vcpu_counts_[vm_id]; ++i) {
    if (i == vcpu || vcpu == HF_INVALID_VCPU) ready_[vm_id][i] = true;
  }
}

bool Scheduler::Next(uint32_t& vm_id, uint32_t& vcpu) {
  for (;;) {
    bool sleeping = false;
    for (uint32_t i = 1; i <= kVms * kVcpus; ++i) {
      const uint32_t candidate = (last_ + i) % (kVms * kVcpus);
      vm_id = candidate / kVcpus;
      vcpu = candidate % kVcpus;
      uint64_t& wake_at = wake_at_[vm_id][vcpu];
      if (ready_[vm_id][vcpu] || (wake_at != 0 && wake_at <= NowMicroseconds())) {
        wake_at = 0;
        last_ = candidate;
        return true;
      }
      sleeping = sleeping || wake_at != 0;
    }
    if (!sleeping) return false;
  }
}

std::optional<Message> Scheduler::Run(uint64_t quantum) {
  uint32_t vm_id;
  uint32_t vcpu;
  while (Next(vm_id, vcpu)) {
    bool& ready = ready_[vm_id][vcpu];
    if (quantum != 0) StartQuantum(quantum);
    const hf_vcpu_run_return result = hf_vcpu_run(vm_id, vcpu);
    const bool fired = quantum != 0 && StopQuantum(result.code == HF_VCPU_RUN_PREEMPTED);
    if (result.code > HF_VCPU_RUN_ABORTED) {
      Fail("vcpu_run gives the unknown code ", uint64_t{result.code});
    }
    ++counts_[result.code];
    ready = true;
    switch (result.code) {
      case HF_VCPU_RUN_PREEMPTED:
        if (!fired) Fail("PREEMPTED without an interrupt");
        break;
      case HF_VCPU_RUN_YIELD:
        Line("primary: ", VmName(vm_id), " yields");
        break;
      case HF_VCPU_RUN_WAIT_FOR_INTERRUPT:
        ready = false;
        break;
      case HF_VCPU_RUN_SLEEP:
        ready = false;
        wake_at_[vm_id][vcpu] = NowMicroseconds() + result.sleep.ns / 1000 + 1;
        break;
      case HF_VCPU_RUN_WAKE_UP:
        Line("primary: ", VmName(vm_id), " wakes ", VmName(result.wake_up.vm_id));
        Wake(result.wake_up.vm_id, result.wake_up.vcpu);
        break;
      case HF_VCPU_RUN_MESSAGE:
        return Message{vm_id, result.message.size};
      case HF_VCPU_RUN_NOTIFY_WAITERS:
        for (int64_t w; (w = hf_mailbox_waiter_get(vm_id)) != -1;) {
          const uint32_t waiter = static_cast<uint32_t>(w);
          if (hf_interrupt_inject(waiter, 0, HF_MAILBOX_WRITABLE_INTID) == 1) Wake(waiter, 0);
        }
        break;
      case HF_VCPU_RUN_ABORTED:
        Line("primary: ", VmName(vm_id), " is aborted");
        Wake(vm_id, HF_INVALID_VCPU);  // The VM's others learn of it when they are run.
        ready = false;
        break;
    }
  }
  return std::nullopt;
}

}  // namespace hf::demo
