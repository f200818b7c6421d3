// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The demo's scheduler: does for each run code what the ABI asks of the primary. Round robin over
// the vCPUs that may run. Not locked: one CPU at a time uses it, which need not always be the same.

#ifndef HF_PLATFORMS_DEMO_PRIMARY_SCHEDULER_H_
#define HF_PLATFORMS_DEMO_PRIMARY_SCHEDULER_H_

#include <hf/call.h>

#include <array>
#include <cstdint>
#include <optional>

namespace hf::demo {

struct Message {
  uint32_t from;
  uint32_t size;
};

class Scheduler {
 public:
  // Makes every vCPU that the hypervisor names ready to be run once.
  void Begin();

  // `vcpu` may be HF_INVALID_VCPU: any vCPU of that VM may be the one.
  void Wake(uint32_t vm_id, uint32_t vcpu);

  // Runs what is ready until a message for the primary has arrived, or nothing is ready any more.
  // The message is then in the receive page, which the caller clears. With a quantum (CPU 0 only),
  // in milliseconds, no vCPU runs longer in one go.
  std::optional<Message> Run(uint64_t quantum);

  // How often vcpu_run has returned this code.
  uint64_t Count(hf_vcpu_run_code code) const { return counts_[code]; }

 private:
  static constexpr uint32_t kVms = 16;
  static constexpr uint32_t kVcpus = 8;

  // Picks the next vCPU that may run, after the last one; false when there is none, now or by time.
  bool Next(uint32_t& vm_id, uint32_t& vcpu);

  std::array<std::array<bool, kVcpus>, kVms> ready_;
  std::array<std::array<uint64_t, kVcpus>, kVms> wake_at_;  // microseconds, 0: never
  std::array<uint32_t, kVms> vcpu_counts_;
  std::array<uint64_t, HF_VCPU_RUN_ABORTED + 1> counts_;
  uint32_t last_;
};

}  // namespace hf::demo

#endif  // HF_PLATFORMS_DEMO_PRIMARY_SCHEDULER_H_
