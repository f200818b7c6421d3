// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// How 128 bytes go through a device that carries no zeros: as 129 bytes without any (consistent
// overhead byte stuffing, for one length). Each zero is replaced by the distance to the next one;
// the first byte is the distance to the first zero, and behind the end is one more.

#ifndef ABI_TRACE_STUFFING_H_
#define ABI_TRACE_STUFFING_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "abi/trace/record.h"

namespace hf::trace {

static_assert(sizeof(Header) == sizeof(Record));
using Stuffed = std::array<uint8_t, sizeof(Record) + 1>;

// T is Header or Record.
template <class T>
Stuffed Stuff(const T& block) {
  static_assert(sizeof(T) + 1 == sizeof(Stuffed) && sizeof(Stuffed) <= 0xff);
  Stuffed out;
  std::memcpy(&out[1], &block, sizeof block);
  size_t zero = out.size();
  for (size_t i = out.size() - 1; i > 0; --i) {
    if (out[i] != 0) continue;
    out[i] = static_cast<uint8_t>(zero - i);
    zero = i;
  }
  out[0] = static_cast<uint8_t>(zero);
  return out;
}

// False if nothing can have become these bytes.
template <class T>
bool Unstuff(Stuffed stuffed, T& block) {
  static_assert(sizeof(T) + 1 == sizeof(Stuffed));
  size_t zero = 0;
  while (zero < stuffed.size()) {
    const uint8_t distance = stuffed[zero];
    if (distance == 0) return false;
    stuffed[zero] = 0;
    zero += distance;
  }
  if (zero != stuffed.size()) return false;
  std::memcpy(&block, &stuffed[1], sizeof block);
  return true;
}

}  // namespace hf::trace

#endif  // ABI_TRACE_STUFFING_H_
