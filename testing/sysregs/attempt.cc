// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "testing/sysregs/attempt.h"

extern "C" {
uint64_t attempt_run(const uint32_t* code, uint64_t value, hf::sysregs::Attempt* noted);
uint64_t attempt_run_a32(const uint32_t* code, uint64_t value, hf::sysregs::Attempt* noted);
}

namespace hf::sysregs {
namespace {

constexpr uint32_t kReturn = 0xd65f03c0;          // RET
constexpr uint32_t kSupervisorCall = 0xef000000;  // SVC #0 of A32

// Within a line of any cache.
alignas(16) volatile uint32_t code[2];

Attempt Run(uint32_t first, uint32_t second, uint64_t value,
            uint64_t (*run)(const uint32_t*, uint64_t, Attempt*)) {
  code[0] = first;
  code[1] = second;
  asm volatile("dc cvau, %0\n\tdsb ish\n\tic ivau, %0\n\tdsb ish\n\tisb" : : "r"(code) : "memory");
  Attempt attempt = {};
  attempt.address = reinterpret_cast<uint64_t>(code);
  attempt.result = run(const_cast<const uint32_t*>(code), value, &attempt);
  return attempt;
}

}  // namespace

Attempt Execute(uint32_t instruction, uint64_t value) {
  return Run(instruction, kReturn, value, attempt_run);
}

Attempt ExecuteA32(uint32_t instruction, uint64_t value) {
  return Run(instruction, kSupervisorCall, value, attempt_run_a32);
}

}  // namespace hf::sysregs
