// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A target with a bug, to see that one is found: it reads one byte too many of some inputs.

#include <cstddef>
#include <cstdint>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::vector<uint8_t> copy(data, data + size);
  if (size > 3 && copy[0] == 'b' && copy[1] == 'u' && copy[2] == 'g') {
    // copy[size] is behind the last one.
    volatile const uint8_t* bytes = copy.data();
    static_cast<void>(bytes[size]);
  }
  return 0;
}
