// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See exits.h.

#include "abi/trace/exits.h"

#include <cstdint>

#include "absl/strings/str_cat.h"

namespace hf::trace {
namespace {

// PSCI 1.1 (Arm DEN0022), 5.1.1: the numbers without the bits that say how wide the arguments are.
constexpr uint64_t kPsciWidth = 0x4000'0000;
struct Function {
  uint32_t number;
  absl::string_view name;
};
constexpr Function kFunctions[] = {
    {0x8000'0000, "SMCCC_VERSION"},
    {0x8400'0000, "VERSION"},
    {0x8400'0001, "CPU_SUSPEND"},
    {0x8400'0002, "CPU_OFF"},
    {0x8400'0003, "CPU_ON"},
    {0x8400'0004, "AFFINITY_INFO"},
    {0x8400'0005, "MIGRATE"},
    {0x8400'0006, "MIGRATE_INFO_TYPE"},
    {0x8400'0007, "MIGRATE_INFO_UP_CPU"},
    {0x8400'0008, "SYSTEM_OFF"},
    {0x8400'0009, "SYSTEM_RESET"},
    {0x8400'000a, "FEATURES"},
};

std::string Hex(uint64_t number) { return absl::StrCat("0x", absl::Hex(number)); }

std::string Psci(const Record& r) {
  const auto number = static_cast<uint32_t>(r.x[0] & ~kPsciWidth);
  std::string name = Hex(static_cast<uint32_t>(r.x[0]));
  for (const Function& function : kFunctions) {
    if (function.number == number) name = function.name;
  }
  return absl::StrCat("PSCI ", name, "(", Hex(r.x[1]), ", ", Hex(r.x[2]), ", ", Hex(r.x[3]), ")");
}

// ESR_EL2.ISS (Arm ARM D17.2.37).
uint64_t Bits(const Record& r, unsigned high, unsigned low) {
  return (r.syndrome >> low) & ((uint64_t{1} << (high - low + 1)) - 1);
}

std::string Wait(const Record& r) {
  constexpr absl::string_view kNames[] = {"WFI", "WFE", "WFIT", "WFET"};
  return std::string(kNames[Bits(r, 1, 0)]);
}

std::string SystemRegister(const Record& r) {
  const std::string name = absl::StrCat("S", Bits(r, 21, 20), "_", Bits(r, 16, 14), "_C",
                                        Bits(r, 13, 10), "_C", Bits(r, 4, 1), "_", Bits(r, 19, 17));
  const std::string general = absl::StrCat("x", Bits(r, 9, 5));
  return Bits(r, 0, 0) == 1 ? absl::StrCat("MRS ", general, ", ", name)
                            : absl::StrCat("MSR ", name, ", ", general);
}

// The IPA if the CPU told it: it is what stage 2 decides by.
std::string Where(const Record& r) {
  return r.ipa != kNoAddress ? Hex(r.ipa) : absl::StrCat("virtual address ", Hex(r.far));
}

}  // namespace

absl::string_view KindName(Kind kind) {
  constexpr absl::string_view kNames[] = {
      "",
      "call",
      "PSCI",
      "HVC",
      "SMC",
      "interrupt",
      "SError",
      "wait",
      "system register",
      "data abort",
      "instruction abort",
      "other",
      "start",
  };
  const auto number = static_cast<size_t>(kind);
  return number < std::size(kNames) ? kNames[number] : "";
}

std::string DescribeExit(const Record& r) {
  const std::string pc = absl::StrCat(", pc ", Hex(r.pc));
  switch (r.kind) {
    case Kind::kPsci:
      return Psci(r);
    case Kind::kHypervisorCall:
      return absl::StrCat("HVC #", Bits(r, 15, 0), pc);
    case Kind::kSecureMonitorCall:
      return absl::StrCat("SMC #", Bits(r, 15, 0), " with x0 ", Hex(r.x[0]), pc);
    case Kind::kWait:
      return Wait(r);
    case Kind::kSystemRegister:
      return SystemRegister(r) + pc;
    case Kind::kDataAbort:
      return absl::StrCat("data abort ", Bits(r, 6, 6) == 1 ? "writing " : "reading ", Where(r),
                          pc);
    case Kind::kInstructionAbort:
      return absl::StrCat("instruction abort at ", Where(r), pc);
    case Kind::kOther:
      return absl::StrCat("exception of class ", Hex(Bits(r, 31, 26)), pc);
    case Kind::kStart:
      return absl::StrCat("starts", pc);
    case Kind::kInterrupt:
    case Kind::kSError:
    case Kind::kCall:
    case Kind::kNone:
      break;
  }
  return std::string(KindName(r.kind));
}

}  // namespace hf::trace
