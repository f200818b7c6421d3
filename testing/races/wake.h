// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Races of a vCPU that is about to block with what wakes it.

#ifndef TESTING_RACES_WAKE_H_
#define TESTING_RACES_WAKE_H_

#include <hf/hf.h>

#include <string_view>

namespace hf::races {

// What wakes the vCPU: true if it did so by this very call, false if that had been done already.
using Wake = bool (*)();

// Every CPU wakes the VM's vCPU and runs it, again and again, each at its own speed. Each wake-up
// must reach the vCPU, which yields after each `wakes_a_yield`; one that is lost leaves a vCPU that
// nothing can wake any more, which fails the case. Requires that the vCPU waits.
void WakeAndRun(std::string_view race, guest::VmId vm, uint64_t wakes_a_yield, Wake wake);

}  // namespace hf::races

#endif  // TESTING_RACES_WAKE_H_
