// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/exits/self_attack.h"

#ifdef HF_SELF_ATTACK

#include "hypervisor/base/check.h"

namespace hf {
namespace {

constexpr uint32_t kRet = 0xd65f03c0;

const volatile uint64_t constant = 1;
volatile uint64_t data = kRet;

void Write(uintptr_t address) { *reinterpret_cast<volatile uint64_t*>(address) = kRet; }
void Execute(uintptr_t address) { reinterpret_cast<void (*)()>(address)(); }

uint64_t Recurse(uint64_t depth) {  // NOLINT(misc-no-recursion): that is the point
  volatile uint64_t room[8] = {depth};
  return depth == ~uint64_t{0} ? 0 : Recurse(depth + 1) + room[0];
}

}  // namespace

void SelfAttack(uint64_t which, uint64_t address) {
  volatile uint64_t on_stack = kRet;
  switch (which) {
    case 0:
      HF_CHECK(address == 0);
      break;
    case 1:
      Write(reinterpret_cast<uintptr_t>(&SelfAttack));
      break;
    case 2:
      Write(reinterpret_cast<uintptr_t>(&constant));
      break;
    case 3:
      Execute(reinterpret_cast<uintptr_t>(&data));
      break;
    case 4:
      Execute(reinterpret_cast<uintptr_t>(&on_stack));
      break;
    case 5:
      Execute(address);
      break;
    case 6:
      Write(address);
      break;
    case 7:
      data = Recurse(0);
      break;
    default:
      break;
  }
}

}  // namespace hf

#endif
