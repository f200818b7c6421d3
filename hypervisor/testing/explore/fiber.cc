// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/testing/explore/fiber.h"

#include <cstdint>
#include <utility>

#if __has_feature(address_sanitizer)
#include <sanitizer/common_interface_defs.h>
#endif

namespace hf::test {
namespace {

// Before and after a change of stacks.
void StartSwitch([[maybe_unused]] void** fake, [[maybe_unused]] const void* stack,
                 [[maybe_unused]] size_t size) {
#if __has_feature(address_sanitizer)
  __sanitizer_start_switch_fiber(fake, stack, size);
#endif
}
void FinishSwitch([[maybe_unused]] void* fake, [[maybe_unused]] const void** from,
                  [[maybe_unused]] size_t* size) {
#if __has_feature(address_sanitizer)
  __sanitizer_finish_switch_fiber(fake, from, size);
#endif
}

}  // namespace

Fiber::Fiber() : stack_(new std::byte[kStackSize]) {}
Fiber::~Fiber() = default;

void Fiber::Start(std::function<void()> body) {
  body_ = std::move(body);
  done_ = false;
  getcontext(&own_);
  own_.uc_stack.ss_sp = stack_.get();
  own_.uc_stack.ss_size = kStackSize;
  own_.uc_link = nullptr;
  // makecontext() hands over integers of 32 bits.
  const auto self = reinterpret_cast<uintptr_t>(this);
  makecontext(&own_, reinterpret_cast<void (*)()>(&Fiber::Enter), 2,
              static_cast<unsigned>(self >> 32), static_cast<unsigned>(self));
}

void Fiber::Enter(unsigned high, unsigned low) {
  reinterpret_cast<Fiber*>(uintptr_t{high} << 32 | low)->Run();
}

void Fiber::Run() {
  FinishSwitch(nullptr, &resumer_stack_, &resumer_size_);
  body_();
  done_ = true;
  // For good: its fake stack is given up.
  StartSwitch(nullptr, resumer_stack_, resumer_size_);
  setcontext(&resumer_);
}

void Fiber::Resume() {
  void* fake = nullptr;
  StartSwitch(&fake, stack_.get(), kStackSize);
  swapcontext(&resumer_, &own_);
  FinishSwitch(fake, nullptr, nullptr);
}

void Fiber::Suspend() {
  StartSwitch(&fake_stack_, resumer_stack_, resumer_size_);
  swapcontext(&own_, &resumer_);
  FinishSwitch(fake_stack_, &resumer_stack_, &resumer_size_);
}

}  // namespace hf::test
