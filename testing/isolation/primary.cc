// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The primary: attacks EL2 itself, lets the secondaries attack, and checks after each that it is
// answered as the ABI says and that everybody else goes on.

#include <hf/abi.h>
#include <hf/call.h>

#include "bindings/start/start.h"
#include "testing/isolation/board.h"
#include "testing/isolation/check.h"
#include "testing/isolation/cpus.h"
#include "testing/isolation/timer.h"
#include "testing/isolation/trap.h"

namespace hf::isolation {
namespace {

constexpr uint64_t kMinusOne = ~uint64_t{0};
constexpr uint64_t kRamEnd = 0x40000000 + (uint64_t{HF_MEMORY_MIB} << 20);

// A synchronous exception from EL1 with SP_EL1.
constexpr uint64_t kSynchronousVector = 4 + 1;
constexpr uint64_t kEl1hDaifMasked = 0x3c5;

enum class Access { kRead, kWrite, kExecute };

// The primary's access is answered as a bus would: a synchronous external abort at its own EL1.
void ExpectExternalAbort(Access access, uint64_t address) {
  const Attempt attempt = access == Access::kRead    ? &try_read
                          : access == Access::kWrite ? &try_write
                                                     : &try_execute;
  const Trap trap = Try(attempt, address);
  ExpectEqual(trap.taken, kSynchronousVector, "vector");
  const uint64_t ec = access == Access::kExecute ? 0x21 : 0x25;
  const uint64_t write = access == Access::kWrite ? 1 << 6 : 0;
  ExpectEqual(trap.esr, ec << 26 | 1 << 25 | write | 0x10, "ESR_EL1");
  ExpectEqual(trap.far, address, "FAR_EL1");
  const auto elr = access == Access::kExecute ? address : reinterpret_cast<uint64_t>(attempt);
  ExpectEqual(trap.elr, elr, "ELR_EL1");
  ExpectEqual(trap.spsr & 0x3df, kEl1hDaifMasked & 0x3df, "SPSR_EL1");
}

void PrimaryCannotReachEl2() {
  Case("primary_cannot_read_el2");
  for (uint64_t at = kEl2Begin; at < kEl2End; at += 4096) ExpectExternalAbort(Access::kRead, at);
  Case("primary_cannot_write_el2");
  for (uint64_t at = kEl2Begin; at < kEl2End; at += 4096) ExpectExternalAbort(Access::kWrite, at);
  Case("primary_cannot_execute_el2");
  ExpectExternalAbort(Access::kExecute, kEl2Begin);
  Case("primary_cannot_execute_devices");
  ExpectExternalAbort(Access::kExecute, kUart);
}

hf_vcpu_run_return RunUntil(uint32_t vm, hf_vcpu_run_code code) {
  hf_vcpu_run_return ret = hf_vcpu_run(vm, 0);
  while (ret.code == HF_VCPU_RUN_PREEMPTED && code != HF_VCPU_RUN_PREEMPTED) {
    ret = hf_vcpu_run(vm, 0);
  }
  ExpectEqual(ret.code, code, "run code");
  return ret;
}

void AttackersAreAborted() {
  static constexpr const char* kNames[] = {
      "secondary_reading_el2",
      "secondary_writing_primary",
      "secondary_executing_primary",
      "secondary_reading_device",
      "secondary_reading_neighbour",
      "secondary_reading_pmu",
      "secondary_reading_debug",
      "secondary_writing_physical_timer",
      "secondary_walking_foreign_tables",
      "secondary_loading_pair_from_uart",
      "secondary_reading_beyond_ipas",
      "secondary_calling_firmware",
  };
  for (uint32_t vm = kFirstAttacker; vm <= kLastAttacker; ++vm) {
    Case(kNames[vm - kFirstAttacker]);
    RunUntil(vm, HF_VCPU_RUN_ABORTED);
    // Aborted is final, and told once.
    RunUntil(vm, HF_VCPU_RUN_WAIT_FOR_INTERRUPT);
    ExpectEqual(static_cast<uint64_t>(hf_vcpu_get_count(vm)), 1, "vCPUs of the aborted VM");
    // Another goes on.
    RunUntil(kCanaryA, HF_VCPU_RUN_YIELD);
  }
}

void PrimaryCannotReachSecondaries() {
  Case("primary_cannot_reach_secondaries");
  // They lie at the end of RAM, 64 KiB each, the first highest.
  for (uint32_t vm = kFirstAttacker; vm <= kSpins; ++vm) {
    ExpectExternalAbort(Access::kRead, kRamEnd - vm * 0x10000);
    ExpectExternalAbort(Access::kWrite, kRamEnd - vm * 0x10000 + 0xfff8);
  }
}

alignas(4096) char send_page[4096];
alignas(4096) char receive_page[4096];

void MailboxPages() {
  const auto send = reinterpret_cast<uint64_t>(send_page);
  const auto receive = reinterpret_cast<uint64_t>(receive_page);
  const auto refused = [](uint64_t s, uint64_t r, const char* what) {
    ExpectEqual(static_cast<uint64_t>(hf_vm_configure(s, r)), kMinusOne, what);
  };
  Case("mailbox_pages_that_are_refused");
  refused(send + 8, receive, "unaligned send page");
  refused(send, receive + 1, "unaligned receive page");
  refused(send, send, "the same page");
  refused(kUart, receive, "a device to send from");
  refused(send, kUart, "a device to receive in");
  refused(send, kEl2Begin, "EL2's memory");
  refused(kRamEnd - 0x10000, receive, "a secondary's memory");
  refused(send, kRamEnd, "a hole");
  refused(send, uint64_t{1} << 40, "beyond the IPA space");
  refused(send, ~uint64_t{0xfff}, "the last page of all");
  // Nothing has changed: both pages are what they were.
  ExpectEqual(Try(&try_write, send).taken, 0, "a write to the send page");
  ExpectEqual(Try(&try_write, receive).taken, 0, "a write to the receive page");

  Case("mailbox_pages_change");
  ExpectEqual(static_cast<uint64_t>(hf_vm_configure(send, receive)), 0, "vm_configure");
  refused(send, receive, "a second time");
  ExpectEqual(Try(&try_write, send).taken, 0, "a write to the send page");
  ExpectEqual(Try(&try_read, receive).taken, 0, "a read of the receive page");
  ExpectExternalAbort(Access::kWrite, receive);
  ExpectExternalAbort(Access::kExecute, send);
  ExpectExternalAbort(Access::kExecute, receive);
  // Their neighbours in the block that was split are as before.
  ExpectEqual(Try(&try_read, send - 4096).taken, 0, "a read below the send page");
  ExpectEqual(Try(&try_write, receive + 4096).taken, 0, "a write above the receive page");
}

void OddCalls() {
  Case("odd_calls");
  uint64_t result;
  asm volatile("mov w0, #0xff00\n\thvc #1\n\tmov %0, x0" : "=r"(result) : : "x0", "x1", "x2", "x3");
  ExpectEqual(result, kMinusOne, "HVC #1");
  ExpectEqual(static_cast<uint64_t>(hf_call(0xfeff, 0, 0, 0)), kMinusOne, "number below");
  ExpectEqual(static_cast<uint64_t>(hf_call(0xff0f, 0, 0, 0)), kMinusOne, "number above");
  ExpectEqual(static_cast<uint64_t>(hf_call(0x4000ff01, 0, 0, 0)), kSpins + 1, "bit 30");
  ExpectEqual(static_cast<uint64_t>(hf_call(uint64_t{0xabc} << 32 | 0xff01, 0, 0, 0)), kSpins + 1,
              "bits above 31");
  ExpectEqual(static_cast<uint64_t>(hf_call(0x8000ff01, 0, 0, 0)), kMinusOne, "bit 31");
  ExpectEqual(static_cast<uint64_t>(hf_vcpu_get_count(kSpins + 1)), kMinusOne, "absent VM");
  ExpectEqual(hf_vcpu_run(kCanaryA, 0x10000).code, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "vCPU 0x10000");
  ExpectEqual(hf_vcpu_run(0, 0).code, HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "the primary itself");
}

uint64_t IdField(uint64_t value, unsigned low) { return value >> low & 0xf; }

uint64_t Pfr0() {
  uint64_t value;
  asm("mrs %0, id_aa64pfr0_el1" : "=r"(value));
  return value;
}

uint64_t Pfr1() {
  uint64_t value;
  asm("mrs %0, id_aa64pfr1_el1" : "=r"(value));
  return value;
}

// The primary's watchpoint on all memory, with debug exceptions masked for itself, must not be felt
// by the canaries, in which they are not.
void WatchEverything(bool on) {
  const uint64_t mdscr = on ? 1 << 15 | 1 << 13 : 0;  // MDE, KDE
  const uint64_t wcr =
      on ? 31 << 24 | 0xff << 5 | 3 << 3 | 3 << 1 | 1 : 0;  // 2 GiB, loads and stores
  asm volatile(
      "msr oslar_el1, xzr\n\tmsr dbgwvr0_el1, xzr\n\tmsr dbgwcr0_el1, %0\n\tmsr mdscr_el1, "
      "%1\n\tisb"
      :
      : "r"(wcr), "r"(mdscr));
}

void DebugStateStaysWithThePrimary() {
  Case("watchpoints_are_the_primarys");
  WatchEverything(true);
  for (int i = 0; i < 10; ++i) RunUntil(kCanaryA, HF_VCPU_RUN_YIELD);
  uint64_t mdscr;
  asm volatile("mrs %0, mdscr_el1" : "=r"(mdscr));
  ExpectEqual(mdscr & (1 << 15 | 1 << 13), 1 << 15 | 1 << 13, "MDSCR_EL1");
  WatchEverything(false);
}

uint64_t ReadContextNumber(uint64_t) {
  uint64_t value;
  asm volatile("mrs %0, S3_0_C13_C0_7" : "=r"(value));
  return value;
}

void OptionalStateStaysWithThePrimary() {
  Case("optional_registers_are_switched");
  const bool sme = IdField(Pfr1(), 24) != 0;
  if (IdField(Pfr0(), 56) >= 2) ExpectEqual(Try(&ReadContextNumber, 0).taken, 0, "SCXTNUM_EL1");
  if (!sme) return;
  // Streaming mode, a predicate and a vector, and the register for SME's lazy saving.
  asm volatile(
      "mrs x9, cpacr_el1\n\torr x9, x9, #(0xf << 20)\n\torr x9, x9, #(3 << 24)\n\t"
      "orr x9, x9, #(3 << 16)\n\tmsr cpacr_el1, x9\n\tisb\n\t"
      "msr S3_3_C13_C0_5, %0\n\tmsr S3_3_C4_C2_2, %1"
      :
      : "r"(uint64_t{0x5ec2e7}), "r"(uint64_t{1})
      : "x9");
  asm volatile(".arch armv8-a+sve\n\tptrue p3.b\n\tdup z5.b, #0x5a");
  RunUntil(kCanaryA, HF_VCPU_RUN_YIELD);
  RunUntil(kCanaryB, HF_VCPU_RUN_YIELD);
  uint64_t streaming, predicate, vector, tpidr2;
  asm volatile(
      ".arch armv8-a+sve+simd\n\tmrs %0, S3_3_C4_C2_2\n\tcntp %1, p3, p3.b\n\tumov %2, v5.d[0]\n\t"
      "mrs %3, S3_3_C13_C0_5\n\tmsr S3_3_C4_C2_2, xzr"
      : "=r"(streaming), "=r"(predicate), "=r"(vector), "=r"(tpidr2));
  ExpectEqual(streaming, 1, "SVCR");
  ExpectEqual(predicate, 16, "bytes of P3");
  ExpectEqual(vector, 0x5a5a5a5a5a5a5a5a, "V5");
  ExpectEqual(tpidr2, 0x5ec2e7, "TPIDR2_EL0");
}

// The primary's state as it must be after a secondary has run.
void CanariesSurvive() {
  Case("registers_are_switched");
  asm volatile("msr tpidr_el0, %0\n\tmsr sp_el0, %0\n\tmsr contextidr_el1, %0"
               :
               : "r"(uint64_t{0x1234567}));
  for (int i = 0; i < 1000; ++i) {
    RunUntil(kCanaryA, HF_VCPU_RUN_YIELD);
    RunUntil(kCanaryB, HF_VCPU_RUN_YIELD);
  }
  uint64_t a, b, c;
  asm volatile("mrs %0, tpidr_el0\n\tmrs %1, sp_el0\n\tmrs %2, contextidr_el1"
               : "=r"(a), "=r"(b), "=r"(c));
  ExpectEqual(a, 0x1234567, "TPIDR_EL0");
  ExpectEqual(b, 0x1234567, "SP_EL0");
  ExpectEqual(c, 0x1234567, "CONTEXTIDR_EL1");
}

void SpinnersArePreempted() {
  static constexpr struct {
    const char* name;
    Timer timer;
  } kCases[] = {{"virtual_timer_preempts", Timer::kVirtual},
                {"physical_timer_preempts", Timer::kPhysical}};
  SetUpInterrupts();
  for (const auto& [name, timer] : kCases) {
    Case(name);
    for (int i = 0; i < 20; ++i) {
      StartTimer(timer, 1);
      RunUntil(kSpins, HF_VCPU_RUN_PREEMPTED);
      ExpectEqual(PendingInterrupt(), IntidOf(timer), "pending interrupt");
      StopTimer(timer);
      ExpectEqual(PendingInterrupt(), kNoInterrupt, "interrupt after the timer was stopped");
      ExpectEqual(PrivateInterruptsEnabled(), kEnabledByPrimary, "GICR_ISENABLER0");
      ExpectEqual(PrivateInterruptsPending(), 0, "GICR_ISPENDR0");
      ExpectEqual(PriorityOfEl2Timer(), kUnusedPriority, "GICR_IPRIORITYR of INTID 26");
      ExpectEqual(PrivateInterruptGroups(), kEnabledByPrimary, "GICR_IGROUPR0");
    }
  }
}

}  // namespace

extern "C" void guest_main(uint64_t) {
  PrimaryCannotReachEl2();
  OddCalls();
  MailboxPages();
  AttackersAreAborted();
  PrimaryCannotReachSecondaries();
  CanariesSurvive();
  DebugStateStaysWithThePrimary();
  OptionalStateStaysWithThePrimary();
  SpinnersArePreempted();
  CpusRunVcpus();
  ExpectEqual(static_cast<uint64_t>(hf_vm_get_count()), kSpins + 1, "VMs");
  Finish();
}

}  // namespace hf::isolation
