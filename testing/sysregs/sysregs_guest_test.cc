// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// VMs try every encoding of a system register and of a system instruction. What comes of it is held
// against the policy of registers; neither EL2 nor the VM may mind.

#include <cstring>
#include <string_view>

#include "bindings/start/print.h"
#include "testing/guest/services.h"
#include "testing/guest/test.h"
#include "testing/sysregs/command.h"

namespace hf::sysregs {
namespace {

constexpr auto kWalker = test::Service("walker");

// Of the same image.
constexpr auto kOther = test::Service("other_walker");

template <typename T>
T Tell(const Command& command, guest::VmId walker = kWalker) {
  T answer = {};
  const std::string_view bytes(reinterpret_cast<const char*>(&command), sizeof(command));
  const std::string_view answered = test::Ask(walker, bytes);
  EXPECT_EQ(answered.size(), sizeof(answer));
  if (answered.size() == sizeof(answer)) std::memcpy(&answer, answered.data(), sizeof(answer));
  return answer;
}

Attempt InSecondary(uint32_t instruction, uint64_t value = 0) {
  return Tell<Attempt>({Op::kExecute, instruction, value, {}});
}

Attempt InSecondaryA32(uint32_t instruction) {
  return Tell<Attempt>({Op::kExecuteA32, instruction, 0, {}});
}

void Show(const char* who, const Surprise& s) {
  const uint32_t e = s.encoding;
  guest::Print(who, s.read ? " reading" : " writing", " S", e >> 14, "_", e >> 11 & 7, "_C",
               e >> 7 & 15, "_C", e >> 3 & 15, "_", e & 7);
  if (s.attempt.taken) {
    guest::Print(": vector ", s.attempt.taken - 1, ", ESR_EL1 ", guest::Hex{s.attempt.esr},
                 ", ELR_EL1 ", guest::Hex{s.attempt.elr}, " of ", guest::Hex{s.attempt.address},
                 ", SPSR_EL1 ", guest::Hex{s.attempt.spsr}, " of ", guest::Hex{s.attempt.pstate},
                 "\n");
  } else {
    guest::Print(": ", guest::Hex{s.attempt.result}, "\n");
  }
}

// Where nothing is tried, nothing surprises: there are so many registers on any CPU.
void ExpectNoSurprise(const char* who, const Report& report) {
  for (uint64_t i = 0; i < report.surprises && i < report.first.size(); ++i) {
    Show(who, report.first[i]);
  }
  guest::Print("sysregs: ", who, ": ", report.values, " read, ", report.undefined, " undefined, ",
               report.written, " written, ", report.executed, " instructions executed\n");
  EXPECT_EQ(report.surprises, 0u);
  EXPECT_EQ(report.read, 65536u);
  EXPECT_EQ(report.values + report.undefined, 65536u);
  EXPECT_GT(report.values, 110u);
  EXPECT_GT(report.written, 45u);
  EXPECT_GT(report.executed, 20u);
}

TEST(Walk, OfASecondary) {
  ExpectNoSurprise("the secondary", Tell<Report>({Op::kWalk, 0, 0, ThisMachine(HF_CPU)}));
}

TEST(Walk, OfThePrimary) {
  static Report report;
  Walk(ThisMachine(HF_CPU), true, report);
  ExpectNoSurprise("the primary", report);
}

// Every register that the policy has as switched: three VMs fill theirs on one CPU, and find them
// as they left them.
TEST(Switch, OfEveryRegister) {
  constexpr uint64_t kLeast = 20;
  Tell<uint64_t>({Op::kFill, 0, 1, {}});
  Tell<uint64_t>({Op::kFill, 0, 2, {}}, kOther);
  EXPECT_EQ(Tell<uint64_t>({Op::kLost, 0, kLeast, {}}), 0u);
  EXPECT_EQ(Tell<uint64_t>({Op::kLost, 0, kLeast, {}}, kOther), 0u);
  Fill(3);
  Tell<uint64_t>({Op::kFill, 0, 4, {}});
  EXPECT_EQ(Lost(kLeast), 0u);
  EXPECT_EQ(Tell<uint64_t>({Op::kLost, 0, kLeast, {}}), 0u);
  EXPECT_EQ(Lost(kLeast), 0u);
}

// Instructions that a secondary is not offered, whether the CPU has them or not (Arm ARM C6.2, and
// the SVE and SME supplements), once nothing of the VM's own would trap them.
TEST(Instructions, ThatAreNotOffered) {
  constexpr uint32_t kSctlr = 0b11'000'0001'0000'000, kCpacr = 0b11'000'0001'0000'010;
  InSecondary(Write(kCpacr), 0b11 << 16 | 0b11 << 20 | 0b11 << 24);
  EXPECT_TRUE(IsUndefined(InSecondary(0x9ac13000)));  // PACGA X0, X0, X1
  EXPECT_TRUE(IsUndefined(InSecondary(0x0420e3e0)));  // CNTB X0
  EXPECT_TRUE(IsUndefined(InSecondary(0x04bf5820)));  // RDSVL X0, #1
  EXPECT_TRUE(IsUndefined(InSecondary(0xd503477f)));  // SMSTART
  EXPECT_TRUE(IsUndefined(InSecondary(0xd5233060)));  // TSTART X0
  EXPECT_TRUE(IsUndefined(InSecondary(0xf83fd000)));  // LD64B X0, [X0]
  // Hints: nothing happens while SCTLR_EL1 does not enable them.
  EXPECT_EQ(InSecondary(0xd503233f).taken, 0u);                           // PACIASP
  const bool has_pauth = (ThisMachine(HF_CPU).ids[41] >> 4 & 0xff) != 0;  // APA, API
  const uint64_t sctlr = InSecondary(Read(kSctlr)).result;
  InSecondary(Write(kSctlr), sctlr | uint64_t{1} << 31);  // EnIA
  EXPECT_EQ(IsUndefined(InSecondary(0xd503233f)), has_pauth);
  EXPECT_TRUE(IsUndefined(InSecondary(0xdac10020)));  // PACIA X0, X1
  InSecondary(Write(kSctlr), sctlr);
  InSecondary(Write(kCpacr), 0);
}

TEST(Instructions, ThatAreOffered) {
  constexpr uint32_t kCpacr = 0b11'000'0001'0000'010;
  InSecondary(Write(kCpacr), 0b11 << 20);
  EXPECT_EQ(InSecondary(0x9e670000, 0x1234).taken, 0u);             // FMOV D0, X0
  EXPECT_EQ(InSecondary(0x9e660000).result, 0x1234u);               // FMOV X0, D0
  EXPECT_EQ(InSecondary(0xd503205f).taken, 0u);                     // WFE
  EXPECT_EQ(InSecondary(0xd503201f).taken, 0u);                     // NOP
  EXPECT_EQ(InSecondary(0xd4000003).result, ~uint64_t{0});          // SMC #0
  EXPECT_EQ(InSecondary(0xd4000022, 0xff00).result, ~uint64_t{0});  // HVC #1
  InSecondary(Write(kCpacr), 0);
}

// HCR_EL2.RW says of EL1 that it is AArch64. EL0 may be AArch32 on these CPUs, and what traps there
// comes to EL2 as accesses to coprocessors.
TEST(Aarch32, AtEl0) {
  constexpr uint32_t kCntkctl = 0b11'000'1110'0001'000;
  InSecondary(Write(kCntkctl), 1 << 9);  // EL0PTEN: EL1 does not trap the physical timer
  EXPECT_TRUE(IsUndefined(InSecondaryA32(0xee100e10)));  // MRC P14, 0, R0, C0, C0, 0: DBGDIDR
  EXPECT_TRUE(IsUndefined(InSecondaryA32(0xee110e10)));  // MRC P14, 0, R0, C1, C0, 0: DBGDRAR
  EXPECT_TRUE(IsUndefined(InSecondaryA32(0xee1e0f32)));  // MRC P15, 0, R0, C14, C2, 1: CNTP_CTL
  EXPECT_TRUE(IsUndefined(InSecondaryA32(0xec510f2e)));  // MRRC P15, 2, R0, R1, C14: CNTP_CVAL
  InSecondary(Write(kCntkctl), 0);
  // NOP, and the SVC behind it: class 0x11.
  const Attempt nop = InSecondaryA32(0xe320f000);
  EXPECT_EQ(nop.taken, kFromAarch32);
  EXPECT_EQ(nop.esr, 0x46000000u);
  EXPECT_EQ(nop.elr, nop.address + 8);
}

}  // namespace
}  // namespace hf::sysregs
