// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/base/endian.h"

#include <gtest/gtest.h>

#include <array>

namespace hf {
namespace {

TEST(Endian, LoadsAtAnyAlignment) {
  std::array<std::byte, 17> bytes;
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(0x80 + i);
  for (size_t at = 0; at < 8; ++at) {
    const uint64_t step = 0x0101'0101'0101'0101 * at;
    EXPECT_EQ(LoadLe16(bytes.data() + at), static_cast<uint16_t>(0x8180 + step));
    EXPECT_EQ(LoadBe32(bytes.data() + at), static_cast<uint32_t>(0x8081'8283 + step));
    EXPECT_EQ(LoadBe64(bytes.data() + at), 0x8081'8283'8485'8687 + step);
  }
}

TEST(Endian, StoresWhatIsLoadedAndNothingBeside) {
  for (size_t at = 0; at < 8; ++at) {
    std::array<std::byte, 17> bytes;
    bytes.fill(std::byte{0x55});
    StoreBe64(bytes.data() + at, 0x0123'4567'89ab'cdef);
    EXPECT_EQ(LoadBe64(bytes.data() + at), 0x0123'4567'89ab'cdefu);
    EXPECT_EQ(bytes[at], std::byte{0x01});
    StoreBe32(bytes.data() + at, 0xfedc'ba98);
    EXPECT_EQ(LoadBe64(bytes.data() + at), 0xfedc'ba98'89ab'cdefu);
    for (size_t i = 0; i < bytes.size(); ++i) {
      if (i < at || i >= at + 8) EXPECT_EQ(bytes[i], std::byte{0x55}) << i;
    }
  }
}

}  // namespace
}  // namespace hf
