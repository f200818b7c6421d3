// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Every bit of every register that a message lies in belongs to exactly one field, or is declared
// to be unused; and the registers that calls change are such. See check.h.

#include <array>
#include <cstdint>
#include <set>
#include <string>

#include "abi/compiler/check.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace hf::idl {
namespace {

// One register. Bits are claimed one after the other, each by a name.
class Register {
 public:
  Register(uint32_t x, Diagnostics& diagnostics) : x_(x), diagnostics_(diagnostics) {}

  void Claim(absl::string_view owner, uint32_t msb, uint32_t lsb, const ir::Place& place) {
    if (msb > 63 || lsb > msb) {
      diagnostics_.Error(place, absl::StrCat("there are no bits ", msb, ":", lsb), "HF099");
      return;
    }
    std::set<std::string> reported;
    for (uint32_t bit = lsb; bit <= msb; ++bit) {
      if (owners_[bit].empty()) {
        owners_[bit] = std::string(owner);
      } else if (reported.insert(owners_[bit]).second) {
        diagnostics_.Error(
            place, absl::StrCat(owner, " overlaps ", owners_[bit], " at bit ", bit, " of x", x_),
            "HF036");
      }
    }
  }

  // Reports each run of bits that nobody has claimed.
  void CheckCovered(absl::string_view record, const ir::Place& place) const {
    for (uint32_t lsb = 0; lsb < 64; ++lsb) {
      if (!owners_[lsb].empty()) continue;
      uint32_t msb = lsb;
      while (msb < 63 && owners_[msb + 1].empty()) ++msb;
      diagnostics_.Error(place,
                         absl::StrCat("bits ", msb, ":", lsb, " of x", x_, " in ", record,
                                      " belong to no field and are not declared unused"),
                         "HF099");
      lsb = msb;
    }
  }

 private:
  uint32_t x_;
  Diagnostics& diagnostics_;
  std::array<std::string, 64> owners_;
};

template <typename Fields, typename UnusedList>
void ClaimAll(const Fields& fields, const UnusedList& unused, uint32_t x, Register& bits) {
  for (const ir::Field& field : fields) {
    if (field.x() == x) bits.Claim(field.name(), field.msb(), field.lsb(), field.place());
  }
  for (const ir::Unused& rest : unused) {
    if (rest.x() == x) bits.Claim("'unused'", rest.msb(), rest.lsb(), rest.place());
  }
}

bool Uses(const ir::Record& record, uint32_t x) {
  for (const ir::Field& field : record.field()) {
    if (field.x() == x) return true;
  }
  return false;
}

void CheckArguments(const ir::Record& record, Diagnostics& diagnostics) {
  for (const ir::Field& field : record.field()) {
    if (field.x() < 1 || field.x() > 3) {
      diagnostics.Error(field.place(),
                        absl::StrCat("argument '", field.name(), "' is in x", field.x(),
                                     "; arguments are in x1 to x3"),
                        "HF099");
    }
  }
  for (uint32_t x = 1; x <= 3; ++x) {
    if (!Uses(record, x)) continue;
    Register bits(x, diagnostics);
    ClaimAll(record.field(), record.unused(), x, bits);
    bits.CheckCovered(record.name(), record.place());
  }
  for (const ir::Unused& rest : record.unused()) {
    if (!Uses(record, rest.x())) {
      diagnostics.Error(rest.place(), absl::StrCat("x", rest.x(), " has no argument"), "HF099");
    } else if (rest.zero()) {
      diagnostics.Error(rest.place(), "bits of arguments can only be IGNORED", "HF099");
    }
  }
}

void CheckWord(const ir::Record& record, Diagnostics& diagnostics) {
  for (const ir::Field& field : record.field()) {
    if (field.x() != 0) {
      diagnostics.Error(
          field.place(),
          absl::StrCat("result '", field.name(), "' is in x", field.x(), "; results are in x0"),
          "HF099");
    }
  }
  for (const ir::Unused& rest : record.unused()) {
    if (!rest.zero()) diagnostics.Error(rest.place(), "bits of results can only be ZERO", "HF099");
  }
  // Without a payload; then with each, in the place of what is unused without.
  Register bits(0, diagnostics);
  ClaimAll(record.field(), record.unused(), 0, bits);
  bits.CheckCovered(record.name(), record.place());
  for (const ir::Variant& variant : record.variant()) {
    Register with(0, diagnostics);
    for (const ir::Field& field : record.field()) {
      with.Claim(field.name(), field.msb(), field.lsb(), field.place());
    }
    ClaimAll(variant.field(), variant.unused(), 0, with);
    with.CheckCovered(variant.name(), variant.place());
  }
}

// A register that `what` is said of: x0 has the result, and x31 is none.
void CheckRegister(const ir::Abi& abi, absl::string_view what, uint32_t x,
                   Diagnostics& diagnostics) {
  if (x >= 1 && x <= 30) return;
  diagnostics.Error(abi.place(),
                    absl::StrCat("'", what, "' is ", x, ": it is one of the registers x1 to x30"),
                    "HF099");
}

}  // namespace

void CheckBits(const ir::Abi& abi, Diagnostics& diagnostics) {
  for (const uint32_t x : abi.zeroed()) CheckRegister(abi, "zeroed", x, diagnostics);
  if (abi.has_lost_through()) {
    CheckRegister(abi, "lost_through", abi.lost_through(), diagnostics);
  }
  for (const ir::Record& record : abi.record()) {
    if (record.word()) {
      CheckWord(record, diagnostics);
    } else {
      CheckArguments(record, diagnostics);
    }
  }
}

}  // namespace hf::idl
