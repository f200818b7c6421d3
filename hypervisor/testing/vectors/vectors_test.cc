// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Each vector, on the core and on the model. What of the rows has no vector is told, and is none.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "hypervisor/testing/vectors/player.h"

namespace hf::test {
namespace {

using abi::vectors::kSteps;
using abi::vectors::kVectors;
using abi::vectors::States;
using abi::vectors::Step;
using abi::vectors::Vector;

std::string Show(const States& states) {
  std::ostringstream text;
  for (uint32_t vm = 0; vm < abi::vectors::kMostVms; ++vm) {
    text << "VM " << vm << ": mailbox " << int{states.mailbox[vm]} << ", vm " << int{states.vm[vm]}
         << ", vCPUs " << int{states.vcpu[vm][0]} << " " << int{states.vcpu[vm][1]} << "; ";
  }
  return text.str();
}

// What the player has not: VMs and vCPUs that there are not have no state.
States Existing(const Vector& vector, States states) {
  for (uint32_t vm = 0; vm < abi::vectors::kMostVms; ++vm) {
    const bool exists = vm <= vector.secondaries;
    const uint32_t vcpus = !exists ? 0 : vm == 0 ? vector.cpus : vector.vcpus[vm - 1];
    if (!exists) states.mailbox[vm] = states.vm[vm] = 0;
    for (uint32_t i = vcpus; i < abi::vectors::kMostVcpus; ++i) states.vcpu[vm][i] = 0;
  }
  return states;
}

void Play(Player& player, const Vector& vector) {
  for (size_t i = 0; i < vector.count; ++i) {
    const Step& step = kSteps[vector.first + i];
    player.Do(step);
    SCOPED_TRACE(::testing::Message()
                 << vector.name << ", step " << i + 1 << " of " << vector.count);
    ASSERT_EQ(player.vm_on(step.cpu), step.vm);
    ASSERT_EQ(player.vcpu_on(step.cpu), step.vcpu);
    if (step.returned) ASSERT_EQ(player.x0(step.cpu), step.x0);
  }
  const States after = Existing(vector, player.states());
  EXPECT_EQ(Show(after), Show(Existing(vector, vector.after))) << vector.name;
}

// The model begins with VMs that are loaded, and takes notice of a timer at the next step; of what
// ends a wait, and of who leaves as a row says, it does not tell.
bool TakenByTheModel(const std::string& row) {
  return row != "Loaded.starts" && row != "Leaves.leaves" && row.rfind("TimerExpired.", 0) != 0 &&
         row.rfind("ReceiveEnds.", 0) != 0;
}

TEST(Vectors, OnTheCore) {
  for (const Vector& vector : kVectors) {
    Play(*MakeCorePlayer(vector), vector);
    if (::testing::Test::HasFailure()) return;
  }
}

// The model tells which rows it took: the one that the vector is for is among them.
TEST(Vectors, OnTheModel) {
  for (const Vector& vector : kVectors) {
    const auto player = MakeModelPlayer(vector);
    Play(*player, vector);
    if (::testing::Test::HasFailure()) return;
    std::string row = vector.name;
    if (!vector.row || !TakenByTheModel(row)) continue;
    row.replace(row.find('.'), 1, ": ");
    const auto rows = player->rows();
    EXPECT_NE(std::find(rows.begin(), rows.end(), row), rows.end()) << row;
  }
}

TEST(Vectors, ThereIsOneForEachRow) {
  std::ifstream file(std::string(std::getenv("TEST_SRCDIR")) + "/hf/abi/vectors/coverage.txt");
  std::string line;
  ASSERT_TRUE(std::getline(file, line) && std::getline(file, line));
  const auto rows = std::count_if(std::begin(kVectors), std::end(kVectors),
                                  [](const Vector& vector) { return vector.row; });
  const std::string all = std::to_string(rows);
  std::printf("%s, on the core and on the model\n", line.c_str());
  EXPECT_EQ(line, "rows: " + all + " of " + all);
}

}  // namespace
}  // namespace hf::test
