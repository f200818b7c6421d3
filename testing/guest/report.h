// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The lines that the runner reads, version 1 (docs/testing.md): "[hf 1] <n> <kind> <text> #<sum>".
//
// CPU 0 alone writes them, each in one piece.

#ifndef TESTING_GUEST_REPORT_H_
#define TESTING_GUEST_REPORT_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hf::test {

// Text of a limited length; what does not fit is left out, and "..." says so.
class Text {
 public:
  Text& operator<<(std::string_view text);
  Text& operator<<(const char* text) { return *this << std::string_view(text); }
  Text& operator<<(char c) { return *this << std::string_view(&c, 1); }
  // Decimal.
  Text& operator<<(uint64_t value);
  Text& Hex(uint64_t value, unsigned least_digits = 1);
  // In quotation marks; bytes that are no printable ASCII as \x and two digits.
  Text& Quoted(std::string_view text);

  std::string_view view() const { return {bytes_, size_}; }

 private:
  static constexpr size_t kMost = 400;

  char bytes_[kMost + 3];
  size_t size_ = 0;
};

// Writes one line. Bytes of `text` that are no printable ASCII appear as '?'.
void Report(std::string_view kind, std::string_view text);

}  // namespace hf::test

#endif  // TESTING_GUEST_REPORT_H_
