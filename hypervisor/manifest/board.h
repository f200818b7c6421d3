// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What EL2 has to know about the machine, read out of the device tree.
//
// Devices are looked for at any depth whose buses map addresses one to one (an empty "ranges");
// behind a bus that translates they are not seen. Nodes that are not enabled are skipped, and so is
// what is inside them. /reserved-memory is left to the primary.

#ifndef HYPERVISOR_MANIFEST_BOARD_H_
#define HYPERVISOR_MANIFEST_BOARD_H_

#include <cstdint>
#include <optional>

#include "hypervisor/base/range.h"
#include "hypervisor/base/result.h"
#include "hypervisor/base/static_vector.h"
#include "hypervisor/manifest/fdt.h"

namespace hf::manifest {

inline constexpr size_t kMaxRamRanges = 16;
inline constexpr size_t kMaxCpus = 8;
inline constexpr size_t kMaxRedistributors = 8;

struct Board {
  // Not empty, sorted, and neither overlapping nor touching. Not necessarily whole pages.
  StaticVector<PhysRange, kMaxRamRanges> ram;
  // The first CPUs' MPIDR affinity fields, in the tree's order, all different.
  StaticVector<uint64_t, kMaxCpus> cpus;
  // How many CPUs the tree has, those for which `cpus` has no room included.
  uint32_t cpu_count = 0;
  // Where the archive is, or why that is not known: a machine without a RAM disk is a board still.
  // It may be empty, and it may lie anywhere: whether it is in RAM is the loader's to check.
  Result<PhysRange> initrd = Error{"the RAM disk was not looked for"};
  // FindConsole()'s.
  std::optional<PhysAddr> console;
  // The arm,gic-v3 node's, when there is one.
  bool has_gic_v3 = false;
  PhysRange gic_distributor;
  StaticVector<PhysRange, kMaxRedistributors> gic_redistributors;
};

// Fails with what is missing or wrong, as a sentence: "the device tree has no memory node".
Result<Board> ReadBoard(const Fdt& fdt);

// The registers of the PL011 that /chosen stdout-path names, else of the tree's first PL011. On its
// own too, so that there is somewhere to say what ReadBoard() found wrong.
std::optional<PhysAddr> FindConsole(const Fdt& fdt);

}  // namespace hf::manifest

#endif  // HYPERVISOR_MANIFEST_BOARD_H_
