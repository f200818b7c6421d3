// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/ipc/vm_queue.h"

#include <gtest/gtest.h>

namespace hf {
namespace {

TEST(VmQueue, InOrderEachOnce) {
  VmQueue queue;
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.Take(), std::nullopt);
  for (const uint32_t id : {3u, 0u, 3u, 7u, 0u}) queue.Add(id);
  EXPECT_FALSE(queue.empty());
  EXPECT_EQ(queue.Take(), 3u);
  queue.Add(3);
  EXPECT_EQ(queue.Take(), 0u);
  EXPECT_EQ(queue.Take(), 7u);
  EXPECT_EQ(queue.Take(), 3u);
  EXPECT_EQ(queue.Take(), std::nullopt);
  EXPECT_TRUE(queue.empty());
}

TEST(VmQueue, HasRoomForEveryVm) {
  VmQueue queue;
  for (int round = 0; round < 3; ++round) {
    for (uint32_t id = 0; id < abi::kMaxVms; ++id) queue.Add(id);
  }
  for (uint32_t id = 0; id < abi::kMaxVms; ++id) EXPECT_EQ(queue.Take(), id);
  EXPECT_TRUE(queue.empty());
}

}  // namespace
}  // namespace hf
