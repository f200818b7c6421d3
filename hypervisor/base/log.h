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

// One piece of a line; made implicitly from what is passed to Log(). Two words, since the calls of
// Log() are what most of EL2's messages cost.
class LogPiece {
 public:
  LogPiece(std::string_view text)  // NOLINT
      : payload_(reinterpret_cast<uintptr_t>(text.data())),
        size_(static_cast<uint32_t>(text.size())),
        kind_(Kind::kText) {}
  LogPiece(const char* text) : LogPiece(std::string_view(text)) {}  // NOLINT
  LogPiece(std::unsigned_integral auto v) : payload_(v), kind_(Kind::kDecimal) {}
  LogPiece(std::signed_integral auto v)
      : payload_(static_cast<uint64_t>(v)), kind_(Kind::kSigned) {}
  LogPiece(Hex h) : payload_(h.value), kind_(Kind::kHex) {}  // NOLINT
  template <class Tag>
  LogPiece(Address<Tag> a) : LogPiece(Hex{a.raw()}) {}  // NOLINT

 private:
  friend class LineBuffer;
  enum class Kind : uint8_t { kText, kDecimal, kSigned, kHex };
  std::string_view text() const { return {reinterpret_cast<const char*>(payload_), size_}; }

  uint64_t payload_;  // the number, or where the text is
  uint32_t size_ = 0;
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
