// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "testing/sysregs/walk.h"

#include "testing/sysregs/expected.h"

namespace hf::sysregs {
namespace {

constexpr uint32_t kEncodings = 1 << 16;
constexpr uint32_t kFirstId = 0b11'000'0000'0001'000;
constexpr unsigned kMmfr2 = 50;  // ID_AA64MMFR2_EL1: S3_0_C0_C7_2

// Where instructions by address work: 2 KiB is the largest block that DC ZVA zeroes.
alignas(4096) char scratch[4096];

// What an ID register shows of the CPU's value.
uint64_t Offered(const Machine& machine, unsigned index) {
  const uint64_t real = machine.ids[index];
  uint64_t value = real & kIdMasks[index];
  for (const IdLimit& limit : kIdLimits) {
    if (limit.index != index) continue;
    const uint64_t field = real >> limit.low & 0xf;
    value &= ~(uint64_t{0xf} << limit.low);
    value |= (limit.exact || field > limit.value ? limit.value : field) << limit.low;
  }
  return value;
}

class Judge {
 public:
  Judge(const Machine& machine, bool primary) : machine_(machine), primary_(primary) {
    for (unsigned i = 0; i < sizeof(kFeatures) / sizeof(kFeatures[0]); ++i) {
      const Feature& f = kFeatures[i];
      const uint64_t field = machine.ids[f.index] >> f.low & 0xf;
      if (field >= f.least && field <= f.most) features_ |= uint64_t{1} << i;
    }
  }

  // Of the encoding that comes after the last one.
  const Rule& NextRule(uint32_t encoding) {
    constexpr unsigned kCount = sizeof(kRuns) / sizeof(kRuns[0]);
    while (run_ + 1 < kCount && kRuns[run_ + 1].first <= encoding) ++run_;
    return kRules[kRuns[run_].rule];
  }

  Outcome OutcomeOf(const Rule& rule) const { return primary_ ? rule.primary : rule.secondary; }

  bool IsRight(const Rule& rule, uint32_t encoding, bool read, const Attempt& attempt) const {
    // How it is told is never excepted.
    if (attempt.taken && !IsUndefined(attempt) && !IsOfIdSpace(encoding, read, attempt)) {
      return false;
    }
    if (rule.exempt >> (2 * machine_.cpu + (primary_ ? 1 : 0)) & 1) return true;
    const bool present = rule.needs == 0 || (rule.needs & features_) != 0;
    const bool may =
        present && OutcomeOf(rule) != Outcome::kUndefined && (read ? rule.readable : rule.writable);
    if (attempt.taken) return !may || rule.maybe;
    if (!may) return false;
    if (!read) return true;
    if (OutcomeOf(rule) == Outcome::kZero) return attempt.result == 0;
    if (OutcomeOf(rule) == Outcome::kId) {
      return attempt.result == Offered(machine_, encoding - kFirstId);
    }
    return true;
  }

 private:
  // With FEAT_IDST the CPU tells reads of what is reserved in the ID space as trapped accesses
  // (Arm ARM D17.2.37, class 0x18), to EL1 itself.
  bool IsOfIdSpace(uint32_t encoding, bool read, const Attempt& attempt) const {
    const unsigned op0 = encoding >> 14, op1 = encoding >> 11 & 7, crn = encoding >> 7 & 15,
                   crm = encoding >> 3 & 15, op2 = encoding & 7;
    if ((machine_.ids[kMmfr2] >> 36 & 0xf) == 0 || !read) return false;
    if (op0 != 3 || crn != 0 || (op1 != 0 && op1 != 1 && op1 != 3)) return false;
    Attempt as_undefined = attempt;
    as_undefined.esr = kUndefinedInstruction;
    return IsUndefined(as_undefined) &&
           attempt.esr == (0x62000001 | op0 << 20 | op2 << 17 | op1 << 14 | crn << 10 | crm << 1);
  }

  const Machine& machine_;
  bool primary_;
  uint64_t features_ = 0;
  unsigned run_ = 0;
};

// FP, SVE and SME are not to be trapped by the VM itself.
uint64_t OpenCpacr() {
  uint64_t before;
  asm volatile("mrs %0, cpacr_el1\n\torr x9, %0, %1\n\tmsr cpacr_el1, x9\n\tisb"
               : "=&r"(before)
               : "r"(uint64_t{0b11 << 16 | 0b11 << 20 | 0b11 << 24})
               : "x9");
  return before;
}

}  // namespace

Machine ThisMachine(std::string_view cpu) {
  Machine machine = {};
  while (machine.cpu < sizeof(kCpus) / sizeof(kCpus[0]) && cpu != kCpus[machine.cpu]) ++machine.cpu;
  for (unsigned i = 0; i < machine.ids.size(); ++i) {
    machine.ids[i] = Execute(Read(kFirstId + i), 0).result;
  }
  return machine;
}

void Walk(const Machine& machine, bool primary, Report& report) {
  report = {};
  Judge judge(machine, primary);
  const auto look = [&](const Rule& rule, uint32_t encoding, bool read, const Attempt& attempt) {
    if (judge.IsRight(rule, encoding, read, attempt)) return;
    if (report.surprises < report.first.size()) {
      report.first[report.surprises] = {encoding, read, attempt};
    }
    ++report.surprises;
  };
  const uint64_t cpacr = OpenCpacr();
  for (uint32_t encoding = 0; encoding < kEncodings; ++encoding) {
    const Rule& rule = judge.NextRule(encoding);
    const uint32_t op0 = encoding >> 14;
    const Attempt read = Execute(Read(encoding), 0x5a5a);
    ++report.read;
    ++(read.taken ? report.undefined : report.values);
    look(rule, encoding, true, read);
    if (op0 == 0) continue;  // hints, barriers and PSTATE by immediate: no registers
    const uint64_t value = op0 == 1     ? reinterpret_cast<uint64_t>(scratch)
                           : read.taken ? 0
                                        : read.result;
    const Attempt write = Execute(Write(encoding), value);
    if (!write.taken) ++(op0 == 1 ? report.executed : report.written);
    look(rule, encoding, false, write);
    if (write.taken || judge.OutcomeOf(rule) != Outcome::kZero) continue;
    look(rule, encoding, false, Execute(Write(encoding), ~uint64_t{0}));
    if (!read.taken) look(rule, encoding, true, Execute(Read(encoding), 0x5a5a));
  }
  asm volatile("msr cpacr_el1, %0\n\tisb" : : "r"(cpacr));
}

namespace {

struct Held {
  uint32_t encoding;
  uint64_t value;
};
Held held[64];
unsigned held_count = 0;

// In the order of the table, each register that may be filled.
template <typename Visit>
void EachFillable(const Visit& visit) {
  const Machine none = {};
  Judge judge(none, false);
  for (uint32_t encoding = 0; encoding < kEncodings; ++encoding) {
    if (judge.NextRule(encoding).fillable) visit(encoding);
  }
}

}  // namespace

void Fill(uint64_t seed) {
  held_count = 0;
  EachFillable([seed](uint32_t encoding) {
    Execute(Write(encoding), (seed + encoding) * 0x9e3779b97f4a7c15);
    if (held_count < sizeof(held) / sizeof(held[0])) held[held_count++].encoding = encoding;
  });
  // Not every bit can be written, and no exception has been taken that would have changed some.
  for (unsigned i = 0; i < held_count; ++i) {
    held[i].value = Execute(Read(held[i].encoding), 0).result;
  }
}

uint64_t Lost(uint64_t least) {
  uint64_t lost = held_count < least ? least - held_count : 0;
  for (unsigned i = 0; i < held_count; ++i) {
    if (Execute(Read(held[i].encoding), 0).result != held[i].value) ++lost;
  }
  return lost;
}

}  // namespace hf::sysregs
