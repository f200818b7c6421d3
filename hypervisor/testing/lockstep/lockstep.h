// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The hypervisor's core and the model that is made of the rows of the IDL (abi/model), stepped
// together: each event goes to both, and whatever a VM or the scheduler can see afterwards is
// compared.
//
//   Lockstep both({.vcpus = {2, 1}});
//   EXPECT_EQ(both.Step(0, model::Call(0xff03, 1, 0)), "");   // or how they differ

#ifndef HYPERVISOR_TESTING_LOCKSTEP_LOCKSTEP_H_
#define HYPERVISOR_TESTING_LOCKSTEP_LOCKSTEP_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "abi/model/machine.h"
#include "hypervisor/testing/checkpoint.h"
#include "hypervisor/testing/test_system.h"

namespace hf::test {

namespace model = abi::model;

struct Shape {
  uint32_t cpus = 1;
  std::vector<uint32_t> vcpus;       // of each secondary; all ready
  uint64_t memory = 64 * kPageSize;  // of each secondary
  size_t pool_pages = 40;
};

class Lockstep {
 public:
  explicit Lockstep(const Shape& shape);

  // Empty, or the first difference in words, and the rows that the model took. An event that the
  // vCPU on this CPU cannot do, such as a WFI of the primary's, does nothing. Requires that nothing
  // differed before.
  std::string Step(uint32_t cpu, const model::Event& event);
  // Whether a vCPU can do that.
  static bool Possible(model::VcpuName vcpu, const model::Event& event);
  // The same for what can be seen without a step, after real steps alone, with any model. `races`:
  // events overlapped, so that a vCPU of a VM that aborts may have stopped in any state.
  std::string Compare(const model::Machine& model, bool races = false);
  std::string ComparePages(const model::Machine& model);
  // The core alone does this, or the model.
  void StepReal(uint32_t cpu, const model::Event& event);
  void StepModel(uint32_t cpu, const model::Event& event) { model_.Step(cpu, event); }

  // Every so many refused calls, all state that a hypercall can change is compared with what it was
  // before (hypervisor/testing/snapshot.h). 0: never.
  uint32_t snapshot_every = 1;

  TestSystem& system() { return t_; }
  const model::Machine& model() const { return model_; }
  uint32_t cpus() const { return cpus_; }

  // Pages of RAM at fixed places of each VM's memory, from 0, away from its mailbox.
  uint64_t PageOf(uint32_t vm, uint32_t page) const;
  uint64_t SendPageOf(uint32_t vm) const { return t_.SendPageOf(vm); }
  uint64_t ReceivePageOf(uint32_t vm) const { return t_.ReceivePageOf(vm); }

  // Both as they were.
  class State {
   public:
    explicit State(Lockstep& of) : checkpoint_(of.t_), model_(of.model_) {}
    void Restore(Lockstep& to) const {
      checkpoint_.Restore(to.t_);
      to.model_ = model_;
    }

   private:
    Checkpoint checkpoint_;
    model::Machine model_;
  };

 private:
  std::string StepBoth(uint32_t cpu, const model::Event& event);
  std::string CompareVcpu(const model::Machine& model, model::VcpuName name, abi::VcpuState state);
  std::string CompareVm(const model::Machine& model, uint32_t vm, bool races);
  std::string ComparePage(const model::Machine& model, uint64_t page);

  const uint32_t cpus_;
  TestSystem t_;
  model::Machine model_;
  std::vector<std::string> rows_;  // of the last step
  uint32_t refused_ = 0;
  uint32_t messages_ = 0;
  uint32_t steps_ = 0;
  std::vector<uint64_t> pages_;  // that any step ever changed
};

// "CPU 0, VM 1 vCPU 0: vcpu_yield()"
std::string Describe(uint32_t cpu, model::VcpuName vcpu, const model::Event& event);

}  // namespace hf::test

#endif  // HYPERVISOR_TESTING_LOCKSTEP_LOCKSTEP_H_
