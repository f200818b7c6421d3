// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Keeps three CPUs busy, a VM on each of two and the primary itself on the third, and then makes
// EL2 attack itself on CPU 0; or makes it do so on all four at once. Which attack, and the address
// for it, are on the command line.

#include <hf/call.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

#include "bindings/start/start.h"
#include "testing/guest/command_line.h"
#include "testing/suites/panic/ticks.h"

namespace hf::panic {
namespace {

// Of EL2's variant HF_SELF_ATTACK.
constexpr uint16_t kSelfAttack = 0x5e1f;

std::atomic<uint64_t> primary_ticks = 0;

void RunVm(uint64_t vm) {
  while (true) {
    hf_vcpu_run(static_cast<uint32_t>(vm), 0);
    if (vm != 1) hf_vcpu_run(3, 0);
  }
}

void Tick(uint64_t) {
  Ticks ticks;
  while (true) {
    if (!ticks.Due()) continue;
    guest_print("primary ticks\n");
    primary_ticks.fetch_add(1);
  }
}

struct Worker {
  guest_cpu cpu;
  alignas(16) std::array<char, 4096> stack;
};
std::array<Worker, 3> workers;

void StartOn(uint64_t cpu, void (*function)(uint64_t), uint64_t argument) {
  Worker& worker = workers[cpu - 1];
  worker.cpu = {.stack_top = reinterpret_cast<uint64_t>(worker.stack.data() + worker.stack.size()),
                .function = function,
                .argument = argument};
  if (guest_cpu_on(cpu, &worker.cpu) != 0) guest_panic("a CPU does not start");
}

// Two hexadecimal numbers: which attack, on all CPUs or on one, and where.
constexpr uint64_t kOnAllCpus = 0x10;
struct Order {
  uint64_t which;
  uint64_t address;
};
Order order;

Order Read(std::string_view text) {
  Order read = {};
  for (const char c : text) {
    if (c == ' ') {
      read.which = read.address;
      read.address = 0;
    } else {
      read.address = read.address << 4 | static_cast<uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
    }
  }
  return read;
}

// Attacked too: EL2 executes nothing that is a VM's.
void OfThePrimary() {}

void Attack() {
  register uint64_t x0 asm("x0") = order.which & ~kOnAllCpus;
  register uint64_t x1 asm("x1") = order.address;
  asm volatile("hvc %2" : "+r"(x0), "+r"(x1) : "i"(kSelfAttack) : "x2", "x3", "memory");
  guest_panic("EL2 has survived its attack on itself");
}

std::atomic<uint32_t> ready = 0;

void AttackTogether(uint64_t) {
  ready.fetch_add(1);
  while (ready.load() < 4) {
  }
  Attack();
}

}  // namespace

extern "C" void guest_main(uint64_t device_tree) {
  order = Read(test::CommandLine(device_tree));
  if (order.address == 0) order.address = reinterpret_cast<uint64_t>(&OfThePrimary);
  if (order.which & kOnAllCpus) {
    for (uint64_t cpu = 1; cpu < 4; ++cpu) StartOn(cpu, &AttackTogether, 0);
    AttackTogether(0);
  }
  StartOn(1, &RunVm, 1);
  StartOn(2, &RunVm, 2);
  StartOn(3, &Tick, 0);
  while (primary_ticks.load() < 10) {
  }
  Attack();
}

}  // namespace hf::panic
