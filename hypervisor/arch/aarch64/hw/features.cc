// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/features.h"

#include "hypervisor/arch/aarch64/hw/cpu.h"
#include "hypervisor/arch/aarch64/hw/prepare_traps.h"
#include "hypervisor/arch/aarch64/hw/sysreg.h"
#include "hypervisor/arch/aarch64/model/system_register.h"
#include "hypervisor/arch/aarch64/registers/id_registers.h"

namespace hf::arch {
namespace {

// Written once by the boot CPU before any other runs.
constinit CpuFeatures features;
constinit IdRegisters id_registers = {};

}  // namespace

void DetectFeatures() {
#define HF_READ_ID(index, name) id_registers[index] = HF_READ_SYSREG(name);
  HF_EACH_ID_REGISTER(HF_READ_ID)
#undef HF_READ_ID
  features = FeaturesOf(id_registers);
  if (features.pmu) features.pmu_counters = (HF_READ_SYSREG(pmcr_el0) >> 11) & 0x1f;
  HideWhatIsNotOffered(id_registers);
  PrepareTraps();
}

const CpuFeatures& Features() { return features; }

const IdRegisters& OfferedIdRegisters() { return id_registers; }

}  // namespace hf::arch
