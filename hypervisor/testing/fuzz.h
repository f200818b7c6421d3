// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What the fuzz targets share. Each is one definition of LLVMFuzzerTestOneInput(), which libFuzzer
// calls with bytes of its own making; //testing/fuzz makes programs of them. What must not happen
// ends the program: libFuzzer then keeps the input.

#ifndef HYPERVISOR_TESTING_FUZZ_H_
#define HYPERVISOR_TESTING_FUZZ_H_

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <source_location>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace hf::test {

inline void Require(bool condition, const char* what,
                    std::source_location where = std::source_location::current()) {
  if (condition) return;
  std::fprintf(stderr, "%s:%u: %s\n", where.file_name(), static_cast<unsigned>(where.line()), what);
  std::abort();
}

// Takes numbers from the front of the input. At its end all of them are 0.
class FuzzInput {
 public:
  explicit FuzzInput(std::span<const uint8_t> bytes) : rest_(bytes) {}

  bool empty() const { return rest_.empty(); }
  uint8_t Byte() {
    if (rest_.empty()) return 0;
    const uint8_t byte = rest_.front();
    rest_ = rest_.subspan(1);
    return byte;
  }
  // Little-endian.
  uint64_t Word(unsigned bytes) {
    uint64_t word = 0;
    for (unsigned i = 0; i < bytes; ++i) word |= uint64_t{Byte()} << (8 * i);
    return word;
  }
  std::span<const uint8_t> rest() const { return rest_; }

 private:
  std::span<const uint8_t> rest_;
};

}  // namespace hf::test

#endif  // HYPERVISOR_TESTING_FUZZ_H_
