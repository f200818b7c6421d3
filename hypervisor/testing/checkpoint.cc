// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/testing/checkpoint.h"

#include <cstring>

#include "hypervisor/arch/memory.h"

namespace hf::test {

Checkpoint::Checkpoint(TestSystem& t)
    : system_(sizeof(System)),
      pool_(t.pool_.size()),
      loaded_(t.machine_.loaded()),
      now_(t.machine_.now),
      running_(t.running_) {
  std::memcpy(system_.data(), static_cast<const void*>(t.system_.get()), system_.size());
  std::memcpy(pool_.data(), arch::DirectMap(t.pool_.begin()), pool_.size());
}

void Checkpoint::Restore(TestSystem& t) const {
  std::memcpy(static_cast<void*>(t.system_.get()), system_.data(), system_.size());
  std::memcpy(arch::DirectMap(t.pool_.begin()), pool_.data(), pool_.size());
  t.machine_.set_loaded(loaded_);
  t.machine_.now = now_;
  t.running_ = running_;
  t.machine_.cleaned.clear();
  t.machine_.invalidated.clear();
  t.machine_.switches.clear();
  t.machine_.TakeConsole();
}

}  // namespace hf::test
