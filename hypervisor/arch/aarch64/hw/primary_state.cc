// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/aarch64/hw/primary_state.h"

#include <array>
#include <cstdint>

#include "hypervisor/arch/aarch64/hw/layout.h"
#include "hypervisor/arch/aarch64/hw/sysreg.h"
#include "hypervisor/arch/features.h"

extern "C" {
// The predicate registers, of 128 bits of vector: 2 bytes each.
void hf_predicates_save(uint16_t* to);
void hf_predicates_load(const uint16_t* from);
}

namespace hf::arch {
namespace {

struct State {
  uint64_t mdscr;
  uint64_t pmscr;
  uint64_t trfcr;
  uint64_t svcr;
  std::array<uint16_t, 16> predicates;
};
constinit std::array<State, 8> states = {};

// SVCR (Arm ARM D17.2.135).
constexpr uint64_t kStreamingMode = 1 << 0;

}  // namespace

void SuspendPrimaryState() {
  const CpuFeatures& cpu = Features();
  State& state = states[CurrentCpuIndex()];
  // The primary's breakpoints, watchpoints and single step are not the secondary's.
  state.mdscr = HF_READ_SYSREG(mdscr_el1);
  HF_WRITE_SYSREG(mdscr_el1, 0);
  // While a secondary runs its buffers are off (MDCR_EL2.E2PB, E2TB); what the primary has recorded
  // is written before that: PSB CSYNC and TSB CSYNC, which are hints 17 and 18, and the DSB that
  // completes them (D10.2, D4.5).
  if (cpu.statistical_profiling) {
    state.pmscr = HF_READ_SYSREG(S3_0_C9_C9_0);
    HF_WRITE_SYSREG(S3_0_C9_C9_0, 0);
  }
  if (cpu.trace_filter) {
    state.trfcr = HF_READ_SYSREG(S3_0_C1_C2_1);
    HF_WRITE_SYSREG(S3_0_C1_C2_1, 0);
  }
  if (cpu.statistical_profiling || cpu.trace_filter) {
    asm volatile("isb\n\thint #17\n\thint #18\n\tdsb nsh" : : : "memory");
  }
  if (cpu.sme) {
    state.svcr = HF_READ_SYSREG(S3_3_C4_C2_2);
    if (state.svcr & kStreamingMode) {
      hf_predicates_save(state.predicates.data());
      HF_WRITE_SYSREG(S3_3_C4_C2_2, state.svcr & ~kStreamingMode);
    }
  }
}

void ResumePrimaryState() {
  const CpuFeatures& cpu = Features();
  const State& state = states[CurrentCpuIndex()];
  HF_WRITE_SYSREG(mdscr_el1, state.mdscr);
  if (cpu.statistical_profiling) HF_WRITE_SYSREG(S3_0_C9_C9_0, state.pmscr);
  if (cpu.trace_filter) HF_WRITE_SYSREG(S3_0_C1_C2_1, state.trfcr);
  if (cpu.sme && (state.svcr & kStreamingMode)) {
    // CPTR_EL2 has just stopped trapping SME.
    Isb();
    HF_WRITE_SYSREG(S3_3_C4_C2_2, state.svcr);
    hf_predicates_load(state.predicates.data());
  }
}

}  // namespace hf::arch
