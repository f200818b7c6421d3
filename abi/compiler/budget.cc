// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See budget.h.

#include "abi/compiler/budget.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <vector>

#include "abi/compiler/names.h"
#include "abi/compiler/resolve.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

// A block of call numbers that differ in their low bits only.
constexpr uint32_t kBlock = 0x100;

// Registers of arguments: x1 to x3.
constexpr uint32_t kArguments = 3;

// The values up to `last` that are not in `used`, as ranges: "0x8, 0xa to 0xff".
std::string Free(const std::set<uint64_t>& used, uint64_t first, uint64_t last) {
  std::vector<std::string> ranges;
  uint64_t next = first;
  const auto add = [&ranges, &next](uint64_t end) {
    if (next == end) return;
    ranges.push_back(next + 1 == end ? absl::StrFormat("0x%x", next)
                                     : absl::StrFormat("0x%x to 0x%x", next, end - 1));
  };
  for (const uint64_t value : used) {
    if (value < first || value > last) continue;
    add(value);
    next = value + 1;
  }
  add(last + 1);
  return ranges.empty() ? "none" : absl::StrJoin(ranges, ", ");
}

class BudgetReport {
 public:
  explicit BudgetReport(const ir::Abi& abi) : abi_(abi) {}

  std::string Text() {
    absl::StrAppend(&text_, "What is left in level ", abi_.major(), ".", abi_.minor(), " of ",
                    abi_.source(), "\n");
    Numbers();
    Results();
    Arguments();
    Codes();
    return text_;
  }

 private:
  void Numbers() {
    absl::StrAppend(&text_, "\nNumbers of calls, which are free:\n");
    std::set<uint64_t> used;
    for (const ir::Call& call : abi_.call()) used.insert(call.number());
    std::set<uint64_t> blocks;
    for (const uint64_t number : used) blocks.insert(number / kBlock * kBlock);
    for (const uint64_t block : blocks) Line("calls", Free(used, block, block + kBlock - 1));
  }

  // The bits that are zero until now.
  void Results() {
    absl::StrAppend(&text_,
                    "\nBits of results, zero until now; what is there later, older VMs do "
                    "not look at:\n");
    for (const ir::Record& record : abi_.record()) {
      if (!record.word()) continue;
      if (record.has_tag()) {
        for (const ir::EnumValue& value : Tags(record).value()) {
          const auto* unused = &record.unused();
          for (const ir::Variant& variant : record.variant()) {
            if (variant.on() == value.name()) unused = &variant.unused();
          }
          Line(absl::StrCat(record.name(), " ", value.name()), Bits(*unused, 0));
        }
      } else {
        Line(record.name(), Bits(record.unused(), 0));
      }
    }
  }

  // Bits without a meaning: whole registers, too, that no argument is in.
  void Arguments() {
    absl::StrAppend(&text_,
                    "\nBits of arguments without a meaning. Callers may have anything there, "
                    "so that what is new there needs\na value of an argument that says so, "
                    "or a new call:\n");
    for (const ir::Call& call : abi_.call()) {
      std::vector<std::string> left;
      for (uint32_t x = 1; x <= kArguments; ++x) {
        if (call.args().empty()) {
          left.push_back(absl::StrCat("x", x));
          continue;
        }
        const ir::Record& args = *FindRecord(abi_, call.args());
        const bool used = std::any_of(args.field().begin(), args.field().end(),
                                      [x](const ir::Field& field) { return field.x() == x; });
        const std::string bits = Bits(args.unused(), x);
        if (!used) {
          left.push_back(absl::StrCat("x", x));
        } else if (bits != "none") {
          left.push_back(absl::StrCat("x", x, " ", bits));
        }
      }
      Line(SnakeCase(call.name()), left.empty() ? "none" : absl::StrJoin(left, ", "));
    }
  }

  void Codes() {
    absl::StrAppend(&text_,
                    "\nValues of codes, which are free; older VMs must not see new ones of "
                    "a closed enumeration, unless\n`before` says as what:\n");
    for (const ir::Enum& codes : abi_.enumeration()) {
      if (!codes.in_interface()) continue;
      std::set<uint64_t> used;
      for (const ir::EnumValue& value : codes.value()) used.insert(value.number());
      const uint32_t bits = Width(codes);
      Line(absl::StrCat(codes.name(), codes.open() ? " (open)" : " (closed)"),
           Free(used, 0, bits >= 64 ? ~uint64_t{1} : (uint64_t{1} << bits) - 1));
    }
  }

  // The narrowest field that holds the codes.
  uint32_t Width(const ir::Enum& codes) const {
    uint32_t width = 64;
    for (const ir::Record& record : abi_.record()) {
      for (const ir::Field& field : record.field()) {
        if (field.enumeration() != codes.name()) continue;
        width = std::min(width, field.msb() - field.lsb() + 1);
      }
    }
    return width;
  }

  const ir::Enum& Tags(const ir::Record& record) const {
    return *FindEnum(abi_, record.field(static_cast<int>(record.tag())).enumeration());
  }

  // The bits of a register that no field has.
  template <typename List>
  static std::string Bits(const List& list, uint32_t x) {
    std::vector<std::string> bits;
    for (const ir::Unused& unused : list) {
      if (unused.x() != x) continue;
      bits.push_back(absl::StrCat(unused.msb(), ":", unused.lsb()));
    }
    return bits.empty() ? "none" : absl::StrJoin(bits, ", ");
  }

  void Line(absl::string_view what, absl::string_view left) {
    absl::StrAppendFormat(&text_, "  %-34s %s\n", what, left);
  }

  const ir::Abi& abi_;
  std::string text_;
};

}  // namespace

std::string Budget(const ir::Abi& abi) { return BudgetReport(abi).Text(); }

}  // namespace hf::idl
