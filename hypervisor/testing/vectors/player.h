// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Those that play the vectors of abi/vectors: the core, and the reference model.

#ifndef HYPERVISOR_TESTING_VECTORS_PLAYER_H_
#define HYPERVISOR_TESTING_VECTORS_PLAYER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "abi/vectors/vectors.h"

namespace hf::test {

// A machine as a vector wants it, at reset.
class Player {
 public:
  virtual ~Player() = default;
  virtual void Do(const abi::vectors::Step& step) = 0;

  virtual uint32_t vm_on(uint32_t cpu) = 0;
  virtual uint32_t vcpu_on(uint32_t cpu) = 0;
  virtual uint64_t x0(uint32_t cpu) = 0;
  virtual abi::vectors::States states() = 0;
  // The rows that were taken, as "mailbox_send: busy"; empty if it does not know.
  virtual std::vector<std::string> rows() const { return {}; }
};

std::unique_ptr<Player> MakeCorePlayer(const abi::vectors::Vector& vector);
std::unique_ptr<Player> MakeModelPlayer(const abi::vectors::Vector& vector);

// A timer's milliseconds in ticks of both machines.
inline constexpr uint64_t kTicksPerSecond = 1000;
inline constexpr uint64_t kTimerTicks = 1;

}  // namespace hf::test

#endif  // HYPERVISOR_TESTING_VECTORS_PLAYER_H_
