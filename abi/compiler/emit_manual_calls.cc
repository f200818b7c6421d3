// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The manual: each call with its registers and its rows, and each event.

#include <algorithm>
#include <tuple>

#include "abi/compiler/emit_manual.h"
#include "abi/compiler/expr_print.h"
#include "abi/compiler/names.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string FieldText(const ir::Abi& abi, const ir::Field& field) {
  std::string text = FieldDoc(abi, field, Language::kMarkdown);
  if (field.type() == ir::TYPE_BOOL) absl::StrAppend(&text, " True when any bit is set.");
  if (field.type() == ir::TYPE_SIGNED) absl::StrAppend(&text, " Signed.");
  if (field.type() == ir::TYPE_ENUM) {
    absl::StrAppend(&text, " One of ", SectionLink(field.enumeration()), ".");
  }
  return text;
}

// A line of a table of bits, with what it is sorted by.
struct Bits {
  uint32_t x;
  uint32_t lsb;
  std::vector<std::string> cells;
};

// The fields and the bits without one, by register and bit. `when` is put before the text.
template <typename Record>
void AddBits(const ir::Abi& abi, const Record& record, absl::string_view when,
             std::vector<Bits>& lines) {
  for (const ir::Field& field : record.field()) {
    lines.push_back({field.x(),
                     field.lsb(),
                     {Code(absl::StrCat("x", field.x())), BitsText(field.msb(), field.lsb()),
                      Code(field.name()), absl::StrCat(when, FieldText(abi, field))}});
  }
  for (const ir::Unused& unused : record.unused()) {
    lines.push_back({unused.x(),
                     unused.lsb(),
                     {Code(absl::StrCat("x", unused.x())), BitsText(unused.msb(), unused.lsb()),
                      "none", absl::StrCat(when, unused.zero() ? "Zero." : "Ignored.")}});
  }
}

void BitsTable(std::vector<Bits> lines, absl::string_view what, Writer& out) {
  std::sort(lines.begin(), lines.end(), [](const Bits& a, const Bits& b) {
    return std::tie(a.x, a.lsb) < std::tie(b.x, b.lsb);
  });
  Rows rows = {{"register", "bits", std::string(what), "what it is"}};
  for (Bits& line : lines) rows.push_back(std::move(line.cells));
  Table(rows, out);
}

void Arguments(const ir::Abi& abi, const ir::Call& call, Writer& out) {
  if (call.args().empty()) return Paragraph("There are no arguments.", out);
  std::vector<Bits> lines;
  AddBits(abi, RecordOf(abi, call.args()), "", lines);
  BitsTable(std::move(lines), "argument", out);
}

void Result(const ir::Abi& abi, const ir::Record& record, Writer& out) {
  std::vector<Bits> lines;
  if (record.has_tag()) {
    // What else the bits are depends on the tag.
    ir::Record tag;
    *tag.add_field() = record.field(record.tag());
    AddBits(abi, tag, "", lines);
    BitsTable(std::move(lines), "result", out);
    for (const ir::Variant& variant : record.variant()) {
      lines.clear();
      AddBits(abi, variant, "", lines);
      Paragraph(absl::StrCat("With ", Code(variant.on()), ":"), out);
      BitsTable(std::move(lines), "result", out);
    }
    return Paragraph("With all other codes the other bits are zero.", out);
  }
  AddBits(abi, record, "", lines);
  BitsTable(std::move(lines), "result", out);
  if (!record.has_none()) return;
  Paragraph(absl::StrCat("If there is none, the result is ", Code(absl::StrCat(record.none())),
                         " as a whole."),
            out);
}

// The value of a result. That of several fields names them.
std::string ValueText(const ir::Abi& abi, const ir::Expr& value) {
  if (value.op() != ir::Expr::WORD) return Code(PrintExpr(value));
  const ir::Record& record = RecordOf(abi, value.type());
  if (record.has_tag()) return Code(PrintExpr(value));
  std::vector<std::string> parts;
  for (int i = 0; i < value.arg_size(); ++i) {
    parts.push_back(
        absl::StrCat(Code(record.field(i).name()), " = ", Code(PrintExpr(value.arg(i)))));
  }
  return absl::StrJoin(parts, ", ");
}

std::string ResultText(const ir::Abi& abi, const ir::Row& row) {
  if (row.deferred()) return "later";
  return row.has_result() ? ValueText(abi, row.result()) : "none";
}

std::string MoveText(const ir::Move& move) {
  return absl::StrCat(Code(PrintExpr(move.machine())), ": ",
                      move.from_size() == 0 ? "any state" : absl::StrJoin(move.from(), " or "),
                      " → ", move.to());
}

// What a row does: moves, effects, and what the primary sees.
std::string EffectText(const ir::Row& row) {
  std::vector<std::string> parts;
  for (const ir::Move& move : row.move()) parts.push_back(MoveText(move));
  for (const ir::Expr& effect : row.effect()) parts.push_back(Code(PrintExpr(effect)));
  if (row.has_leave()) {
    parts.push_back(absl::StrCat("leaves with ", Code(PrintExpr(row.leave()))));
  }
  return parts.empty() ? "nothing" : absl::StrJoin(parts, "; ");
}

// `rows` of a call or an event, whose callers get a result or not.
template <typename IrRows>
void Outcomes(const ir::Abi& abi, const IrRows& rows, bool results, Writer& out) {
  Rows table = {{"", "row", "when"}};
  if (results) table[0].push_back("result");
  table[0].insert(table[0].end(), {"what happens", "why"});
  for (const ir::Row& row : rows) {
    table.push_back({absl::StrCat(table.size()), Code(row.name()),
                     row.has_when() ? GuardText(row.when()) : "otherwise"});
    if (results) table.back().push_back(ResultText(abi, row));
    table.back().push_back(EffectText(row));
    table.back().push_back(MarkdownDoc(abi, row.doc()));
  }
  Table(table, out);
}

std::string CallersText(const ir::Call& call) {
  const std::string denied = absl::StrCat("; to others the row ", Code(call.denied()), " applies.");
  switch (call.callers()) {
    case ir::CALLERS_PRIMARY:
      return absl::StrCat("For the primary", denied);
    case ir::CALLERS_SECONDARY:
      return absl::StrCat("For secondaries", denied);
    default:
      return "For any VM.";
  }
}

}  // namespace

void ManualCalls(const ir::Abi& abi, const std::vector<std::string>& unserved, Writer& out) {
  out.Line("## Calls");
  out.Line();
  Paragraph(
      "The first row whose condition holds is what happens; together the rows cover every "
      "case. `caller` is the primary or a secondary, `caller.vm` and `caller.vcpu` are the "
      "ids of the VM and the vCPU that call; the other names are explained in "
      "[Words of the tables](#words-of-the-tables).",
      out);
  Paragraph(
      "*Leaves with* a run code: the caller's CPU goes back to the primary, whose `vcpu_run` "
      "returns that code. A vCPU that is READY then gets its own result when it runs again. A "
      "result that comes *later* is decided by what happens until then.",
      out);
  Paragraph(
      "In C, a call is a function with `hf_` before its name; in C++, one of `hf::guest` whose "
      "name is written as in `VmGetId`; in Rust, a method of `hafnia::Hypervisor`.",
      out);
  for (const ir::Call& call : abi.call()) {
    const std::string name = SnakeCase(call.name());
    out.Line("### ", name);
    out.Line();
    Paragraph(absl::StrCat("Number `0x", absl::Hex(call.number()), "`. ", CallersText(call)), out);
    if (Contains(unserved, name)) {
      Paragraph(absl::StrCat("**Not served yet by this hypervisor**: it answers ",
                             Code(absl::StrCat(abi.unknown_result())),
                             ", as to a number that no call has."),
                out);
    }
    Paragraph(LifeDoc(abi, call), out);
    if (call.has_memory()) {
      Paragraph(absl::StrCat("**Memory.** ", MarkdownDoc(abi, call.memory())), out);
    }
    Arguments(abi, call, out);
    Result(abi, RecordOf(abi, call.result()), out);
    Outcomes(abi, call.row(), true, out);
  }
}

void ManualEvents(const ir::Abi& abi, Writer& out) {
  out.Line("## Events");
  out.Line();
  Paragraph("What happens to a vCPU without a call: `caller` is the vCPU that it happens to.", out);
  for (const ir::Event& event : abi.event()) {
    out.Line("### ", event.name());
    out.Line();
    Paragraph(MarkdownDoc(abi, event.doc()), out);
    if (event.has_when()) {
      Paragraph(absl::StrCat("Whenever it happens, ", GuardText(event.when()), " holds."), out);
    }
    Outcomes(abi, event.row(), !event.result().empty(), out);
  }
}

}  // namespace hf::idl
