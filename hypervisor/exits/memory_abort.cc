// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/exits/memory_abort.h"

#include "hypervisor/arch/aarch64/model/syndrome.h"
#include "hypervisor/arch/switch.h"
#include "hypervisor/base/rate_limit.h"
#include "hypervisor/exits/abort.h"
#include "hypervisor/exits/inject.h"
#include "hypervisor/exits/uart.h"

namespace hf {
namespace {

using arch::AbortSyndrome;
using arch::ExceptionClass;

bool IsFetch(AbortSyndrome abort) {
  return abort.exception_class() == ExceptionClass::kInstructionAbortLower;
}

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
  if (IsFetch(abort)) return mapped->execute;
  return abort.is_write() ? mapped->write : mapped->read;
}

const char* Action(AbortSyndrome abort) {
  if (abort.stage1_walk()) return " walking a table at ";
  if (IsFetch(abort)) return " executing ";
  if (abort.cache_maintenance()) return " maintaining the cache at ";
  return abort.is_write() ? " writing " : " reading ";
}

void AnswerPrimary(CallContext& context, AbortSyndrome abort, const arch::Exit& exit,
                   uint64_t address) {
  static Protected<RateLimit, LockRank::kVmConsole> limit;
  if (limit.Lock()->Allow(arch::Now(), arch::CounterFrequency())) {
    Log("primary vCPU %%%: % at pc %; answered by an external abort", context.caller().index,
        Action(abort), Hex{address}, abort.Describe(), Hex{context.caller().registers.pc});
  }
  InjectExternalAbort(context, abort, exit.far);
}

}  // namespace

void HandleMemoryAbort(CallContext& context, const arch::Exit& exit) {
  const AbortSyndrome abort(exit.syndrome);
  const bool primary = context.vm().is_primary();
  if (exit.fault_ipa) {
    if (IsStale(context.vm(), abort, *exit.fault_ipa)) return;
    if (!primary && !IsFetch(abort) &&
        EmulateUart(context, *exit.fault_ipa, arch::AccessSyndrome(exit.syndrome))) {
      return;
    }
  }
  // Without an IPA the virtual address has to do, if that is known.
  const uint64_t address =
      exit.fault_ipa ? exit.fault_ipa->raw() : (abort.far_not_valid() ? 0 : exit.far.raw());
  if (primary) return AnswerPrimary(context, abort, exit, address);
  AbortVm(context, {IsFetch(abort) ? "instruction abort" : "data abort", Action(abort), address,
                    abort.Describe()});
}

}  // namespace hf
