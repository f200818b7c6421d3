// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Lines of the console: whole, one at a time, and never what a VM wants them to look like.

#include "hypervisor/base/log.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <type_traits>

#include "hypervisor/arch/host/machine.h"

namespace hf {
namespace {

template <class... Args>
std::string Logged(std::type_identity_t<LogFormatFor<Args...>> format, const Args&... args) {
  host::Console console;
  Log(format, args...);
  return console.Take();
}

TEST(Log, Text) {
  EXPECT_EQ(Logged("one %%", std::string_view("two"), ""), "hafnia: one two\n");
  EXPECT_EQ(Logged("%", std::string_view("cut here", 3)), "hafnia: cut\n");
}

TEST(Log, WithoutArguments) { EXPECT_EQ(Logged("nothing to add"), "hafnia: nothing to add\n"); }

TEST(Log, Numbers) {
  EXPECT_EQ(Logged("% % % %", 0u, 7, -7, uint8_t{200}), "hafnia: 0 7 -7 200\n");
  EXPECT_EQ(Logged("%", std::numeric_limits<uint64_t>::max()), "hafnia: 18446744073709551615\n");
  EXPECT_EQ(Logged("%", std::numeric_limits<int64_t>::min()), "hafnia: -9223372036854775808\n");
  EXPECT_EQ(Logged("%", std::numeric_limits<int64_t>::max()), "hafnia: 9223372036854775807\n");
  EXPECT_EQ(Logged("%", int8_t{-1}), "hafnia: -1\n");
}

TEST(Log, Hexadecimal) {
  EXPECT_EQ(Logged("%", Hex{0}), "hafnia: 0x0\n");
  EXPECT_EQ(Logged("% %", Hex{0xf}, Hex{0x10}), "hafnia: 0xf 0x10\n");
  EXPECT_EQ(Logged("%", Hex{~uint64_t{0}}), "hafnia: 0xffffffffffffffff\n");
  EXPECT_EQ(Logged("%%%", PhysAddr(0x40000000), IpaAddr(0xabc), VirtAddr(1)),
            "hafnia: 0x400000000xabc0x1\n");
}

TEST(Log, ControlCharactersCannotForgeALine) {
  EXPECT_EQ(Logged("%", "a\nhafnia: panic: b\r\x1b[2J\x7f\x80\xff~"),
            "hafnia: a?hafnia: panic: b??[2J???~\n");
  EXPECT_EQ(Logged("%", std::string_view("\0x", 2)), "hafnia: ?x\n");
}

TEST(Log, LongLinesAreCutButEnd) {
  const std::string line = Logged("%%", std::string_view(std::string(1000, 'x')), 12345);
  EXPECT_EQ(line, "hafnia: " + std::string(192, 'x') + "\n");
  // A number at the limit is cut too, not written past it.
  const std::string number =
      Logged("%%", std::string_view(std::string(190, 'x')), std::numeric_limits<uint64_t>::max());
  EXPECT_EQ(number, "hafnia: " + std::string(190, 'x') + "18\n");
}

TEST(LineBuffer, AnEmptyLine) {
  LineBuffer line;
  EXPECT_EQ(line.Finish(), "\n");
}

}  // namespace
}  // namespace hf
