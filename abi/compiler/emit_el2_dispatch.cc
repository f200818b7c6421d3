// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// abi/el2/dispatch.h and dispatch.cc: from a trapped HVC to the function that serves the call. See
// emit.h.
//
// Rows at the head of a call that need nothing but the caller, the arguments and constants are
// answered here; the others are the handler's. A call without a handler does not link, and a
// handler that is not declared here is a warning (-Wmissing-prototypes), which is an error.

#include <algorithm>

#include "abi/compiler/cc_expr.h"
#include "abi/compiler/emit.h"
#include "abi/compiler/emit_el2_levels.h"
#include "abi/compiler/names.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

// First those of a server, in its order: they are where it wants them.
const std::vector<std::string> kDispatchParameters = {
    "CallContext& context", "uint32_t caller_vm_id", "uint64_t x1", "uint64_t x2",
    "uint64_t x3",          "uint64_t x0",           "Level level"};

class El2Dispatch {
 public:
  El2Dispatch(const ir::Abi& abi, const std::vector<std::string>& unserved,
              const std::vector<ir::Abi>& released)
      : abi_(abi), unserved_(unserved), released_(released), first_(FirstNumber(abi, released)) {}

  std::string Header() {
    FileHead(
        abi_,
        "From a trapped HVC to the function that serves the call. The rows at the head of a call "
        "that need nothing but the caller, the arguments and constants are answered by Dispatch(); "
        "the others are the functions' below.",
        out_);
    out_.Line("#ifndef ABI_EL2_DISPATCH_H_");
    out_.Line("#define ABI_EL2_DISPATCH_H_");
    out_.Line();
    out_.Line("#include <cstdint>");
    out_.Line();
    out_.Line("#include \"abi/el2/levels.h\"");
    out_.Line("#include \"abi/el2/types.h\"");
    out_.Line();
    out_.Line("namespace hf {");
    out_.Line();
    out_.Comment("//", "Who calls, and from which CPU: the hypervisor's own, opaque here.");
    out_.Line("class CallContext;");
    out_.Line();
    out_.Line("}  // namespace hf");
    out_.Line();
    out_.Comment("//", "What the hypervisor implements: one function a call.");
    out_.Line("namespace hf::calls {");
    out_.Line();
    for (const ir::Call& call : abi_.call()) {
      if (IsServed(call)) Handler(call);
    }
    out_.Line("}  // namespace hf::calls");
    out_.Line();
    out_.Line("namespace hf::abi {");
    out_.Line();
    out_.Comment(
        "//",
        "Serves the call of number `x0` with the arguments `x1` to `x3` for a vCPU of the VM "
        "`caller_vm_id`, which is served at `level`. Returns what the caller gets in x0.");
    out_.List("uint64_t Dispatch(", kDispatchParameters, ");");
    out_.Line();
    out_.Line("}  // namespace hf::abi");
    out_.Line();
    out_.Line("#endif  // ABI_EL2_DISPATCH_H_");
    return out_.text();
  }

  std::string Source() {
    FileHead(abi_, "See dispatch.h.", out_);
    out_.Line("#include \"abi/el2/dispatch.h\"");
    out_.Line();
    out_.Line("#include <array>");
    out_.Line("#include <cstdint>");
    out_.Line();
    out_.Line("namespace hf::abi {");
    out_.Line("namespace {");
    out_.Line();
    out_.Comment(
        "//",
        "Serves a call of the VM of an id, with the registers x1 to x3: they stay where they "
        "are until the handler takes them.");
    out_.List("using Server = uint64_t (*)(",
              {"CallContext&", "uint32_t", "uint64_t", "uint64_t", "uint64_t"}, ");");
    out_.Line();
    out_.Comment("//", "Answers numbers without a call, and calls that are not served.");
    out_.List("uint64_t Unknown(", {"CallContext&", "uint32_t", "uint64_t", "uint64_t", "uint64_t"},
              ") {");
    out_.Line("  return static_cast<uint64_t>(kUnknownResult);");
    out_.EndFunction();
    out_.Line();
    for (const ir::Call& call : abi_.call()) {
      if (IsServed(call)) Serve(call);
    }
    for (const ir::Abi& old : released_) Adaptors(old);
    Tables();
    out_.Line("}  // namespace");
    out_.Line();
    out_.List("uint64_t Dispatch(", kDispatchParameters, ") {");
    out_.Line("  const Served& served = kServed[static_cast<uint8_t>(level)];");
    out_.Line("  // A number below the first one wraps around to an index beyond the last.");
    out_.Line("  const uint32_t index = (static_cast<uint32_t>(x0) & kIdMask) - kFirstNumber;");
    out_.Line("  const Server serve = index < served.count ? served.servers[index] : Unknown;");
    out_.Line("  return serve(context, caller_vm_id, x1, x2, x3);");
    out_.EndFunction();
    out_.Line();
    out_.Line("}  // namespace hf::abi");
    return out_.text();
  }

 private:
  bool IsServed(const ir::Call& call) const {
    return std::find(unserved_.begin(), unserved_.end(), SnakeCase(call.name())) == unserved_.end();
  }

  // A scalar result is a signed or an unsigned number; others are structures.
  std::string ResultType(const ir::Call& call) const {
    const ir::Record& result = RecordOf(abi_, call.result());
    if (!IsScalar(result)) return absl::StrCat("abi::", result.name());
    return result.field(0).type() == ir::TYPE_SIGNED
               ? "int64_t"
               : absl::StrCat("uint", StorageBits(result.field(0)), "_t");
  }

  void Handler(const ir::Call& call) {
    out_.Comment("//", Doc(abi_, call.doc(), Language::kCc));
    std::vector<std::string> parameters = {"CallContext& context"};
    if (!call.args().empty())
      parameters.push_back(absl::StrCat("const abi::", call.args(), "& args"));
    out_.List(absl::StrCat(ResultType(call), " ", call.name(), "("), parameters, ");");
    out_.Line();
  }

  static bool IsAnswered(const ir::Row& row) {
    return row.has_when() && IsPure(row.when()) && row.has_result() && IsPure(row.result()) &&
           !row.has_leave() && row.move_size() == 0 && row.effect_size() == 0;
  }

  static int CountAnswered(const ir::Call& call) {
    int count = 0;
    while (count < call.row_size() && IsAnswered(call.row(count))) ++count;
    return count;
  }

  static bool Uses(const ir::Expr& expr, ir::Expr::Op op) {
    return expr.op() == op || std::any_of(expr.arg().begin(), expr.arg().end(),
                                          [op](const ir::Expr& arg) { return Uses(arg, op); });
  }

  // The value that a row answers, as the 64 bits of x0.
  std::string Word(const ir::Expr& expr) const {
    if (expr.op() == ir::Expr::NUMBER && expr.number() < 0) {
      return absl::StrCat("static_cast<uint64_t>(", expr.number(), ")");
    }
    if (expr.op() != ir::Expr::WORD) return CcExpr(expr);
    const std::string values = absl::StrJoin(
        expr.arg(), ", ",
        [](std::string* out, const ir::Expr& arg) { absl::StrAppend(out, CcExpr(arg)); });
    if (RecordOf(abi_, expr.type()).has_tag()) {
      return absl::StrCat(expr.type(), "::", CamelCase(expr.name()), "(", values, ").Encode()");
    }
    return absl::StrCat(expr.type(), "{", values, "}.Encode()");
  }

  void Serve(const ir::Call& call) {
    const int answered = CountAnswered(call);
    bool caller = false;
    for (int i = 0; i < answered; ++i) {
      for (const ir::Expr* expr : {&call.row(i).when(), &call.row(i).result()}) {
        caller = caller || Uses(*expr, ir::Expr::CALLER) || Uses(*expr, ir::Expr::CALLER_VM);
      }
    }
    std::vector<std::string> parameters = {"CallContext& context",
                                           caller ? "uint32_t caller_vm_id" : "uint32_t"};
    std::vector<std::string> registers;
    for (uint32_t x = 1; x <= 3; ++x) {
      bool used = false;
      if (!call.args().empty()) {
        for (const ir::Field& field : RecordOf(abi_, call.args()).field()) {
          used = used || field.x() == x;
        }
      }
      parameters.push_back(used ? absl::StrCat("uint64_t x", x) : "uint64_t");
      if (used) registers.push_back(absl::StrCat("x", x));
    }
    if (IsShared(call)) out_.Comment("//", "Of several levels, so one piece of code.");
    out_.List(
        absl::StrCat(IsShared(call) ? "[[gnu::noinline]] " : "", "uint64_t ", call.name(), "("),
        parameters, ") {");
    out_.Indent();
    if (!registers.empty()) {
      out_.Line("const ", call.args(), " args = ", call.args(), "::Decode(",
                absl::StrJoin(registers, ", "), ");");
    }
    for (int i = 0; i < answered; ++i) {
      const ir::Row& row = call.row(i);
      out_.Comment("//", absl::StrCat(row.name(), ": ", Doc(abi_, row.doc(), Language::kCc)));
      const std::string condition = absl::StrCat("if (", CcExpr(row.when()), ")");
      const std::string answer = absl::StrCat("return ", Word(row.result()), ";");
      if (condition.size() + answer.size() + 3 <= Writer::kColumns) {
        out_.Line(condition, " ", answer);
      } else {
        out_.Line(condition, " {");
        out_.Line("  ", answer);
        out_.Line("}");
      }
    }
    const std::string handled =
        absl::StrCat("calls::", call.name(), registers.empty() ? "(context)" : "(context, args)");
    const ir::Record& result = RecordOf(abi_, call.result());
    if (!IsScalar(result)) {
      out_.Line("return ", handled, ".Encode();");
    } else if (result.field(0).type() == ir::TYPE_SIGNED) {
      out_.Line("return static_cast<uint64_t>(", handled, ");");
    } else {
      out_.Line("return ", handled, ";");
    }
    out_.Outdent();
    out_.EndFunction();
    out_.Line();
  }

  // Whether a released level's call is served by the same call, but is not the same.
  bool IsShared(const ir::Call& call) const {
    return std::any_of(released_.begin(), released_.end(), [&](const ir::Abi& old) {
      const ir::Call* old_call = FindCall(old, call.name());
      return old_call != nullptr && !IsSameCall(abi_, call, old, *old_call);
    });
  }

  // What serves a call of a level; empty if nothing does.
  std::string ServerOf(const ir::Abi& abi, const ir::Call& old_call) const {
    const ir::Call& call = *FindCall(abi_, old_call.name());
    if (!IsServed(call)) return "";
    if (&abi == &abi_ || IsSameCall(abi_, call, abi, old_call)) return call.name();
    return absl::StrCat(call.name(), LevelSuffix(abi));
  }

  // Calls of a released level that are not made as the current ones are: by them.
  void Adaptors(const ir::Abi& old) {
    for (const ir::Call& old_call : old.call()) {
      const ir::Call& call = *FindCall(abi_, old_call.name());
      if (!IsServed(call) || IsSameCall(abi_, call, old, old_call)) continue;
      const std::vector<std::string> arguments = CurrentArguments(abi_, call, old, old_call);
      std::vector<std::string> parameters = {"CallContext& context", "uint32_t caller_vm_id"};
      for (const absl::string_view x : {"x1", "x2", "x3"}) {
        const bool used = std::any_of(
            arguments.begin(), arguments.end(),
            [x](const std::string& argument) { return absl::StrContains(argument, x); });
        parameters.push_back(used ? absl::StrCat("uint64_t ", x) : "uint64_t");
      }
      out_.List(absl::StrCat("uint64_t ", ServerOf(old, old_call), "("), parameters, ") {");
      const WordPair words = {&RecordOf(abi_, call.result()), &RecordOf(old, old_call.result())};
      const std::string made = absl::StrCat(call.name(), "(context, caller_vm_id, ",
                                            absl::StrJoin(arguments, ", "), ")");
      out_.Line("  return ",
                IsSameWord(abi_, old, words)
                    ? made
                    : absl::StrCat(TranscoderName(old, words), "(", made, ")"),
                ";");
      out_.EndFunction();
      out_.Line();
    }
  }

  // The servers of a level's calls, dense from the first number to its last.
  std::vector<std::string> ServersOf(const ir::Abi& abi) const {
    std::vector<std::string> servers(CountNumbers(abi, first_));
    for (const ir::Call& call : abi.call()) servers[call.number() - first_] = ServerOf(abi, call);
    return servers;
  }

  void Tables() {
    const std::vector<std::string> current = ServersOf(abi_);
    out_.Line("constexpr uint32_t kFirstNumber = 0x", absl::Hex(first_), ";");
    out_.Line();
    std::vector<std::string> served;
    for (const ir::Abi& old : released_) {
      const std::vector<std::string> servers = ServersOf(old);
      std::string name = "kServers";
      // Calls that were there and are as they were need no table of their own.
      if (servers.size() > current.size() ||
          !std::equal(servers.begin(), servers.end(), current.begin())) {
        absl::StrAppend(&name, LevelSuffix(old));
        Table(old, name, servers);
      }
      served.push_back(absl::StrCat("{", name, ".data(), ", servers.size(), "}"));
    }
    Table(abi_, "kServers", current);
    served.push_back("{kServers.data(), kServers.size()}");
    out_.Comment("//", "By level: the servers of its calls, from kFirstNumber on, and how many.");
    out_.Line("struct Served {");
    out_.Line("  const Server* servers;");
    out_.Line("  uint64_t count;");
    out_.Line("};");
    out_.Line("constexpr Served kServed[] = {");
    for (const std::string& entry : served) out_.Line("    ", entry, ",");
    out_.Line("};");
    out_.Line();
  }

  void Table(const ir::Abi& abi, absl::string_view name, const std::vector<std::string>& servers) {
    out_.Line("constexpr std::array<Server, ", servers.size(), "> ", name, " = {");
    size_t width = Entry("").size();
    for (size_t i = 0; i < servers.size(); ++i) {
      if (FindCall(abi, static_cast<uint32_t>(first_ + i)) == nullptr) continue;
      width = std::max(width, Entry(servers[i]).size());
    }
    for (size_t i = 0; i < servers.size(); ++i) {
      const auto number = static_cast<uint32_t>(first_ + i);
      const ir::Call* call = FindCall(abi, number);
      std::string entry = Entry(servers[i]);
      if (call != nullptr) {
        entry.resize(std::max(width, entry.size()), ' ');
        absl::StrAppend(&entry, "  // 0x", absl::Hex(number), " ", SnakeCase(call->name()));
      }
      out_.Line("    ", entry);
    }
    out_.Line("};");
    out_.Line();
  }

  static std::string Entry(const std::string& server) {
    return absl::StrCat(server.empty() ? "Unknown" : server, ",");
  }

  const ir::Abi& abi_;
  const std::vector<std::string>& unserved_;
  const std::vector<ir::Abi> released_;
  const uint32_t first_;
  Writer out_;
};

}  // namespace

std::string EmitEl2DispatchHeader(const ir::Abi& abi, const std::vector<std::string>& unserved) {
  return El2Dispatch(abi, unserved, {}).Header();
}

std::string EmitEl2Dispatch(const ir::Abi& abi, const std::vector<std::string>& unserved,
                            const std::vector<ir::Abi>& released) {
  return El2Dispatch(abi, unserved, released).Source();
}

}  // namespace hf::idl
