// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "testing/guest/report.h"

#include "bindings/start/start.h"

namespace hf::test {
namespace {

constexpr std::string_view kMark = "...";

uint64_t lines = 0;

// The sum of what a line has shown so far, and the way to show more.
class Line {
 public:
  void Print(std::string_view text) {
    for (char c : text) {
      if (c < ' ' || c > '~') c = '?';
      sum_ = static_cast<uint16_t>(31 * sum_ + static_cast<unsigned char>(c));
      guest_print_bytes(&c, 1);
    }
  }

  void End() {
    Text sum;
    sum << " #";
    sum.Hex(sum_, 4);
    guest_print_bytes(sum.view().data(), sum.view().size());
    guest_print("\n");
  }

 private:
  uint16_t sum_ = 0;
};

}  // namespace

Text& Text::operator<<(std::string_view text) {
  for (const char c : text) {
    if (size_ < kMost) {
      bytes_[size_++] = c;
    } else if (size_ == kMost) {
      for (const char m : kMark) bytes_[size_++] = m;
    }
  }
  return *this;
}

Text& Text::operator<<(uint64_t value) {
  char digits[20];
  size_t first = sizeof(digits);
  do {
    digits[--first] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  return *this << std::string_view(&digits[first], sizeof(digits) - first);
}

Text& Text::Hex(uint64_t value, unsigned least_digits) {
  char digits[16];
  size_t first = sizeof(digits);
  do {
    digits[--first] = "0123456789abcdef"[value & 15];
    value >>= 4;
  } while (value != 0 || sizeof(digits) - first < least_digits);
  return *this << std::string_view(&digits[first], sizeof(digits) - first);
}

Text& Text::Quoted(std::string_view text) {
  *this << '"';
  for (const char c : text) {
    if (c >= ' ' && c <= '~') {
      *this << c;
    } else {
      (*this << "\\x").Hex(static_cast<unsigned char>(c), 2);
    }
  }
  return *this << '"';
}

void Report(std::string_view kind, std::string_view text) {
  Text head;
  head << "[hf 1] " << lines++ << ' ' << kind << ' ';
  Line line;
  line.Print(head.view());
  line.Print(text);
  line.End();
}

}  // namespace hf::test
