// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Measures the calls that a primary makes, and what its secondaries make it wait for.

#include <hf/call.h>

#include <cstdint>
#include <cstring>

#include "bindings/start/start.h"
#include "testing/benchmarks/measure.h"
#include "testing/benchmarks/vms.h"

namespace hf::benchmarks {
namespace {

alignas(HF_MAILBOX_SIZE) char send_page[HF_MAILBOX_SIZE];
alignas(HF_MAILBOX_SIZE) char receive_page[HF_MAILBOX_SIZE];

// A block of 2 MiB in which nothing else is.
constexpr uint64_t kShared = 0x42000000;

constexpr uint32_t kTimes = 500;

void Check(bool holds, const char* what) {
  if (!holds) guest_panic(what);
}

void Run(uint32_t vm, hf_vcpu_run_code wanted) {
  if (hf_vcpu_run(vm, 0).code != wanted) guest_panic("a run code is not the expected one");
}

void Calls() {
  MeasureLoop("unknown call", [] { hf_call(0xfe00, 0, 0, 0); });
  MeasureLoop("vm_get_id", [] { hf_vm_get_id(); });
  MeasureLoop("vm_get_count", [] { hf_vm_get_count(); });
  MeasureLoop("vcpu_get_count", [] { hf_vcpu_get_count(kEcho); });
  MeasureLoop("vcpu_run of a vCPU that is not ready", [] { hf_vcpu_run(kEcho, 0); });
  MeasureLoop("mailbox_writable_get", [] { hf_mailbox_writable_get(); });
  MeasureLoop("mailbox_waiter_get", [] { hf_mailbox_waiter_get(kEcho); });
  MeasureLoop("interrupt_enable", [] { hf_interrupt_enable(HF_NUM_INTIDS - 1, true); });
  MeasureLoop("interrupt_get", [] { hf_interrupt_get(); });
  MeasureLoop("interrupt_inject", [] { hf_interrupt_inject(kEcho, 0, HF_NUM_INTIDS - 1); });
  MeasureLoop("vcpu_run, vcpu_yield, and back", [] { hf_vcpu_run(kYields, 0); });
}

void Mailboxes() {
  Sum configure;
  configure.Measure([] {
    Check(hf_vm_configure(reinterpret_cast<uint64_t>(send_page),
                          reinterpret_cast<uint64_t>(receive_page)) == 0,
          "vm_configure is refused");
  });
  configure.Report("vm_configure");
  static constexpr struct {
    uint64_t size;
    const char* send;
    const char* echo;
  } kSizes[] = {
      {0, "mailbox_send of 0 bytes", "0 bytes to a VM and back"},
      {64, "mailbox_send of 64 bytes", "64 bytes to a VM and back"},
      {HF_MAILBOX_SIZE, "mailbox_send of 4096 bytes", "4096 bytes to a VM and back"},
  };
  for (const auto& [size, send_name, echo_name] : kSizes) {
    Sum send, echo;
    for (uint32_t i = 0; i < kTimes; ++i) {
      echo.Measure([&] {
        send.Measure([&] { Check(hf_mailbox_send(kEcho, size, false) == 0, "send is refused"); });
        Run(kEcho, HF_VCPU_RUN_MESSAGE);
        hf_mailbox_clear();
        Run(kEcho, HF_VCPU_RUN_WAIT_FOR_INTERRUPT);
      });
    }
    send.Report(send_name);
    echo.Report(echo_name);
  }
  MeasureLoop("mailbox_clear that is refused", [] { hf_mailbox_clear(); });
}

// Each page of the first 400 KiB of a block; the first call splits the block.
void Share(hf_share mode, const char* first_name, const char* name) {
  Sum first, others;
  for (uint32_t i = 0; i < 100; ++i) {
    const uint64_t page = kShared + static_cast<uint64_t>(mode) * 0x200000 + i * 0x1000;
    (i == 0 ? first : others).Measure([&] {
      Check(hf_share_memory(kEcho, page, 0x1000, mode) == 0, "share_memory is refused");
    });
  }
  first.Report(first_name);
  others.Report(name);
}

void Shares() {
  Share(HF_MEMORY_GIVE, "share_memory: GIVE of a page, the first of its 2 MiB",
        "share_memory: GIVE of a page");
  Share(HF_MEMORY_LEND, "share_memory: LEND of a page, the first of its 2 MiB",
        "share_memory: LEND of a page");
  Share(HF_MEMORY_SHARE, "share_memory: SHARE of a page, the first of its 2 MiB",
        "share_memory: SHARE of a page");
  Sum four;
  for (uint64_t page = kShared + 3 * 0x200000; page < kShared + 4 * 0x200000; page += 0x4000) {
    four.Measure([&] {
      Check(hf_share_memory(kEcho, page, 0x4000, HF_MEMORY_GIVE) == 0, "share_memory is refused");
    });
  }
  four.Report("share_memory: GIVE of four pages, the most in one piece");
  MeasureLoop("share_memory that is refused",
              [] { hf_share_memory(kEcho, 0, 0x1000, HF_MEMORY_SHARE); });
}

void Aborts() {
  Sum sum;
  for (uint32_t vm = kFirstAborter; vm < kFirstAborter + kAborters; ++vm) {
    sum.Measure([&] { Run(vm, HF_VCPU_RUN_ABORTED); });
  }
  sum.Report("vcpu_run, abort with its report, and back");
}

}  // namespace

extern "C" void guest_main(uint64_t) {
  Run(kEcho, HF_VCPU_RUN_WAIT_FOR_INTERRUPT);
  Calls();
  Mailboxes();
  Shares();
  Run(kCalls, HF_VCPU_RUN_WAIT_FOR_INTERRUPT);
  Aborts();
  guest_print("benchmarks: PASS\n");
  guest_stop();
}

}  // namespace hf::benchmarks
