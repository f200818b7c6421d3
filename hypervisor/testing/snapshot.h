// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// All state that a hypercall can change, to see that one that fails changes nothing.

#ifndef HYPERVISOR_TESTING_SNAPSHOT_H_
#define HYPERVISOR_TESTING_SNAPSHOT_H_

#include <cstdint>
#include <vector>

#include "hypervisor/arch/stage2.h"
#include "hypervisor/testing/test_system.h"

namespace hf::test {

// Every entry of every table of the tree, with the tables' addresses. Walks by itself, after VTCR
// and VTTBR (Arm ARM D8.2, D17.2.155).
std::vector<uint64_t> DumpTables(const arch::Stage2Root& root);

// How many tables the tree has, the root not counted.
size_t CountTables(const arch::Stage2Root& root);

// Every VM's life, tables, mailbox and vCPUs with their registers, and the number of free pages.
std::vector<uint64_t> TakeSnapshot(TestSystem& t);

// Makes a call that is expected to fail, and fails the test if it changes anything but x0 to x3 of
// the caller, or who runs. Returns the caller's x0.
uint64_t CallWithoutEffect(TestSystem& t, abi::Call call, uint64_t x1 = 0, uint64_t x2 = 0,
                           uint64_t x3 = 0);

}  // namespace hf::test

#endif  // HYPERVISOR_TESTING_SNAPSHOT_H_
