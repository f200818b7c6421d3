// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What holds of the tables of all VMs together, whatever they have passed to each other.

#ifndef HYPERVISOR_TESTING_OWNERSHIP_H_
#define HYPERVISOR_TESTING_OWNERSHIP_H_

#include <cstddef>

#include "hypervisor/testing/test_system.h"

namespace hf::test {

// Fails the test unless each page of RAM but EL2's has exactly one owner, at most one VM borrows
// it, which its owner knows, nobody else can use it, and EL2's own nobody can. Walks the tables by
// itself.
void CheckOwnership(TestSystem& t);

// Pages in the pool and in the VMs' tables: constant, or some were lost.
size_t CountPages(TestSystem& t);

}  // namespace hf::test

#endif  // HYPERVISOR_TESTING_OWNERSHIP_H_
