// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See program.h.

#include "abi/engine/program.h"

#include <algorithm>
#include <utility>

#include "abi/compiler/expr_print.h"
#include "abi/compiler/names.h"
#include "abi/compiler/resolve.h"
#include "abi/engine/bits.h"

namespace hf::engine {
namespace {

// A role as a number: 1 for the primary.
constexpr uint64_t kPrimary = 1;

const ir::Call* CallNamed(const ir::Abi& abi, const std::string& name) {
  const auto found = std::find_if(abi.call().begin(), abi.call().end(), [&](const ir::Call& call) {
    return idl::SnakeCase(call.name()) == name;
  });
  return found == abi.call().end() ? nullptr : &*found;
}

const ir::Event* EventNamed(const ir::Abi& abi, const std::string& name) {
  const auto found = std::find_if(abi.event().begin(), abi.event().end(),
                                  [&](const ir::Event& event) { return event.name() == name; });
  return found == abi.event().end() ? nullptr : &*found;
}

bool Compare(ir::Expr::Op op, uint64_t left, uint64_t right) {
  switch (op) {
    case ir::Expr::EQ:
      return left == right;
    case ir::Expr::NE:
      return left != right;
    case ir::Expr::LT:
      return left < right;
    case ir::Expr::LE:
      return left <= right;
    case ir::Expr::GT:
      return left > right;
    default:
      return left >= right;
  }
}

}  // namespace

Program::Program(const ir::Abi& abi, Vocabulary& names, const ir::Abi* changed,
                 const std::string& only)
    : names_(names),
      id_mask_(abi.id_mask()),
      unknown_result_(static_cast<uint64_t>(abi.unknown_result())) {
  AddMachines(abi);
  abis_.push_back(&abi);
  run_word_ = idl::FindTaggedWord(abi);
  if (changed != nullptr) {
    AddMachines(*changed);
    abis_.push_back(changed);
  }
  const auto record = [](const ir::Abi& of, const std::string& name) {
    return name.empty() ? nullptr : idl::FindRecord(of, name);
  };
  const auto add_call = [&](const ir::Abi& of, const ir::Call& call) {
    const Scope scope{of, record(of, call.args())};
    Add(scope,
        {.name = idl::SnakeCase(call.name()),
         .is_call = true,
         .number = call.number(),
         .args = scope.args,
         .result = record(of, call.result())},
        call.row());
  };
  const auto add_event = [&](const ir::Abi& of, const ir::Event& event) {
    const Scope scope{of, nullptr};
    Behaviour behaviour{.name = event.name(), .result = record(of, event.result())};
    if (event.has_when()) behaviour.when = Compile(scope, event.when());
    Add(scope, std::move(behaviour), event.row());
  };
  for (const ir::Call& call : abi.call()) {
    if (changed == nullptr || idl::SnakeCase(call.name()) != only) add_call(abi, call);
  }
  for (const ir::Event& event : abi.event()) {
    if (changed == nullptr || event.name() != only) add_event(abi, event);
  }
  if (changed != nullptr) {
    if (const ir::Call* call = CallNamed(*changed, only)) add_call(*changed, *call);
    if (const ir::Event* event = EventNamed(*changed, only)) add_event(*changed, *event);
  }
  leaves_ = EventOf("Leaves");
  receive_ends_ = EventOf("ReceiveEnds");
  timer_expired_ = EventOf("TimerExpired");
  for (const ir::Invariant& invariant : abi.invariant()) {
    invariants_.push_back({&invariant, Compile({abi, nullptr}, invariant.holds())});
  }
}

void Program::AddMachines(const ir::Abi& abi) {
  for (const ir::Machine& machine : abi.machine()) {
    const uint32_t index = names_.MachineOf(machine.name());
    if (index == kMostMachines) continue;
    for (const ir::EnumValue& value : idl::FindEnum(abi, machine.enumeration())->value()) {
      names_.StateOf(index, value.name());
    }
    initial_[index] = names_.StateOf(index, machine.initial());
  }
}

void Program::Add(const Scope& scope, Behaviour behaviour,
                  const google::protobuf::RepeatedPtrField<ir::Row>& rows) {
  for (const ir::Row& row : rows) {
    behaviour.rows.push_back(Compile(scope, row, behaviour.result));
    AddAsked(scope, row.when(), behaviour.asks);
  }
  behaviours_.push_back(std::move(behaviour));
}

CompiledRow Program::Compile(const Scope& scope, const ir::Row& row, const ir::Record* result) {
  CompiledRow compiled{.name = row.name(), .deferred = row.deferred()};
  if (row.has_when()) compiled.when = Compile(scope, row.when());
  if (row.has_result()) compiled.result = CompileResult(scope, row.result(), result);
  if (row.has_leave()) {
    compiled.leave = CompileResult(scope, row.leave(), idl::FindTaggedWord(scope.abi));
  }
  for (const ir::Move& move : row.move()) {
    const uint32_t machine = names_.MachineOf(move.machine().name());
    if (machine == kMostMachines) continue;
    CompiledMove& last =
        compiled.moves.emplace_back(CompiledMove{.machine = machine,
                                                 .of = OperandsOf(scope, move.machine()),
                                                 .to = names_.StateOf(machine, move.to())});
    last.own = move.machine().arg_size() == 2 &&
               move.machine().arg(0).op() == ir::Expr::CALLER_VM &&
               move.machine().arg(1).op() == ir::Expr::CALLER_VCPU;
    for (const std::string& from : move.from()) last.from.push_back(names_.StateOf(machine, from));
  }
  for (const ir::Expr& effect : row.effect()) {
    CompiledEffect& last =
        compiled.effects.emplace_back(CompiledEffect{.effect = FindEffect(effect.name()),
                                                     .name = effect.name(),
                                                     .delivers = effect.name() == "copy_message"});
    for (const ir::Expr& arg : effect.arg()) last.args.push_back(Compile(scope, arg));
  }
  return compiled;
}

void Program::AddAsked(const Scope& scope, const ir::Expr& expr, std::set<Asked>& asks) {
  for (const ir::Expr& arg : expr.arg()) AddAsked(scope, arg, asks);
  if (expr.op() != ir::Expr::MACHINE) return;
  const uint32_t machine = names_.MachineOf(expr.name());
  if (machine < kMostMachines) {
    asks.insert({idl::PrintExpr(expr), machine, OperandsOf(scope, expr)});
  }
}

std::array<int, 2> Program::OperandsOf(const Scope& scope, const ir::Expr& machine) {
  std::array<int, 2> of = {kNothing, kNothing};
  for (int i = 0; i < std::min(2, machine.arg_size()); ++i) {
    of[static_cast<size_t>(i)] = Compile(scope, machine.arg(i));
  }
  return of;
}

int Program::CompileResult(const Scope& scope, const ir::Expr& expr, const ir::Record* result) {
  if (expr.op() == ir::Expr::WORD || result == nullptr || result->field_size() == 0) {
    return Compile(scope, expr);
  }
  Node word{.op = ir::Expr::WORD};
  word.args.push_back(Compile(scope, expr));
  word.fields.push_back(&result->field(0));
  return Push(std::move(word));
}

Program::Node Program::WordOf(const Scope& scope, const ir::Expr& expr) {
  Node node{.op = ir::Expr::WORD};
  const ir::Record* record = idl::FindRecord(scope.abi, expr.type());
  const auto* fields = &record->field();
  static const google::protobuf::RepeatedPtrField<ir::Field> kNone;
  if (record->has_tag()) {
    node.value =
        Place(record->field(static_cast<int>(record->tag())), static_cast<uint64_t>(expr.number()));
    fields = &kNone;
    for (const ir::Variant& variant : record->variant()) {
      if (variant.on() == expr.name()) fields = &variant.field();
    }
  }
  for (const ir::Field& field : *fields) node.fields.push_back(&field);
  return node;
}

int Program::Compile(const Scope& scope, const ir::Expr& expr) {
  Node node{.op = expr.op(), .value = static_cast<uint64_t>(expr.number())};
  switch (expr.op()) {
    case ir::Expr::CONSTANT:
      node.op = ir::Expr::NUMBER;
      break;
    case ir::Expr::ROLE:
      node.op = ir::Expr::NUMBER;
      node.value = expr.name() == "PRIMARY" ? kPrimary : 0;
      break;
    case ir::Expr::VALUE: {
      node.op = ir::Expr::NUMBER;
      // The state of a machine has the vocabulary's number instead of the IDL's.
      for (const ir::Machine& machine : scope.abi.machine()) {
        const uint32_t index = names_.MachineOf(machine.name());
        if (machine.enumeration() == expr.type() && index < kMostMachines) {
          node.value = names_.StateOf(index, expr.name());
        }
      }
      break;
    }
    case ir::Expr::ARGUMENT:
      for (int i = 0; scope.args != nullptr && i < scope.args->field_size(); ++i) {
        if (scope.args->field(i).name() == expr.name()) node.index = static_cast<uint32_t>(i);
      }
      break;
    case ir::Expr::VARIABLE:
      // Resolved to v1, v2, ….
      node.op = ir::Expr::ARGUMENT;
      node.index = static_cast<uint32_t>(expr.name()[1] - '1');
      break;
    case ir::Expr::FACT:
      node.fact = FindFact(expr.name());
      for (const ir::Fact& fact : scope.abi.fact()) {
        if (node.fact == nullptr && fact.name() == expr.name()) {
          node.index = names_.FreeFactOf(fact);
        }
      }
      break;
    case ir::Expr::MACHINE:
      node.index = names_.MachineOf(expr.name());
      break;
    case ir::Expr::WORD:
      node = WordOf(scope, expr);
      break;
    default:
      break;
  }
  for (const ir::Expr& arg : expr.arg()) node.args.push_back(Compile(scope, arg));
  return Push(std::move(node));
}

int Program::Push(Node node) {
  nodes_.push_back(std::move(node));
  return static_cast<int>(nodes_.size()) - 1;
}

const Behaviour* Program::CallOf(uint64_t x0) const {
  const uint32_t number = static_cast<uint32_t>(x0) & id_mask_;
  for (const Behaviour& behaviour : behaviours_) {
    if (behaviour.is_call && behaviour.number == number) return &behaviour;
  }
  return nullptr;
}

const Behaviour* Program::EventOf(const std::string& name) const {
  for (const Behaviour& behaviour : behaviours_) {
    if (!behaviour.is_call && behaviour.name == name) return &behaviour;
  }
  return nullptr;
}

const ir::Enum* Program::TagOf(const ir::Record& word) const {
  if (!word.has_tag()) return nullptr;
  const std::string& name = word.field(static_cast<int>(word.tag())).enumeration();
  for (const ir::Abi* abi : abis_) {
    if (const ir::Enum* found = idl::FindEnum(*abi, name)) return found;
  }
  return nullptr;
}

const CompiledRow* Program::Choose(const Behaviour& behaviour, const Context& context) const {
  for (const CompiledRow& row : behaviour.rows) {
    if (row.when == kNothing || Truth(row.when, context)) return &row;
  }
  return nullptr;
}

uint64_t Program::Value(int expr, const Context& context) const {
  const Node& node = nodes_[static_cast<size_t>(expr)];
  const auto arg = [&](size_t i) { return Value(node.args[i], context); };
  switch (node.op) {
    case ir::Expr::NUMBER:
      return node.value;
    case ir::Expr::ARGUMENT:
      return context.args[node.index];
    case ir::Expr::CALLER:
      return context.vm == 0 ? kPrimary : 0;
    case ir::Expr::CALLER_VM:
      return context.vm;
    case ir::Expr::CALLER_VCPU:
      return context.vcpu;
    case ir::Expr::NOT:
      return !arg(0);
    case ir::Expr::AND:
      return std::all_of(node.args.begin(), node.args.end(),
                         [&](int operand) { return Value(operand, context) != 0; });
    case ir::Expr::OR:
      return std::any_of(node.args.begin(), node.args.end(),
                         [&](int operand) { return Value(operand, context) != 0; });
    case ir::Expr::FACT: {
      if (node.fact == nullptr) return context.free == nullptr ? 0 : context.free[node.index];
      uint64_t values[kMostArgs] = {};
      for (size_t i = 0; i < node.args.size(); ++i) values[i] = arg(i);
      return node.fact(*context.state, values);
    }
    case ir::Expr::MACHINE: {
      const uint64_t vm = node.args.empty() ? 0 : arg(0);
      const uint64_t vcpu = node.args.size() < 2 ? 0 : arg(1);
      if (node.index >= kMostMachines) return 0;
      if (vm >= kMostVms || vcpu >= kMostVcpus) return initial_[node.index];
      return context.state->machine[node.index][vm][vcpu];
    }
    case ir::Expr::WORD: {
      uint64_t word = node.value;
      for (size_t i = 0; i < node.args.size() && i < node.fields.size(); ++i) {
        word |= Place(*node.fields[i], arg(i));
      }
      return word;
    }
    default:
      return Compare(node.op, arg(0), arg(1));
  }
}

}  // namespace hf::engine
