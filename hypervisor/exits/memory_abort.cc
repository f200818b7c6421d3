// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/exits/memory_abort.h"

#include "hypervisor/arch/aarch64/model/syndrome.h"
#include "hypervisor/exits/abort.h"
#include "hypervisor/exits/inject.h"
#include "hypervisor/exits/report.h"
#include "hypervisor/exits/uart.h"

namespace hf {
namespace {

using arch::AbortSyndrome;

// The tables allow the access now, so it failed in the moment in which another CPU was changing
// them (break-before-make). The VM tries again; an access that is really refused is not retried,
// because then the tables, read under the lock, refuse it too.
bool IsStale(Vm& vm, AbortSyndrome abort, IpaAddr ipa) {
  if (!abort.is_stage2_fault()) return false;
  const PhysAddr page = PhysAddr(ipa.raw()).AlignDown(kPageSize);
  const auto range = PhysRange::FromSize(page, kPageSize);
  auto state = vm.state().Lock();
  const auto mapped = range ? state->memory.Uniform(*range) : std::nullopt;
  if (!mapped) return false;
  // The walk of the VM's own tables reads, whatever the access was for. If that was not permitted,
  // it was a write: the hardware's update of the access flag or the dirty state.
  if (abort.stage1_walk()) return mapped->read && (!abort.is_permission_fault() || mapped->write);
  if (abort.is_fetch()) return mapped->execute;
  return abort.is_write() ? mapped->write : mapped->read;
}

void AnswerPrimary(CallContext& context, const arch::Exit& exit) {
  ReportRefused(context, exit);
  InjectExternalAbort(context, AbortSyndrome(exit.syndrome), exit.far);
}

}  // namespace

void HandleMemoryAbort(CallContext& context, const arch::Exit& exit) {
  const AbortSyndrome abort(exit.syndrome);
  const bool primary = context.vm().is_primary();
  if (exit.fault_ipa) {
    if (IsStale(context.vm(), abort, *exit.fault_ipa)) return;
    if (!primary && !abort.is_fetch() &&
        EmulateUart(context, *exit.fault_ipa, arch::AccessSyndrome(exit.syndrome))) {
      return;
    }
  }
  if (primary) return AnswerPrimary(context, exit);
  AbortVm(context, exit);
}

}  // namespace hf
