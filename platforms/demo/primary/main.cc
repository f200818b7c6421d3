// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The demo's primary VM: schedules four services, talks to them after a script, and checks every
// answer. What a reader of the console sees is told in platforms/demo/README.md.

#include <array>
#include <string_view>

#include "bindings/start/start.h"
#include "platforms/demo/primary/cpus.h"
#include "platforms/demo/primary/quantum.h"
#include "platforms/demo/primary/report.h"
#include "platforms/demo/primary/talk.h"

namespace hf::demo {
namespace {

enum : uint32_t { kEcho = 1, kRelay, kCounter, kRogue, kVmCount };

constinit Scheduler scheduler{};
constinit Talk talk(scheduler);

// What the rogue is told to write to: memory of the primary's.
volatile uint64_t treasure = 0x600d600d600d600d;
constexpr uint64_t kUntouched = 0x600d600d600d600d;

void Expect(bool good, std::string_view what) {
  if (!good) Fail(what);
}

// What can be known before any VM has run.
void CheckBeginning() {
  Expect(hf_vm_get_id() == HF_PRIMARY_VM_ID, "vm_get_id of the primary is not 0");
  Expect(hf_vm_get_count() == kVmCount, "vm_get_count is not 5");
  Expect(hf_vcpu_get_count(kVmCount) == -1, "vcpu_get_count of an absent VM is not -1");
  Expect(hf_mailbox_send(kEcho, 0, false) == -1, "mailbox_send works without a mailbox");
  talk.Open();
  Expect(hf_mailbox_send(kEcho, 0, false) == -1, "mailbox_send works to a VM without a mailbox");
  Expect(hf_call(0xff7f, 0, 0, 0) == -1, "an unknown call does not give -1");
}

void TalkToEcho() {
  Expect(hf_mailbox_send(HF_PRIMARY_VM_ID, 1, false) == -1, "mailbox_send works to oneself");
  Expect(hf_mailbox_send(kEcho, HF_MAILBOX_SIZE + 1, false) == -1, "mailbox_send takes 4097 bytes");
  Expect(hf_mailbox_clear() == -1, "mailbox_clear works on an empty mailbox");
  talk.Ask(kEcho, "hello, echo", "hello, echo");
  talk.Ask(kEcho, "", "");

  static std::array<char, HF_MAILBOX_SIZE> page;
  for (size_t i = 0; i < page.size(); ++i) page[i] = static_cast<char>(i * 7 + (i >> 8));
  const std::string_view whole(page.data(), page.size());
  talk.Ask(kEcho, whole, whole);
}

void TalkThroughRelay() {
  talk.Ask(kRelay, "1:by way of the relay", "1:by way of the relay");
  talk.Ask(kCounter, "one", "1 messages, 3 bytes");

  // The counter ran last, so now it is the relay's turn first: the counter still holds a message
  // when the relay wants to send it one, and the relay has to yield.
  talk.Say(kRelay, "3:and by relay");
  talk.Say(kCounter, "four");
  talk.Hear(kCounter, "2 messages, 7 bytes");
  talk.Hear(kRelay, "3:1 messages, 12 bytes");
  Expect(scheduler.Count(HF_VCPU_RUN_YIELD) > 0, "the relay did not have to yield");
  Expect(scheduler.Count(HF_VCPU_RUN_WAKE_UP) > 0, "the relay woke nobody");
}

void BePatient() {
  // On a busy machine QEMU's timer may be late by more than the whole work, so there is more than
  // one attempt.
  for (int attempt = 0; scheduler.Count(HF_VCPU_RUN_PREEMPTED) == 0; ++attempt) {
    Expect(attempt < 20, "a VM that works for 50 ms is never preempted after 10 ms");
    talk.Ask(kCounter, "work", "worked", /*quantum=*/10);
  }
  Line("primary: ", VmName(kCounter), " worked for 50 ms and was preempted");
}

void MeetTheRogue() {
  talk.Ask(kRogue, "how are you?", "all is well");
  Line("primary: asks ", VmName(kRogue), " to write to the primary's memory at ",
       Hex{reinterpret_cast<uintptr_t>(&treasure)});
  const uint64_t address = reinterpret_cast<uintptr_t>(&treasure);
  talk.Say(kRogue, std::string_view(reinterpret_cast<const char*>(&address), sizeof(address)));
  talk.Settle();
  Expect(scheduler.Count(HF_VCPU_RUN_ABORTED) == 1, "the rogue was not aborted");
  Expect(treasure == kUntouched, "the rogue has changed the primary's memory");
  const hf_vcpu_run_return again = hf_vcpu_run(kRogue, 0);
  Expect(again.code == HF_VCPU_RUN_WAIT_FOR_INTERRUPT, "an aborted vCPU can be run");
  Expect(hf_mailbox_send(kRogue, 1, false) == -1, "the aborted VM's mailbox is not as it was");
}

void GoOn() {
  talk.Ask(kEcho, "still there?", "still there?");
  talk.Ask(kCounter, "five!", "3 messages, 12 bytes");
  talk.Ask(kRelay, "3:last", "3:2 messages, 16 bytes");
}

// Echo's vCPU goes from CPU to CPU.
void TalkOnCpu(uint64_t cpu) {
  Line("primary: CPU ", cpu);
  talk.Ask(kEcho, "from another CPU", "from another CPU");
}

void Main() {
  Line("primary: ", uint64_t{kVmCount}, " VMs, this one schedules");
  CheckBeginning();
  SetUpQuantum();
  scheduler.Begin();
  talk.Settle();
  TalkToEcho();
  TalkThroughRelay();
  BePatient();
  MeetTheRogue();
  GoOn();
  const uint64_t cpus = OnEachOtherCpu(TalkOnCpu);
  Line("primary: CPUs used: ", cpus);
  Expect(treasure == kUntouched, "somebody has changed the primary's memory");
  Line("qemu_boot: PASS");
  PowerOff();
}

}  // namespace
}  // namespace hf::demo

void guest_main(uint64_t /*device_tree*/) { hf::demo::Main(); }
