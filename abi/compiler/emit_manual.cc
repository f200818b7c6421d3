// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The manual, in Markdown: the whole document, and its general parts. The calls and events are in
// emit_manual_calls.cc, the states in emit_manual_states.cc, names in emit_manual_index.cc.

#include "abi/compiler/emit_manual.h"

#include "abi/compiler/fingerprint.h"
#include "abi/compiler/names.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

// 3 -> "x3"; the list "x1, x2 and x3".
std::string Registers(const google::protobuf::RepeatedField<uint32_t>& numbers) {
  std::string text;
  for (int i = 0; i < numbers.size(); ++i) {
    const bool last = i + 1 == numbers.size();
    absl::StrAppend(&text,
                    i == 0 ? ""
                    : last ? " and "
                           : ", ",
                    Code(absl::StrCat("x", numbers[i])));
  }
  return text;
}

// The bits of x0 that are no part of a call's number: "63:32 and 30".
std::string IgnoredBits(uint32_t mask) {
  std::string text = "63:32";
  for (uint32_t bit = 32; bit-- > 0;) {
    if ((mask >> bit & 1) == 0) absl::StrAppend(&text, " and ", bit);
  }
  return text;
}

bool IsRunCode(const ir::Enum& enumeration) {
  for (const ir::EnumValue& value : enumeration.value()) {
    if (!value.scheduler().empty()) return true;
  }
  return false;
}

// The fields that a result has beside its tag when the tag has the value.
std::string Payload(const ir::Abi& abi, const ir::Enum& codes, absl::string_view value) {
  for (const ir::Record& record : abi.record()) {
    if (!record.has_tag() || record.field(record.tag()).enumeration() != codes.name()) continue;
    const ir::Variant* variant = VariantOn(record, value);
    if (variant == nullptr) continue;
    return absl::StrJoin(variant->field(), "; ", [](std::string* out, const ir::Field& field) {
      absl::StrAppend(out, Code(field.name()), " in bits ", BitsText(field.msb(), field.lsb()));
    });
  }
  return "none";
}

void Constants(const ir::Abi& abi, bool hypervisor_only, Writer& out) {
  std::vector<std::vector<std::string>> rows = {{"name", "value", "what it is"}};
  for (const ir::Constant& constant : abi.constant()) {
    if (constant.hypervisor_only() != hypervisor_only) continue;
    rows.push_back({Code(constant.name()), Literal(constant.value()), LifeDoc(abi, constant)});
  }
  Table(rows, out);
}

}  // namespace

void ManualConvention(const ir::Abi& abi, Writer& out) {
  const std::string unknown = Code(absl::StrCat(abi.unknown_result()));
  out.Line("## Calling convention");
  out.Line();
  Paragraph(absl::StrCat("A call is the instruction `HVC #0`. The number of the call is in `x0`, ",
                         "arguments are in `x1` to `x3`, and the result is in `x0`."),
            out);
  out.Line("* Of `x0`, bits ", IgnoredBits(abi.id_mask()), " are ignored.");
  out.Line("* A number that no call has, and `HVC` with another immediate than 0, give ", unknown,
           " and change nothing.");
  out.Line("* An argument is taken from the bits that its table names; bits that are said to be");
  out.Line("  ignored may have any value. A truth value is true when any bit of its field is set.");
  out.Line(
      "* Results are 64 bits wide. A number that is said to be signed has its sign in bit 63;");
  out.Line("  of other results, the bits without a field are zero.");
  if (abi.zeroed_size() > 0) {
    out.Line("* ", Registers(abi.zeroed()),
             " come back as zero, so that they carry nothing of the ", "hypervisor's or");
    out.Line("  of another VM's; all other registers come back unchanged.");
  }
  if (abi.has_lost_through()) {
    out.Line("* A caller must expect `x1` to `x", abi.lost_through(),
             "` to be lost all the same: other hypervisors with this");
    out.Line("  interface keep fewer.");
  }
  out.Line();
}

void ManualConstants(const ir::Abi& abi, Writer& out) {
  out.Line("## Constants");
  out.Line();
  Paragraph(
      "The names are those of Rust. In C a name starts with `HF_`; in C++ it is written as in "
      "`hf::guest::kPrimaryVmId`.",
      out);
  Constants(abi, false, out);
  Paragraph("Limits of this hypervisor, which guests are not promised:", out);
  Constants(abi, true, out);
}

void ManualCodes(const ir::Abi& abi, Writer& out) {
  out.Line("## Codes");
  out.Line();
  for (const ir::Enum& codes : abi.enumeration()) {
    if (!codes.in_interface()) continue;
    out.Line("### ", codes.name());
    out.Line();
    Paragraph(absl::StrCat(MarkdownDoc(abi, codes.doc()), " In C a name starts with `HF_",
                           codes.prefix(), "`."),
              out);
    const bool run = IsRunCode(codes);
    std::vector<std::vector<std::string>> rows = {{"value", "name", "what it says"}};
    if (run) rows[0].insert(rows[0].end(), {"what comes with it", "what the scheduler does"});
    for (const ir::EnumValue& value : codes.value()) {
      rows.push_back({absl::StrCat(value.number()), Code(value.name()), LifeDoc(abi, value)});
      if (!run) continue;
      rows.back().push_back(Payload(abi, codes, value.name()));
      rows.back().push_back(MarkdownDoc(abi, value.scheduler()));
    }
    Table(rows, out);
  }
}

std::string EmitManual(const ir::Abi& abi, const std::vector<std::string>& unserved) {
  Writer out;
  out.Line("<!--");
  out.Line("SPDX-FileCopyrightText: 2026 The Hafnia Authors");
  out.Line("SPDX-License-Identifier: Apache-2.0");
  out.Line();
  out.Line("Generated from ", abi.source(), "; do not edit.");
  out.Line("-->");
  out.Line();
  out.Line("# The hypercall ABI, version ", abi.major(), ".", abi.minor());
  out.Line();
  Paragraph(
      "What a virtual machine can ask Hafnia for, and what happens then. One VM, the primary, "
      "owns the devices and runs the vCPUs of all others, the secondaries. Everything here is "
      "a promise to guests: numbers and bits do not change.",
      out);
  Paragraph(absl::StrCat("The fingerprint of this version is `", Fingerprint(abi),
                         "`. [All versions](README.md). The outcomes of the current one were "
                         "checked in all states of three VMs: [what they do not "
                         "promise](model_checking.md#what-the-specification-does-not-promise)."),
            out);
  std::vector<std::string> sections = {"Calling convention", "Calls by number", "Constants",
                                       "Codes"};
  if (HasEarlierLevels(abi)) sections.push_back("Earlier levels");
  sections.insert(sections.end(), {"States", "Calls", "Events", "Words of the tables", "Index"});
  for (const std::string& section : sections) {
    std::string anchor = section;
    for (char& c : anchor) c = c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
    out.Line("* [", section, "](#", anchor, ")");
  }
  out.Line();
  ManualConvention(abi, out);
  out.Line("## Calls by number");
  out.Line();
  std::vector<std::vector<std::string>> numbers = {
      {"number", "call", "arguments", "callers", "since", "served"}};
  for (const ir::Call& call : abi.call()) {
    std::vector<std::string> args;
    if (!call.args().empty()) {
      for (const ir::Field& field : RecordOf(abi, call.args()).field()) {
        args.push_back(Code(field.name()));
      }
    }
    numbers.push_back({Code(absl::StrCat("0x", absl::Hex(call.number()))),
                       SectionLink(SnakeCase(call.name())),
                       args.empty() ? "none" : absl::StrJoin(args, ", "),
                       call.callers() == ir::CALLERS_PRIMARY     ? "primary"
                       : call.callers() == ir::CALLERS_SECONDARY ? "secondary"
                                                                 : "any",
                       call.has_since() ? call.since() : "the first level",
                       Contains(unserved, SnakeCase(call.name())) ? "not yet" : "yes"});
  }
  Table(numbers, out);
  ManualConstants(abi, out);
  ManualCodes(abi, out);
  ManualLevels(abi, out);
  ManualStates(abi, out);
  ManualCalls(abi, unserved, out);
  ManualEvents(abi, out);
  ManualVocabulary(abi, out);
  ManualIndex(abi, out);
  // One newline at the end, rather than the empty line after the last part.
  return out.text().substr(0, out.text().size() - 1);
}

}  // namespace hf::idl
