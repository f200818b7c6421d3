// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Lines for the console.
//
//   Log("cannot load ", name, ": it needs ", size, " bytes");
//   Log("data abort at ", Hex{address});
//
// One call is one whole line, "hafnia: ...", written in one piece. After the boot messages only
// what went wrong is said: the primary VM drives the same UART. Text that comes from a VM or from
// a boot file is printed with control characters replaced, so that it cannot forge a line.

#ifndef HYPERVISOR_BASE_LOG_H_
#define HYPERVISOR_BASE_LOG_H_

#include <array>
#include <concepts>
#include <cstdint>
#include <span>
#include <string_view>

#include "hypervisor/base/address.h"

namespace hf {

struct Hex {
  uint64_t value;
};

// One piece of a line; made implicitly from what is passed to Log().
class LogPiece {
 public:
  constexpr LogPiece(std::string_view text) : text_(text), kind_(Kind::kText) {}  // NOLINT
  constexpr LogPiece(const char* text) : LogPiece(std::string_view(text)) {}      // NOLINT
  constexpr LogPiece(std::unsigned_integral auto v) : value_(v), kind_(Kind::kDecimal) {}
  constexpr LogPiece(std::signed_integral auto v)
      : value_(static_cast<uint64_t>(v)), kind_(Kind::kSigned) {}
  constexpr LogPiece(Hex h) : value_(h.value), kind_(Kind::kHex) {}  // NOLINT
  template <class Tag>
  constexpr LogPiece(Address<Tag> a) : LogPiece(Hex{a.raw()}) {}  // NOLINT

 private:
  friend class LineBuffer;
  enum class Kind : uint8_t { kText, kDecimal, kSigned, kHex };
  std::string_view text_;
  uint64_t value_ = 0;
  Kind kind_;
};

// A line under construction. What does not fit is cut; the end of the line always fits.
class LineBuffer {
 public:
  void Append(const LogPiece& piece);
  // The line so far, ended by a newline.
  std::string_view Finish();

 private:
  void Put(char c);
  void PutDecimal(uint64_t value);
  static constexpr size_t kCapacity = 200;
  std::array<char, kCapacity + 1> text_;
  size_t size_ = 0;
};

// Where whole lines go; defined by the architecture's backend. Safe from any CPU.
void WriteConsole(std::string_view line);

void LogPieces(std::span<const LogPiece> pieces);

template <class... Args>
void Log(const Args&... args) {
  const LogPiece pieces[] = {LogPiece(args)...};
  LogPieces(pieces);
}

}  // namespace hf

#endif  // HYPERVISOR_BASE_LOG_H_
