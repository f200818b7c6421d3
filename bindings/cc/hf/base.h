// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the generated C++ binding, hf/hf.h, is made of: numbers that cannot be taken for one
// another, and results that may be an error or none. Freestanding; without exceptions and
// allocation.

#ifndef HF_BASE_H_
#define HF_BASE_H_

#include <cstdint>

namespace hf::guest {

/// The id of a VM.
struct VmId {
  uint32_t value;
  friend constexpr bool operator==(VmId, VmId) = default;
};

/// The index of a vCPU within its VM.
struct VcpuIndex {
  uint32_t value;
  friend constexpr bool operator==(VcpuIndex, VcpuIndex) = default;
};

/// A virtual interrupt.
struct Intid {
  uint32_t value;
  friend constexpr bool operator==(Intid, Intid) = default;
};

/// An address in the memory of the VM, as the hypervisor sees it: an intermediate physical address.
struct Ipa {
  uint64_t value;
  /// The address of an object; its virtual address is its IPA as long as the MMU is off.
  static Ipa Of(const volatile void* object) {
    return {static_cast<uint64_t>(reinterpret_cast<uintptr_t>(object))};
  }
  friend constexpr bool operator==(Ipa, Ipa) = default;
};

/// Success without a value.
struct Unit {
  friend constexpr bool operator==(Unit, Unit) = default;
};

/// A value, or none: as the result of a call, the ABI's one error.
///
///     if (auto count = VcpuGetCount(vm_id)) Use(*count);
template <typename T>
class [[nodiscard]] Maybe {
 public:
  constexpr Maybe() = default;
  constexpr Maybe(T value) : has_value_(true), value_(value) {}

  constexpr bool has_value() const { return has_value_; }
  constexpr explicit operator bool() const { return has_value_; }

  /// The value. Traps if there is none.
  constexpr const T& value() const {
    if (!has_value_) __builtin_trap();
    return value_;
  }
  constexpr const T& operator*() const { return value(); }
  constexpr const T* operator->() const { return &value(); }
  constexpr T value_or(T other) const { return has_value_ ? value_ : other; }

  friend constexpr bool operator==(const Maybe& a, const Maybe& b) {
    return a.has_value_ == b.has_value_ && (!a.has_value_ || a.value_ == b.value_);
  }

 private:
  bool has_value_ = false;
  T value_ = {};
};

/// None if the condition is met, else the value.
template <typename T>
constexpr Maybe<T> NoneIf(bool none, T value) {
  return none ? Maybe<T>() : Maybe<T>(value);
}

/// What a call that can fail returns. There is one error, so there is nothing to ask about it.
template <typename T>
using Result = Maybe<T>;

/// A visitor made of lambdas, one for each alternative:
///
///     const bool ready = VcpuRun(vm_id, vcpu).Visit(Overloaded{
///         [](VcpuRunReturn::Preempted) { return true; },
///         [](auto) { return false; },
///     });
template <typename... Lambdas>
struct Overloaded : Lambdas... {
  using Lambdas::operator()...;
};
template <typename... Lambdas>
Overloaded(Lambdas...) -> Overloaded<Lambdas...>;

}  // namespace hf::guest

#endif  // HF_BASE_H_
