// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// abi/el2/types.h: what the hypervisor knows of the ABI. See emit.h.

#include "abi/compiler/emit.h"
#include "abi/compiler/emit_el2.h"
#include "abi/compiler/names.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

class El2Types {
 public:
  explicit El2Types(const ir::Abi& abi) : abi_(abi) {}

  std::string Emit() {
    FileHead(
        abi_,
        "The hypercall ABI as the hypervisor sees it: constants, codes, states, and how arguments "
        "and results lie in registers.",
        out_);
    out_.Line("#ifndef ABI_EL2_TYPES_H_");
    out_.Line("#define ABI_EL2_TYPES_H_");
    out_.Line();
    out_.Line("#include <cstdint>");
    out_.Line();
    out_.Line("namespace hf::abi {");
    out_.Line();
    Head();
    for (const ir::Enum& enumeration : abi_.enumeration()) Enum(enumeration);
    Calls();
    for (const ir::Record& record : abi_.record()) El2Codec(abi_, record, out_);
    out_.Line("}  // namespace hf::abi");
    out_.Line();
    out_.Line("#endif  // ABI_EL2_TYPES_H_");
    return out_.text();
  }

 private:
  void Comment(absl::string_view text) { out_.Comment("//", Doc(abi_, text, Language::kCc)); }

  void Head() {
    out_.Comment("//", "The level of the ABI.");
    out_.Line("inline constexpr uint32_t kMajor = ", abi_.major(), ";");
    out_.Line("inline constexpr uint32_t kMinor = ", abi_.minor(), ";");
    out_.Line();
    out_.Comment("//", "The bits of x0 that select a call; the others are ignored.");
    out_.Line("inline constexpr uint32_t kIdMask = 0x", absl::Hex(abi_.id_mask()), ";");
    out_.Comment("//", "The result of a number that no call has.");
    out_.Line("inline constexpr int64_t kUnknownResult = ", abi_.unknown_result(), ";");
    out_.Line();
    for (const ir::Constant& constant : abi_.constant()) {
      Comment(constant.doc());
      out_.Line("inline constexpr uint", constant.bits(), "_t k", CamelCase(constant.name()), " = ",
                Literal(constant.value()), ";");
    }
    out_.Line();
  }

  void Enum(const ir::Enum& enumeration) {
    Comment(enumeration.doc());
    out_.Line("enum class ", enumeration.name(), " : uint", EnumBits(abi_, enumeration), "_t {");
    for (const ir::EnumValue& value : enumeration.value()) {
      out_.Indent();
      Comment(value.doc());
      out_.Line("k", CamelCase(value.name()), " = ", value.number(), ",");
      out_.Outdent();
    }
    out_.Line("};");
    out_.Line();
    std::vector<std::pair<std::string, std::string>> names;
    for (const ir::EnumValue& value : enumeration.value()) {
      names.emplace_back(absl::StrCat("k", CamelCase(value.name())), value.name());
    }
    Names(enumeration.name(), names);
  }

  void Calls() {
    out_.Comment("//", "The numbers of the calls.");
    out_.Line("enum class Call : uint32_t {");
    std::vector<std::pair<std::string, std::string>> names;
    for (const ir::Call& call : abi_.call()) {
      out_.Indent();
      out_.Line("k", call.name(), " = 0x", absl::Hex(call.number()), ",");
      out_.Outdent();
      names.emplace_back(absl::StrCat("k", call.name()), SnakeCase(call.name()));
    }
    out_.Line("};");
    out_.Line();
    Names("Call", names);
  }

  void Names(absl::string_view type,
             const std::vector<std::pair<std::string, std::string>>& names) {
    out_.Comment("//", "The name as in the IDL; \"?\" if there is none.");
    out_.Line("constexpr const char* Name(", type, " value) {");
    out_.Line("  switch (value) {");
    for (const auto& [value, name] : names) {
      out_.Line("    case ", type, "::", value, ":");
      out_.Line("      return \"", name, "\";");
    }
    out_.Line("  }");
    out_.Line("  return \"?\";");
    out_.EndFunction();
    out_.Line();
  }

  const ir::Abi& abi_;
  Writer out_;
};

}  // namespace

std::string EmitEl2Types(const ir::Abi& abi) { return El2Types(abi).Emit(); }

}  // namespace hf::idl
