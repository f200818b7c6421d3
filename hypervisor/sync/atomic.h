// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// std::atomic as far as EL2 needs it, but that tests on the host can see, and hold up, each
// operation: who decides which CPU makes the next one decides the order of everything that CPUs do
// to each other. EL2 is built freestanding: there is no observer, and not an instruction for one.

#ifndef HYPERVISOR_SYNC_ATOMIC_H_
#define HYPERVISOR_SYNC_ATOMIC_H_

#include <atomic>
#include <cstdint>

namespace hf {

class AtomicObserver {
 public:
  enum class Operation : uint8_t { kLoad, kStore, kExchange };

  // The calling CPU is about to do this to the object at this address.
  virtual void Before(Operation operation, const void* object) = 0;
  // It waits for another CPU: what it has just loaded does not let it go on.
  virtual void Waits() = 0;

 protected:
  ~AtomicObserver() = default;
};

inline constexpr bool kAtomicsObservable = __STDC_HOSTED__ != 0;
// Null if nobody looks. Set only while no other thread runs.
inline AtomicObserver* atomic_observer = nullptr;

inline void BeforeAtomic(AtomicObserver::Operation operation, const void* object) {
  if constexpr (kAtomicsObservable) {
    if (atomic_observer != nullptr) atomic_observer->Before(operation, object);
  }
}

// A hint that this CPU spins.
inline void Relax() {
  if constexpr (kAtomicsObservable) {
    if (atomic_observer != nullptr) atomic_observer->Waits();
  } else {
    asm volatile("yield");
  }
}

template <class T>
class Atomic {
 public:
  constexpr Atomic(T value) : value_(value) {}  // NOLINT(google-explicit-constructor): as std's
  Atomic(const Atomic&) = delete;
  Atomic& operator=(const Atomic&) = delete;

  T load(std::memory_order order = std::memory_order_seq_cst) const {
    BeforeAtomic(AtomicObserver::Operation::kLoad, this);
    return value_.load(order);
  }
  void store(T value, std::memory_order order = std::memory_order_seq_cst) {
    BeforeAtomic(AtomicObserver::Operation::kStore, this);
    value_.store(value, order);
  }
  T exchange(T value, std::memory_order order = std::memory_order_seq_cst) {
    BeforeAtomic(AtomicObserver::Operation::kExchange, this);
    return value_.exchange(value, order);
  }

 private:
  std::atomic<T> value_;
};

}  // namespace hf

#endif  // HYPERVISOR_SYNC_ATOMIC_H_
