// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A stack of its own for each CPU that is explored, so that one thread can go from one to another
// at any point.

#ifndef HYPERVISOR_TESTING_EXPLORE_FIBER_H_
#define HYPERVISOR_TESTING_EXPLORE_FIBER_H_

#include <ucontext.h>

#include <cstddef>
#include <functional>
#include <memory>

namespace hf::test {

class Fiber {
 public:
  Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;
  ~Fiber();

  // Makes it begin with `body` when it is next resumed. Requires that it has not begun, or is done.
  void Start(std::function<void()> body);
  // Lets it go on until it suspends itself or is done. Not from within a fiber.
  void Resume();
  // Goes back to who resumed it. Requires that it is the one that runs. An exception may be on its
  // way, but may not have been caught.
  void Suspend();
  bool done() const { return done_; }

 private:
  static void Enter(unsigned high, unsigned low);
  void Run();

  static constexpr size_t kStackSize = size_t{256} << 10;
  std::unique_ptr<std::byte[]> stack_;
  std::function<void()> body_;
  bool done_ = true;
  ucontext_t own_{};
  ucontext_t resumer_{};
  // For AddressSanitizer, which must be told of stacks.
  void* fake_stack_ = nullptr;
  const void* resumer_stack_ = nullptr;
  size_t resumer_size_ = 0;
};

}  // namespace hf::test

#endif  // HYPERVISOR_TESTING_EXPLORE_FIBER_H_
