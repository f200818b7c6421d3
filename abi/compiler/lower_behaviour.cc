// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Services: calls and events with their rows. See lower.h.

#include <algorithm>
#include <string>
#include <utility>

#include "abi/compiler/expr_parser.h"
#include "abi/compiler/lower.h"
#include "abi/compiler/resolve.h"
#include "abi/idl/idl.pb.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace hf::idl {
namespace {

namespace pb = google::protobuf;

// The message of a call without arguments, or of an event without result.
constexpr absl::string_view kVoid = "Void";

static_assert(static_cast<int>(ANY) == static_cast<int>(ir::CALLERS_ANY));

class RowLowering {
 public:
  RowLowering(const ir::Abi& abi, const ir::Record* args, const ir::Record* result, OptionText text,
              Diagnostics& diagnostics)
      : abi_(abi),
        result_(result),
        text_(std::move(text)),
        resolver_(abi, args, {}, diagnostics),
        diagnostics_(diagnostics) {}

  // Parses and resolves a guard that is the field `when` of the statement.
  bool Guard(const std::string& text, ir::Expr& expr) {
    return Parse(text, "when", expr) && resolver_.Guard(expr);
  }

  void Row(const Outcome& from, ir::Row& to) {
    to.set_name(from.name());
    *to.mutable_place() = text_.Find("name");
    ir::Expr expr;
    if (from.has_when() && Guard(from.when(), expr)) *to.mutable_when() = expr;
    if (from.result() == "deferred") {
      to.set_deferred(true);
    } else if (from.has_result()) {
      if (result_ == nullptr) {
        diagnostics_.Error(text_.Find("result"), "there is no result");
      } else if (Parse(from.result(), "result", expr) && resolver_.Result(expr, *result_)) {
        *to.mutable_result() = expr;
      }
    } else if (result_ != nullptr) {
      diagnostics_.Error(to.place(), absl::StrCat("row '", from.name(), "' has no result"));
    }
    if (from.has_leave()) {
      const ir::Record* word = FindTaggedWord(abi_);
      if (word == nullptr) {
        diagnostics_.Error(text_.Find("leave"), "there is no word with a tag");
      } else if (Parse(from.leave(), "leave", expr) && resolver_.Result(expr, *word)) {
        *to.mutable_leave() = expr;
      }
    }
    for (int i = 0; i < from.move_size(); ++i) Move(from.move(i), Path("move", i), to);
    for (int i = 0; i < from.effect_size(); ++i) {
      if (Parse(from.effect(i), Path("effect", i), expr) && resolver_.Effect(expr)) {
        *to.add_effect() = expr;
      }
    }
  }

 private:
  static std::string Path(absl::string_view name, int index) {
    return index == 0 ? std::string(name) : absl::StrCat(name, "[", index, "]");
  }

  bool Parse(const std::string& text, const std::string& path, ir::Expr& expr) {
    bool good = true;
    expr = ParseExpr(
        text, [this, &path](size_t offset) { return text_.Find(path, offset); },
        [this, &good](const ir::Place& place, absl::string_view message) {
          diagnostics_.Error(place, message);
          good = false;
        });
    return good;
  }

  void Move(const hf::idl::Move& from, const std::string& path, ir::Row& row) {
    ir::Move to;
    *to.mutable_place() = text_.Find(path);
    if (!Parse(from.machine(), path + ".machine", *to.mutable_machine())) return;
    if (!resolver_.Machine(*to.mutable_machine())) return;
    const ir::Enum& states = *FindEnum(abi_, to.machine().type());
    bool good = State(states, from.to(), path + ".to");
    for (int i = 0; i < from.from_size(); ++i) {
      if (from.from(i) == "*") continue;
      good = State(states, from.from(i), absl::StrCat(path, ".", Path("from", i))) && good;
      to.add_from(from.from(i));
    }
    if (from.from_size() == 0) {
      diagnostics_.Error(to.place(), "a move has no 'from'; \"*\" is any state");
    }
    to.set_to(from.to());
    if (good) *row.add_move() = to;
  }

  bool State(const ir::Enum& states, const std::string& name, const std::string& path) {
    if (FindValue(states, name) != nullptr) return true;
    diagnostics_.Error(text_.Find(path), absl::StrCat("unknown state '", name, "': ", states.name(),
                                                      " has ", ValueNames(states)));
    return false;
  }

  const ir::Abi& abi_;
  const ir::Record* result_;
  OptionText text_;
  Resolver resolver_;
  Diagnostics& diagnostics_;
};

// Calls and events alike.
template <typename To>
void LowerMethod(const Source& source, const pb::MethodDescriptor& from, const ir::Abi& abi,
                 Diagnostics& diagnostics, To& to) {
  const auto options = Source::Options(from);
  to.set_name(from.name());
  to.set_doc(source.Comment(from));
  *to.mutable_place() = source.Place(from);
  const ir::Record* args = FindRecord(abi, from.input_type()->name());
  const ir::Record* result = FindRecord(abi, from.output_type()->name());
  if (args->name() == kVoid) args = nullptr;
  if (result->name() == kVoid) result = nullptr;
  if (result != nullptr) {
    to.set_result(result->name());
    if (!result->word()) {
      diagnostics.Error(to.place(), absl::StrCat(result->name(), " has no 'hf.idl.word'"));
    }
  }
  for (int i = 0; i < options.ExtensionSize(outcome); ++i) {
    ir::Row& row = *to.add_row();
    row.set_doc(source.OptionComment(from, outcome.number(), i));
    RowLowering(abi, args, result, source.Option(from, outcome.number(), i), diagnostics)
        .Row(options.GetExtension(outcome, i), row);
  }
}

}  // namespace

void LowerBehaviour(const Source& source, Diagnostics& diagnostics, ir::Abi& abi) {
  for (int s = 0; s < source.file().service_count(); ++s) {
    const pb::ServiceDescriptor& service = *source.file().service(s);
    for (int m = 0; m < service.method_count(); ++m) {
      const pb::MethodDescriptor& method = *service.method(m);
      const auto options = Source::Options(method);
      if (!options.HasExtension(call)) {
        ir::Event& to = *abi.add_event();
        LowerMethod(source, method, abi, diagnostics, to);
        ir::Expr when;
        if (options.GetExtension(event).has_when() &&
            RowLowering(abi, nullptr, nullptr, source.Option(method, event.number()), diagnostics)
                .Guard(options.GetExtension(event).when(), when)) {
          *to.mutable_when() = when;
        }
        continue;
      }
      const Call& from = options.GetExtension(call);
      ir::Call& to = *abi.add_call();
      to.set_number(from.number());
      to.set_callers(static_cast<ir::Callers>(from.caller()));
      to.set_denied(from.denied());
      if (from.has_since()) to.set_since(from.since());
      if (from.has_deprecated()) LowerDeprecation(from.deprecated(), *to.mutable_deprecated());
      if (from.has_memory()) {
        to.set_memory(from.memory());
        if (!absl::EndsWith(from.memory(), ".")) {
          diagnostics.Error(source.Option(method, call.number()).Find("memory"),
                            "what a call does to memory is said in sentences: the '.' is missing");
        }
      }
      if (method.input_type()->name() != kVoid) to.set_args(method.input_type()->name());
      LowerMethod(source, method, abi, diagnostics, to);
      if (method.output_type()->name() == kVoid) {
        diagnostics.Error(to.place(), absl::StrCat("call ", to.name(), " has no result"));
      }
    }
  }
  std::sort(abi.mutable_call()->begin(), abi.mutable_call()->end(),
            [](const ir::Call& a, const ir::Call& b) {
              return std::pair(a.number(), a.place().line()) <
                     std::pair(b.number(), b.place().line());
            });
}

}  // namespace hf::idl
