// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// An ABI made ready to be run many times: expressions with their names looked up, calls by number.
//
//   Vocabulary names;
//   Program program(abi, names);
//   program.Truth(row.when, {.state = &state, .vm = 1, .vcpu = 0, .args = args})

#ifndef ABI_ENGINE_PROGRAM_H_
#define ABI_ENGINE_PROGRAM_H_

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "abi/engine/facts.h"
#include "abi/engine/state.h"
#include "abi/engine/vocabulary.h"
#include "abi/ir.pb.h"

namespace hf::engine {

inline constexpr int kNothing = -1;
inline constexpr int kMostArgs = 6;

// x0 to x3 as a call leaves them to the hypervisor.
using Registers = std::array<uint64_t, 4>;
using Args = std::array<uint64_t, kMostArgs>;

// What an expression is asked about.
struct Context {
  const State* state;
  uint64_t vm;
  uint64_t vcpu;
  const uint64_t* args;  // of the call, or an invariant's variables
  const uint64_t* free;  // values of the vocabulary's free facts
};

struct CompiledMove {
  uint32_t machine;
  std::array<int, 2> of;
  std::vector<uint8_t> from = {};  // empty: any
  uint8_t to;
  bool own = false;  // of the vCPU that makes the call
};

struct CompiledEffect {
  Effect effect;  // null: the state knows nothing of it
  std::string name;
  bool delivers = false;  // a message, to its second argument
  std::vector<int> args = {};
};

// Expressions are numbers, or kNothing.
struct CompiledRow {
  std::string name;
  int when = kNothing;
  int result = kNothing;
  bool deferred = false;
  int leave = kNothing;
  std::vector<CompiledMove> moves = {};
  std::vector<CompiledEffect> effects = {};
};

// A machine's state that guards ask for.
struct Asked {
  std::string text;
  uint32_t machine;
  std::array<int, 2> of;

  bool operator<(const Asked& other) const { return text < other.text; }
};

// A call or an event.
struct Behaviour {
  std::string name;  // of a call as C has it
  bool is_call = false;
  uint32_t number = 0;
  int when = kNothing;
  std::vector<CompiledRow> rows = {};
  std::set<Asked> asks = {};
  const ir::Record* args = nullptr;
  const ir::Record* result = nullptr;
};

class Program {
 public:
  // The ABI must outlive the program. With `changed`, the call or event `only` is as it is there,
  // and everything else as in `abi`.
  Program(const ir::Abi& abi, Vocabulary& names, const ir::Abi* changed = nullptr,
          const std::string& only = "");
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // Calls in the order of the numbers, then events.
  const std::vector<Behaviour>& behaviours() const { return behaviours_; }
  // Null if there is none.
  const Behaviour* CallOf(uint64_t x0) const;
  const Behaviour* EventOf(const std::string& name) const;
  // What a machine makes happen by itself, at the places that the names say; null if the ABI has
  // no such event.
  const Behaviour* leaves() const { return leaves_; }
  const Behaviour* receive_ends() const { return receive_ends_; }
  const Behaviour* timer_expired() const { return timer_expired_; }
  // What the primary's call returns when a vCPU leaves its CPU.
  const ir::Record* run_word() const { return run_word_; }
  // The enumeration of a word's tag; null if the word has none.
  const ir::Enum* TagOf(const ir::Record& word) const;
  uint64_t unknown_result() const { return unknown_result_; }
  uint8_t Initial(uint32_t machine) const { return initial_[machine]; }

  uint64_t Value(int expr, const Context& context) const;
  bool Truth(int expr, const Context& context) const { return Value(expr, context) != 0; }
  // The first row whose guard holds; null if none does.
  const CompiledRow* Choose(const Behaviour& behaviour, const Context& context) const;

  struct CompiledInvariant {
    const ir::Invariant* invariant;
    int holds;
  };
  const std::vector<CompiledInvariant>& invariants() const { return invariants_; }

 private:
  struct Node {
    ir::Expr::Op op;
    uint64_t value = 0;  // a number; the bits of a word's tag
    Fact fact = nullptr;
    uint32_t index = 0;  // an argument, a machine, a free fact
    std::vector<int> args = {};
    // Where a word's fields go.
    std::vector<const ir::Field*> fields = {};
  };

  // What compiles one call: the ABI that its names are of, and its arguments.
  struct Scope {
    const ir::Abi& abi;
    const ir::Record* args;
  };

  void AddMachines(const ir::Abi& abi);
  void Add(const Scope& scope, Behaviour behaviour,
           const google::protobuf::RepeatedPtrField<ir::Row>& rows);
  CompiledRow Compile(const Scope& scope, const ir::Row& row, const ir::Record* result);
  void AddAsked(const Scope& scope, const ir::Expr& expr, std::set<Asked>& asks);
  std::array<int, 2> OperandsOf(const Scope& scope, const ir::Expr& machine);
  int Compile(const Scope& scope, const ir::Expr& expr);
  int CompileResult(const Scope& scope, const ir::Expr& expr, const ir::Record* result);
  Node WordOf(const Scope& scope, const ir::Expr& expr);
  int Push(Node node);

  Vocabulary& names_;
  uint32_t id_mask_;
  uint64_t unknown_result_;
  std::vector<Node> nodes_;
  std::vector<Behaviour> behaviours_;
  std::vector<CompiledInvariant> invariants_;
  std::vector<const ir::Abi*> abis_;
  const ir::Record* run_word_;
  const Behaviour* leaves_ = nullptr;
  const Behaviour* receive_ends_ = nullptr;
  const Behaviour* timer_expired_ = nullptr;
  std::array<uint8_t, kMostMachines> initial_ = {};
};

// Arguments from registers, and back. Bits that no field has are 0.
Args Decode(const ir::Record* args, const Registers& registers);
Registers Encode(uint32_t number, const ir::Record* args, const Args& values);

}  // namespace hf::engine

#endif  // ABI_ENGINE_PROGRAM_H_
