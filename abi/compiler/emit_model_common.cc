// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See emit_model.h.

#include <algorithm>
#include <map>
#include <vector>

#include "abi/compiler/emit.h"
#include "abi/compiler/emit_model.h"
#include "abi/compiler/names.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

absl::string_view ParameterName(int kind) {
  switch (kind) {
    case ir::KIND_VM:
      return "vm";
    case ir::KIND_VCPU:
      return "vcpu";
    case ir::KIND_INTID:
      return "intid";
    case ir::KIND_IPA:
      return "ipa";
    case ir::KIND_BOOL:
      return "flag";
    default:
      return "number";
  }
}

std::string Operand(const ir::Expr& expr) {
  const bool compound = expr.op() == ir::Expr::AND || expr.op() == ir::Expr::OR;
  return compound ? absl::StrCat("(", ModelExpr(expr), ")") : ModelExpr(expr);
}

std::string Joined(const ir::Expr& expr, absl::string_view token) {
  return absl::StrJoin(expr.arg(), token, [](std::string* out, const ir::Expr& arg) {
    absl::StrAppend(out, Operand(arg));
  });
}

std::string Comparison(const ir::Expr& expr, absl::string_view token) {
  const ir::Expr& left = expr.arg(0);
  const ir::Expr& right = expr.arg(1);
  if (left.kind() == ir::KIND_ROLE) {
    // The primary is the VM of one id: `caller != SECONDARY` is `caller == PRIMARY`.
    const ir::Expr& role = left.op() == ir::Expr::ROLE ? left : right;
    const bool is_primary = (expr.op() == ir::Expr::EQ) == (role.name() == "PRIMARY");
    return is_primary ? "caller.is_primary()" : "!caller.is_primary()";
  }
  return absl::StrCat(ModelExpr(left), " ", token, " ", ModelExpr(right));
}

std::string Asked(const ir::Expr& expr) {
  return absl::StrCat("facts.", CamelCase(expr.name()), "(",
                      absl::StrJoin(expr.arg(), ", ",
                                    [](std::string* out, const ir::Expr& arg) {
                                      absl::StrAppend(out, ModelExpr(arg));
                                    }),
                      ")");
}

// How wide a number is in C++.
uint32_t Width(const ir::Record* args, const ir::Expr& expr) {
  if (expr.op() == ir::Expr::ARGUMENT && args != nullptr) {
    for (const ir::Field& field : args->field()) {
      if (field.name() == expr.name()) return StorageBits(field);
    }
  }
  // The compiler sees that their values fit.
  if (expr.op() == ir::Expr::CONSTANT || expr.op() == ir::Expr::NUMBER) return 0;
  return ModelType(expr.kind()) == "uint64_t" ? 64 : 32;
}

// Lines that are filled piece by piece.
class Breaker {
 public:
  explicit Breaker(Writer& out, size_t columns) : out_(out), columns_(columns) {}

  // `after` is what follows the text on its line.
  void Put(absl::string_view text, absl::string_view after) {
    if (line_.size() + text.size() + after.size() <= columns_) return Append(text, after);
    const size_t open = text.find_first_of("({");
    if (open == absl::string_view::npos) return Append(text, after);
    const size_t close = Close(text, open);
    const absl::string_view inner = text.substr(open + 1, close - open - 1);
    const std::vector<absl::string_view> items = Items(inner);
    line_.append(text.data(), open + 1);
    const size_t indent = line_.size();
    for (size_t i = 0; i < items.size(); ++i) {
      const bool last = i + 1 == items.size();
      if (i > 0) {
        // What closes after the last item belongs on its line.
        const size_t tail = last ? text.size() - close + after.size() : 0;
        if (line_.size() + 1 + items[i].size() + tail <= columns_) {
          line_ += ' ';
        } else {
          out_.Line(line_);
          line_.assign(indent, ' ');
        }
      }
      Put(items[i], last ? absl::StrCat(text.substr(close), after) : "");
      if (last) return;
    }
    Append(text.substr(close), after);
  }

  void End() { out_.Line(line_); }

 private:
  void Append(absl::string_view text, absl::string_view after) {
    absl::StrAppend(&line_, text, after);
  }

  static size_t Close(absl::string_view text, size_t open) {
    int depth = 0;
    for (size_t i = open; i < text.size(); ++i) {
      if (text[i] == '(' || text[i] == '{') ++depth;
      if ((text[i] == ')' || text[i] == '}') && --depth == 0) return i;
    }
    return text.size();
  }

  // What commas and operators outside of parentheses separate, each with its own.
  static std::vector<absl::string_view> Items(absl::string_view text) {
    std::vector<absl::string_view> items;
    int depth = 0;
    size_t begin = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '(' || text[i] == '{') ++depth;
      if (text[i] == ')' || text[i] == '}') --depth;
      if (depth != 0 || text[i] != ' ' || i == 0) continue;
      const char before = text[i - 1];
      if (before != ',' && before != '&' && before != '|') continue;
      items.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    }
    if (begin < text.size()) items.push_back(text.substr(begin));
    return items;
  }

  Writer& out_;
  const size_t columns_;
  std::string line_;
};

}  // namespace

void ModelBreak(const std::string& line, Writer& out) {
  Breaker breaker(out, Writer::kColumns - out.indent());
  breaker.Put(line, "");
  breaker.End();
}

std::string ModelType(int kind) {
  switch (kind) {
    case ir::KIND_BOOL:
      return "bool";
    case ir::KIND_VM:
    case ir::KIND_VCPU:
    case ir::KIND_INTID:
      return "uint32_t";
    default:
      return "uint64_t";
  }
}

std::string ModelParameters(const google::protobuf::RepeatedField<int>& kinds) {
  std::map<int, int> seen;
  std::vector<std::string> parameters;
  for (const int kind : kinds) {
    const bool several = std::count(kinds.begin(), kinds.end(), kind) > 1;
    parameters.push_back(absl::StrCat(ModelType(kind), " ", ParameterName(kind)));
    if (several) absl::StrAppend(&parameters.back(), ++seen[kind]);
  }
  return absl::StrJoin(parameters, ", ");
}

std::string ModelExpr(const ir::Expr& expr) {
  switch (expr.op()) {
    case ir::Expr::NUMBER:
      return absl::StrCat(expr.number());
    case ir::Expr::CONSTANT:
      return absl::StrCat("k", CamelCase(expr.name()));
    case ir::Expr::ARGUMENT:
      return absl::StrCat("args.", expr.name());
    case ir::Expr::CALLER_VM:
      return "caller.vm";
    case ir::Expr::CALLER_VCPU:
      return "caller.vcpu";
    case ir::Expr::VALUE:
      return absl::StrCat(expr.type(), "::k", CamelCase(expr.name()));
    case ir::Expr::FACT:
    case ir::Expr::MACHINE:
      return Asked(expr);
    case ir::Expr::NOT: {
      const ir::Expr& arg = expr.arg(0);
      const bool term = arg.op() == ir::Expr::FACT || arg.op() == ir::Expr::ARGUMENT;
      return term ? absl::StrCat("!", ModelExpr(arg)) : absl::StrCat("!(", ModelExpr(arg), ")");
    }
    case ir::Expr::AND:
      return Joined(expr, " && ");
    case ir::Expr::OR:
      return Joined(expr, " || ");
    case ir::Expr::EQ:
      return Comparison(expr, "==");
    case ir::Expr::NE:
      return Comparison(expr, "!=");
    case ir::Expr::LT:
      return Comparison(expr, "<");
    case ir::Expr::LE:
      return Comparison(expr, "<=");
    case ir::Expr::GT:
      return Comparison(expr, ">");
    default:
      return Comparison(expr, ">=");
  }
}

std::string ModelNumber(const ir::Record* args, const ir::Expr& expr, uint32_t bits) {
  std::string text = ModelExpr(expr);
  if (Width(args, expr) <= bits) return text;
  return absl::StrCat("static_cast<uint", bits, "_t>(", text, ")");
}

bool HasOp(const ir::Expr& expr, ir::Expr::Op op) {
  return expr.op() == op || std::any_of(expr.arg().begin(), expr.arg().end(),
                                        [op](const ir::Expr& arg) { return HasOp(arg, op); });
}

}  // namespace hf::idl
