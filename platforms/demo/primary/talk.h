// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The primary's side of a conversation: its mailbox, and messages that are shown on the console and
// checked byte by byte. Not locked: one CPU at a time talks.

#ifndef HF_PLATFORMS_DEMO_PRIMARY_TALK_H_
#define HF_PLATFORMS_DEMO_PRIMARY_TALK_H_

#include <cstdint>
#include <string_view>

#include "platforms/demo/primary/scheduler.h"

namespace hf::demo {

class Talk {
 public:
  explicit constexpr Talk(Scheduler& scheduler) : scheduler_(scheduler) {}

  // Gives the hypervisor the two mailbox pages.
  void Open();

  // Sends, and wakes what the hypervisor says is waiting for it. Anything but success ends the
  // demo.
  void Say(uint32_t vm_id, std::string_view message);

  // Runs the VMs until the next message, which must be exactly this one from this VM.
  // With a quantum, in milliseconds, none of them runs longer in one go; without one the order of
  // events is always the same.
  void Hear(uint32_t vm_id, std::string_view message, uint64_t quantum = 0);

  // Runs the VMs until nothing is ready; a message is not expected.
  void Settle();

  void Ask(uint32_t vm_id, std::string_view message, std::string_view reply, uint64_t quantum = 0) {
    Say(vm_id, message);
    Hear(vm_id, reply, quantum);
  }

 private:
  Scheduler& scheduler_;
};

}  // namespace hf::demo

#endif  // HF_PLATFORMS_DEMO_PRIMARY_TALK_H_
