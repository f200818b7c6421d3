// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Lines for the console.
//
//   Log("cannot load %: it needs % bytes", name, size);
//   Log("data abort at %", Hex{address});
//
// Each % stands for one argument; that there are as many is checked when it is compiled. A literal
// % cannot be printed.
//
// One call is one whole line, "hafnia: ...", written in one piece. After the boot messages only
// what went wrong is said: the primary VM drives the same UART. Text that comes from a VM or from
// a boot file is printed with control characters replaced, so that it cannot forge a line.

#ifndef HYPERVISOR_BASE_LOG_H_
#define HYPERVISOR_BASE_LOG_H_

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "hypervisor/base/address.h"

namespace hf {

struct Hex {
  uint64_t value;
};

// What stands for a %; made implicitly from what is passed to Log(). Two words, since the calls of
// Log() are what most of EL2's messages cost.
class LogPiece {
 public:
  LogPiece(std::string_view text)  // NOLINT
      : payload_(reinterpret_cast<uintptr_t>(text.data())),
        size_(static_cast<uint32_t>(text.size())),
        kind_(Kind::kText) {}
  LogPiece(const char* text) : LogPiece(std::string_view(text)) {}  // NOLINT
  LogPiece(std::unsigned_integral auto v)                           // NOLINT
      : payload_(v), kind_(Kind::kDecimal) {}
  LogPiece(std::signed_integral auto v)  // NOLINT
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

// A text with as many % as there are arguments.
template <size_t kArguments>
class LogFormat {
 public:
  consteval LogFormat(const char* text) : text_(text) {  // NOLINT: meant to be implicit
    size_t n = 0;
    for (const char* c = text; *c != '\0'; ++c) n += *c == '%';
    if (n != kArguments) MessageNeedsOnePercentSignForEachArgument();
  }
  constexpr const char* text() const { return text_; }

 private:
  // Not constexpr: what the compiler names when the numbers differ.
  static void MessageNeedsOnePercentSignForEachArgument();
  const char* text_;
};

template <class... Args>
using LogFormatFor = LogFormat<sizeof...(Args)>;

// A line under construction. What does not fit is cut; the end of the line always fits.
class LineBuffer {
 public:
  // Appends the text of the format with its % replaced in turn.
  template <class... Args>
  void Append(std::type_identity_t<LogFormatFor<Args...>> format, const Args&... args) {
    // One more than there may be none of.
    const LogPiece pieces[] = {LogPiece(args)..., LogPiece("")};
    AppendFormatted(format.text(), pieces);
  }
  // The line so far, ended by a newline.
  std::string_view Finish();

  // Requires a piece for each % of the text.
  void AppendFormatted(const char* text, const LogPiece* pieces);

 private:
  void AppendPiece(const LogPiece& piece);
  void Put(char c);
  void PutDecimal(uint64_t value);
  static constexpr size_t kCapacity = 200;
  std::array<char, kCapacity + 1> text_;
  size_t size_ = 0;
};

// Writes several lines in one piece: while it lives, what other CPUs print waits. Requires that its
// own CPU prints in no other way meanwhile. Defined by the architecture's backend.
class [[nodiscard]] ConsoleWriter {
 public:
  ConsoleWriter();
  // EL2's lets others print; that of tests of the manifest has nothing to do.
  ~ConsoleWriter();  // NOLINT(performance-trivially-destructible)
  ConsoleWriter(const ConsoleWriter&) = delete;
  ConsoleWriter& operator=(const ConsoleWriter&) = delete;
  void Write(std::string_view line);

 private:
  [[maybe_unused]] bool locked_ = false;
};

// A single line. Safe from any CPU.
void WriteConsole(std::string_view line);

// Prints "hafnia: ", the prefix and the formatted text. Requires a piece for each % of the text.
void LogFormatted(const char* prefix, const char* text, const LogPiece* pieces);

template <class... Args>
void Log(std::type_identity_t<LogFormatFor<Args...>> format, const Args&... args) {
  const LogPiece pieces[] = {LogPiece(args)..., LogPiece("")};
  LogFormatted("", format.text(), pieces);
}

}  // namespace hf

#endif  // HYPERVISOR_BASE_LOG_H_
