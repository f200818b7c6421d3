// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See expr_parser.h: a parser by recursive descent, one function a rule.

#include "abi/compiler/expr_parser.h"

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace hf::idl {
namespace {

class Parser {
 public:
  Parser(absl::string_view text, const PlaceOfOffset& place, const ExprError& error)
      : text_(text), place_(place), error_(error) {
    Next();
  }

  ir::Expr Parse() {
    ir::Expr expr = Or();
    if (!failed_ && !token_.empty())
      Fail(absl::StrCat("expected an operator before '", token_, "'"));
    return failed_ ? ir::Expr() : expr;
  }

 private:
  // Reads the next token: a name, a number or an operator; empty at the end.
  void Next() {
    at_ = end_;
    while (at_ < text_.size() && absl::ascii_isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
    end_ = at_;
    const auto word = [this] {
      return end_ < text_.size() &&
             (absl::ascii_isalnum(static_cast<unsigned char>(text_[end_])) || text_[end_] == '_');
    };
    if (word()) {
      while (word()) ++end_;
    } else if (at_ < text_.size()) {
      end_ = at_ + 1;
      for (absl::string_view two : {"||", "&&", "==", "!=", "<=", ">="}) {
        if (text_.substr(at_, 2) == two) end_ = at_ + 2;
      }
    }
    token_ = text_.substr(at_, end_ - at_);
  }

  bool Take(absl::string_view token) {
    if (token_ != token) return false;
    Next();
    return true;
  }

  // The first error counts: what follows would be its consequence.
  void Fail(absl::string_view message) {
    if (!failed_) error_(place_(at_), message);
    failed_ = true;
  }

  void Expect(absl::string_view token) {
    if (Take(token)) return;
    Fail(absl::StrCat("expected '", token, "' ", Here()));
  }

  std::string Here() const {
    return token_.empty() ? "at the end" : absl::StrCat("before '", token_, "'");
  }

  ir::Expr Node(ir::Expr::Op op) const {
    ir::Expr expr;
    expr.set_op(op);
    *expr.mutable_place() = place_(at_);
    return expr;
  }

  // One operand alone is not wrapped.
  template <typename Operand>
  ir::Expr Chain(absl::string_view token, ir::Expr::Op op, Operand operand) {
    ir::Expr chain = Node(op);
    *chain.add_arg() = operand();
    while (!failed_ && Take(token)) *chain.add_arg() = operand();
    if (chain.arg_size() > 1) return chain;
    ir::Expr only = chain.arg(0);
    return only;
  }

  ir::Expr Or() {
    return Chain("||", ir::Expr::OR, [this] { return And(); });
  }
  ir::Expr And() {
    return Chain("&&", ir::Expr::AND, [this] { return Not(); });
  }

  ir::Expr Not() {
    ir::Expr expr = Node(ir::Expr::NOT);
    if (Take("!")) {
      *expr.add_arg() = Not();
      return expr;
    }
    if (Take("(")) {
      expr = Or();
      Expect(")");
      return expr;
    }
    return Comparison();
  }

  ir::Expr Comparison() {
    ir::Expr left = Term();
    static constexpr std::pair<absl::string_view, ir::Expr::Op> kOps[] = {
        {"==", ir::Expr::EQ}, {"!=", ir::Expr::NE}, {"<", ir::Expr::LT},
        {"<=", ir::Expr::LE}, {">", ir::Expr::GT},  {">=", ir::Expr::GE}};
    for (const auto& [token, op] : kOps) {
      if (token_ != token) continue;
      ir::Expr expr = Node(op);
      *expr.mutable_place() = left.place();
      Next();
      *expr.add_arg() = std::move(left);
      *expr.add_arg() = Term();
      return expr;
    }
    return left;
  }

  ir::Expr Term() {
    ir::Expr expr = Node(ir::Expr::NUMBER);
    const bool negative = Take("-");
    if (token_.empty() ||
        !(absl::ascii_isalnum(static_cast<unsigned char>(token_[0])) || token_[0] == '_')) {
      Fail(absl::StrCat("expected a name or a number ", Here()));
      return expr;
    }
    if (negative || absl::ascii_isdigit(static_cast<unsigned char>(token_[0]))) {
      int64_t number = 0;
      if (!absl::SimpleAtoi(token_, &number) && !absl::SimpleHexAtoi(token_, &number)) {
        Fail(absl::StrCat("'", token_, "' is not a number"));
      }
      expr.set_number(negative ? -number : number);
      Next();
      return expr;
    }
    expr.clear_op();
    expr.set_name(std::string(token_));
    Next();
    if (Take(".")) {
      expr.set_name(absl::StrCat(expr.name(), ".", token_));
      Next();
    } else if (Take("(")) {
      expr.set_type("()");
      if (Take(")")) return expr;
      do {
        *expr.add_arg() = Term();
      } while (!failed_ && Take(","));
      Expect(")");
    }
    return expr;
  }

  absl::string_view text_;
  const PlaceOfOffset& place_;
  const ExprError& error_;
  absl::string_view token_;
  size_t at_ = 0;
  size_t end_ = 0;
  bool failed_ = false;
};

}  // namespace

ir::Expr ParseExpr(absl::string_view text, const PlaceOfOffset& place, const ExprError& error) {
  return Parser(text, place, error).Parse();
}

}  // namespace hf::idl
