// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/base/log.h"

namespace hf {

void LineBuffer::Put(char c) {
  if (size_ < kCapacity) text_[size_++] = c;
}

void LineBuffer::PutDecimal(uint64_t value) {
  std::array<char, 20> digits;  // 2^64 has 20 digits
  size_t n = 0;
  do {
    digits[n++] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  while (n > 0) Put(digits[--n]);
}

void LineBuffer::AppendPiece(const LogPiece& piece) {
  switch (piece.kind_) {
    case LogPiece::Kind::kText:
      for (char c : piece.text()) Put(c >= ' ' && c <= '~' ? c : '?');
      break;
    case LogPiece::Kind::kSigned:
      if (static_cast<int64_t>(piece.payload_) < 0) {
        Put('-');
        PutDecimal(0 - piece.payload_);
        break;
      }
      [[fallthrough]];
    case LogPiece::Kind::kDecimal:
      PutDecimal(piece.payload_);
      break;
    case LogPiece::Kind::kHex: {
      Put('0');
      Put('x');
      int shift = 60;
      while (shift > 0 && (piece.payload_ >> shift) == 0) shift -= 4;
      for (; shift >= 0; shift -= 4) Put("0123456789abcdef"[(piece.payload_ >> shift) & 15]);
      break;
    }
  }
}

std::string_view LineBuffer::Finish() {
  text_[size_] = '\n';
  return {text_.data(), size_ + 1};
}

void LineBuffer::AppendFormatted(const char* text, const LogPiece* pieces) {
  for (; *text != '\0'; ++text) {
    if (*text == '%') {
      AppendPiece(*pieces++);
    } else {
      Put(*text);
    }
  }
}

void WriteConsole(std::string_view line) {
  ConsoleWriter console;
  console.Write(line);
}

void LogFormatted(const char* prefix, const char* text, const LogPiece* pieces) {
  LineBuffer line;
  line.Append("hafnia: %", prefix);
  line.AppendFormatted(text, pieces);
  WriteConsole(line.Finish());
}

}  // namespace hf
