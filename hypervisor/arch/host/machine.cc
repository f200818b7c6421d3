// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/host/machine.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace hf::host {
namespace {

Machine* current = nullptr;

[[noreturn]] void Die(const char* what) {
  std::fprintf(stderr, "host machine: %s\n", what);
  std::abort();
}

void Poison(arch::Registers& registers) {
  std::fill_n(reinterpret_cast<uint64_t*>(&registers.el1), sizeof(registers.el1) / 8,
              Machine::kPoison);
}

}  // namespace

Machine::Machine(const std::vector<Ram>& ram) {
  if (current != nullptr) Die("there is another machine already");
  for (const Ram& part : ram) {
    // Zero pages that cost nothing until they are written.
    void* bytes = mmap(nullptr, part.size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (bytes == MAP_FAILED) Die("no memory for RAM");
    blocks_.push_back({.range = PhysRange::FromSize(PhysAddr(part.begin), part.size).value(),
                       .bytes = static_cast<std::byte*>(bytes)});
  }
  current = this;
}

Machine::~Machine() {
  current = nullptr;
  for (const Block& block : blocks_) munmap(block.bytes, block.range.size());
}

Machine& Machine::Current() {
  if (current == nullptr) Die("there is no machine");
  return *current;
}

std::byte* Machine::At(PhysAddr address) {
  for (const Block& block : blocks_) {
    if (block.range.Contains(address)) return block.bytes + (address - block.range.begin());
  }
  return nullptr;
}

arch::El1Registers& Machine::LoadedEl1(const arch::Registers& registers) {
  const std::lock_guard lock(mutex_);
  const auto found = loaded_el1_.find(&registers);
  if (found == loaded_el1_.end())
    Die("the EL1 registers of a vCPU that is not loaded were asked for");
  return found->second;
}

void Machine::Load(arch::Registers& registers) {
  const std::lock_guard lock(mutex_);
  if (loaded_el1_.count(&registers) != 0) throw Panicked{"a vCPU was loaded on two CPUs"};
  loaded_el1_[&registers] = registers.el1;
  Poison(registers);
}

void Machine::Save(arch::Registers& registers) {
  const std::lock_guard lock(mutex_);
  registers.el1 = LoadedEl1(registers);
  loaded_el1_.erase(&registers);
}

void Machine::Unload(arch::Registers& registers) { registers.el1 = LoadedEl1(registers); }

void Machine::Reload(arch::Registers& registers) {
  const std::lock_guard lock(mutex_);
  LoadedEl1(registers) = registers.el1;
  Poison(registers);
}

std::string Machine::TakeConsole() {
  const std::lock_guard lock(console_mutex_);
  return std::exchange(console_, std::string());
}

void Machine::WriteConsole(std::string_view line) { console_ += line; }

}  // namespace hf::host
