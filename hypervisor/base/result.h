// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A value, or why there is none. The reason is a static sentence for the console: EL2's own
// functions return false or nothing where the caller knows the reason already.

#ifndef HYPERVISOR_BASE_RESULT_H_
#define HYPERVISOR_BASE_RESULT_H_

#include <optional>
#include <utility>

#include "hypervisor/base/check.h"

namespace hf {

// What was wrong, as the end of a sentence: "the device tree's magic number is wrong".
struct Error {
  const char* what;
};

template <class T>
class [[nodiscard]] Result {
 public:
  constexpr Result(T value) : value_(std::move(value)) {}  // NOLINT: meant to be implicit
  constexpr Result(Error error) : error_(error) {}         // NOLINT
  // A default value, made in place: a large one never lies on the stack twice.
  constexpr explicit Result(std::in_place_t) : value_(std::in_place) {}

  constexpr Result& operator=(Error error) {
    value_.reset();
    error_ = error;
    return *this;
  }

  constexpr bool ok() const { return value_.has_value(); }
  // Always inline: after ok() was asked, nothing is left of the check.
  [[gnu::always_inline]] constexpr T& value() {
    HF_CHECK(ok());
    return *value_;
  }
  [[gnu::always_inline]] constexpr const T& value() const {
    HF_CHECK(ok());
    return *value_;
  }
  // Requires !ok().
  constexpr Error error() const { return error_; }

 private:
  std::optional<T> value_;
  Error error_{nullptr};
};

}  // namespace hf

#endif  // HYPERVISOR_BASE_RESULT_H_
