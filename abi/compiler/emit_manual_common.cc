// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the parts of the manual share. See emit_manual.h.

#include <algorithm>

#include "abi/compiler/emit_manual.h"
#include "abi/compiler/expr_print.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

bool IsCompound(const ir::Expr& expr) {
  return expr.op() == ir::Expr::AND || expr.op() == ir::Expr::OR;
}

// The text of a guard, not yet marked as code.
std::string Plain(const ir::Expr& expr) {
  if (expr.op() == ir::Expr::NOT) {
    const bool atom = expr.arg(0).op() < ir::Expr::NOT;
    return atom ? absl::StrCat("not ", Plain(expr.arg(0)))
                : absl::StrCat("not (", Plain(expr.arg(0)), ")");
  }
  if (!IsCompound(expr)) return PrintExpr(expr);
  return absl::StrJoin(
      expr.arg(), expr.op() == ir::Expr::AND ? " and " : " or ",
      [](std::string* out, const ir::Expr& arg) {
        absl::StrAppend(out, IsCompound(arg) ? absl::StrCat("(", Plain(arg), ")") : Plain(arg));
      });
}

}  // namespace

void Paragraph(absl::string_view text, Writer& out) {
  for (const std::string& line : Wrap(text, Writer::kColumns)) out.Line(line);
  out.Line();
}

void Table(const std::vector<std::vector<std::string>>& rows, Writer& out) {
  for (size_t i = 0; i < rows.size(); ++i) {
    out.Line("| ", absl::StrJoin(rows[i], " | "), " |");
    if (i != 0) continue;
    out.Line("|", absl::StrJoin(std::vector<std::string>(rows[0].size(), " --- "), "|"), "|");
  }
  out.Line();
}

std::string MarkdownDoc(const ir::Abi& abi, absl::string_view text) {
  return Doc(abi, text, Language::kMarkdown);
}

std::string Code(absl::string_view text) { return absl::StrCat("`", text, "`"); }

std::string SectionLink(absl::string_view name) {
  return absl::StrCat("[`", name, "`](#", absl::AsciiStrToLower(name), ")");
}

std::string GuardText(const ir::Expr& expr) { return Code(Plain(expr)); }

std::string BitsText(uint32_t msb, uint32_t lsb) {
  return msb == lsb ? absl::StrCat(msb) : absl::StrCat(msb, ":", lsb);
}

bool Contains(const std::vector<std::string>& names, absl::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string DiagramName(const ir::Abi& abi, absl::string_view machine) {
  return absl::StrCat(abi.major(), ".", abi.minor(), "-", machine, ".svg");
}

}  // namespace hf::idl
