// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What holds of a loaded system between any two exits, whatever its VMs do. Looked at from outside:
// the tables are walked entry by entry, not by EL2's own walker.
//
//   Invariants invariants(t);        // of a TestSystem that has just been loaded
//   ... calls and exits ...
//   EXPECT_EQ(invariants.Check(t), "");
//
// No CPU may be inside EL2 meanwhile.

#ifndef HYPERVISOR_TESTING_INVARIANTS_H_
#define HYPERVISOR_TESTING_INVARIANTS_H_

#include <string>

#include "hypervisor/testing/test_system.h"

namespace hf::test {

class Invariants {
 public:
  explicit Invariants(TestSystem& t);

  // The first that is broken, as a sentence; empty if all hold.
  std::string Check(TestSystem& t) const;

  // Each alone. Who runs: a vCPU of a secondary is `running` exactly while some CPU has it, and
  // that CPU is its loaded_on; no vCPU but one of an aborting VM is `aborted`. Cheap.
  std::string CheckVcpus(TestSystem& t) const;
  // Memory: all is mapped one to one; EL2's own is mapped nowhere; every other page of RAM has one
  // owner, at most one borrower, and only if its owner knows of him; a mailbox's pages cannot be
  // executed, nor its receive page be written. And no table page is lost: those in the pool and
  // those in the trees are as many as in the beginning.
  std::string CheckMemory(TestSystem& t) const;

 private:
  size_t table_pages_;  // free ones included
};

}  // namespace hf::test

#endif  // HYPERVISOR_TESTING_INVARIANTS_H_
