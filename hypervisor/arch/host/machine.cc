// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/host/machine.h"

#include <sys/mman.h>

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

std::string Machine::TakeConsole() {
  const std::lock_guard<std::mutex> lock(console_mutex_);
  return std::exchange(console_, std::string());
}

void Machine::WriteConsole(std::string_view line) {
  const std::lock_guard<std::mutex> lock(console_mutex_);
  console_ += line;
}

}  // namespace hf::host
