// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// abi/model/ids.h, apply.h, by_name.h, by_name.cc: the vocabulary of the IDL, and what connects it
// with the state of the model. See emit.h.

#include <algorithm>
#include <vector>

#include "abi/compiler/emit.h"
#include "abi/compiler/emit_model.h"
#include "abi/compiler/level.h"
#include "abi/compiler/names.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

using Kinds = google::protobuf::RepeatedField<int>;

// A name of the vocabulary, with its comment.
struct Word {
  std::string name;
  std::string id;
  std::string doc;
  const Kinds* of = nullptr;
};

template <class Items>
std::vector<Word> WordsOf(const Items& items) {
  std::vector<Word> words;
  for (const auto& item : items)
    words.push_back({item.name(), CamelCase(item.name()), item.doc(), &item.of()});
  return words;
}

std::vector<Word> Machines(const ir::Abi& abi) {
  std::vector<Word> words;
  for (const ir::Machine& machine : abi.machine()) {
    words.push_back({machine.name(), CamelCase(machine.name()),
                     EnumOf(abi, machine.enumeration()).doc(), &machine.of()});
  }
  return words;
}

int MostArgs(const std::vector<Word>& words) {
  int most = 1;
  for (const Word& word : words) most = std::max(most, word.of->size());
  return most;
}

void Ids(const ir::Abi& abi, absl::string_view type, absl::string_view doc,
         const std::vector<Word>& words, Writer& out) {
  out.Comment("//", doc);
  out.Line("enum class ", type, " : uint8_t {");
  out.Indent();
  for (const Word& word : words) {
    out.Comment("//", Doc(abi, word.doc, Language::kCc));
    out.Line("k", word.id, ",");
  }
  out.Outdent();
  out.Line("};");
  out.Line();
  out.Comment("//", "The name as in the IDL; \"?\" if there is none.");
  out.Line("constexpr const char* Name(", type, " id) {");
  out.Line("  switch (id) {");
  for (const Word& word : words) {
    out.Line("    case ", type, "::k", word.id, ":");
    out.Line("      return \"", word.name, "\";");
  }
  out.Line("  }");
  out.Line("  return \"?\";");
  out.Line("}");
  out.Line();
}

// "static_cast<uint32_t>(args[0]), args[1]"
std::string Arguments(const Kinds& of) {
  std::vector<std::string> values;
  for (int i = 0; i < of.size(); ++i) {
    const std::string type = ModelType(of[i]);
    const std::string arg = absl::StrCat("args[", i, "]");
    values.push_back(type == "uint64_t" ? arg
                     : type == "bool"   ? absl::StrCat(arg, " != 0")
                                        : absl::StrCat("static_cast<", type, ">(", arg, ")"));
  }
  return absl::StrJoin(values, ", ");
}

// One assertion for a member function of State.
void CheckState(const ir::Abi& abi, absl::string_view name, absl::string_view what,
                absl::string_view function, const std::string& values,
                const std::string& parameters, Writer& out) {
  out.Line("static_assert(");
  out.Line("    requires(State& state) { state.", function, "(", values, "); },");
  out.Line("    \"", abi.source(), " has the ", what, " ", name,
           ": give State (abi/model/state.h) a\"");
  out.Line("    \" `void ", function, "(", parameters, ")`\");");
}

std::string Zeros(const Kinds& of) {
  return absl::StrJoin(
      of, ", ", [](std::string* out, int kind) { absl::StrAppend(out, ModelType(kind), "{}"); });
}

}  // namespace

std::string EmitModelIds(const ir::Abi& abi) {
  Writer out;
  FileHead(abi, "The names of state machines, facts, effects and events, as numbers.", out);
  out.Line("#ifndef ABI_MODEL_IDS_H_");
  out.Line("#define ABI_MODEL_IDS_H_");
  out.Line();
  out.Line("#include <compare>");
  out.Line("#include <cstddef>");
  out.Line("#include <cstdint>");
  out.Line();
  out.Line("#include \"abi/el2/types.h\"");
  out.Line();
  out.Line("namespace hf::abi::model {");
  out.Line();
  Ids(abi, "MachineId", "The state machines.", Machines(abi), out);
  Ids(abi, "FactId", "What guards may ask for beside the state machines.", WordsOf(abi.fact()),
      out);
  Ids(abi, "EffectId", "What rows may do beside moving state machines.", WordsOf(abi.effect()),
      out);
  std::vector<Word> events;
  for (const ir::Event& event : abi.event())
    events.push_back({event.name(), event.name(), event.doc()});
  Ids(abi, "EventId", "What happens to a vCPU without a call.", events, out);

  int moves = 1, effects = 1;
  const auto count = [&](const auto& rows) {
    for (const ir::Row& row : rows) {
      moves = std::max(moves, row.move_size());
      effects = std::max(effects, row.effect_size());
    }
  };
  for (const ir::Call& call : abi.call()) count(call.row());
  for (const ir::Event& event : abi.event()) count(event.row());
  out.Comment("//", "The most that any of them has.");
  out.Line("inline constexpr size_t kMaxMachineArgs = ", MostArgs(Machines(abi)), ";");
  out.Line("inline constexpr size_t kMaxFactArgs = ", MostArgs(WordsOf(abi.fact())), ";");
  out.Line("inline constexpr size_t kMaxEffectArgs = ", MostArgs(WordsOf(abi.effect())), ";");
  out.Comment("//", "The most that a row does.");
  out.Line("inline constexpr size_t kMaxMoves = ", moves, ";");
  out.Line("inline constexpr size_t kMaxEffects = ", effects, ";");
  out.Line();
  out.Comment("//", "Where each state machine begins.");
  for (const ir::Machine& machine : abi.machine()) {
    out.Line("inline constexpr ", machine.enumeration(), " kInitial", CamelCase(machine.name()),
             " = ", machine.enumeration(), "::k", CamelCase(machine.initial()), ";");
  }
  out.Line();
  out.Comment("//", "A level of the ABI: which version of it a VM was built for.");
  out.Line("struct Level {");
  out.Line("  uint32_t major = 0;");
  out.Line("  uint32_t minor = 0;");
  out.Line("  auto operator<=>(const Level&) const = default;");
  out.Line("};");
  out.Line();
  out.Comment("//", "The lowest level that has the call: {} for those that were there at first.");
  out.Line("constexpr Level SinceOf(abi::Call call) {");
  out.Line("  switch (call) {");
  for (const ir::Call& call : abi.call()) {
    const auto since = Level::Parse(call.since());
    if (!since) continue;
    out.Line("    case abi::Call::k", call.name(), ":");
    out.Line("      return {", since->major, ", ", since->minor, "};");
  }
  out.Line("    default:");
  out.Line("      return {};");
  out.Line("  }");
  out.Line("}");
  out.Line();
  out.Comment("//", "How many of the registers x1 to x3 a call has arguments in.");
  out.Line("constexpr int ArgumentRegisters(abi::Call call) {");
  out.Line("  switch (call) {");
  for (const ir::Call& call : abi.call()) {
    uint32_t registers = 0;
    if (!call.args().empty()) {
      for (const ir::Field& field : RecordOf(abi, call.args()).field()) {
        registers = std::max(registers, field.x());
      }
    }
    out.Line("    case abi::Call::k", call.name(), ":");
    out.Line("      return ", registers, ";");
  }
  out.Line("  }");
  out.Line("  return 3;");
  out.Line("}");
  out.Line();
  out.Line("}  // namespace hf::abi::model");
  out.Line();
  out.Line("#endif  // ABI_MODEL_IDS_H_");
  return out.text();
}

std::string EmitModelApply(const ir::Abi& abi) {
  Writer out;
  FileHead(abi, "Does what an outcome says to a state.", out);
  out.Line("#ifndef ABI_MODEL_APPLY_H_");
  out.Line("#define ABI_MODEL_APPLY_H_");
  out.Line();
  out.Line("#include <cstdint>");
  out.Line();
  out.Line("#include \"abi/el2/types.h\"");
  out.Line("#include \"abi/model/ids.h\"");
  out.Line("#include \"abi/model/outcome.h\"");
  out.Line();
  out.Line("namespace hf::abi::model {");
  out.Line();
  out.Comment("//", "Fails to compile where State lacks what rows may do.");
  out.Line("template <class State>");
  out.Line("constexpr bool HasEffects() {");
  out.Indent();
  for (const ir::Machine& machine : abi.machine()) {
    CheckState(abi, machine.name(), "state machine", absl::StrCat("Set", CamelCase(machine.name())),
               absl::StrCat(Zeros(machine.of()), ", ", machine.enumeration(), "{}"),
               absl::StrCat(ModelParameters(machine.of()), ", ", machine.enumeration(), " to"),
               out);
  }
  for (const ir::Effect& effect : abi.effect()) {
    CheckState(abi, effect.name(), "effect", CamelCase(effect.name()), Zeros(effect.of()),
               ModelParameters(effect.of()), out);
  }
  out.Line("return true;");
  out.Outdent();
  out.Line("}");
  out.Line();
  out.Comment("//", "An effect, of as many arguments as it has.");
  out.Line("template <class State>");
  out.Line("void Do(State& state, EffectId effect, const uint64_t* args) {");
  out.Line("  switch (effect) {");
  for (const ir::Effect& effect : abi.effect()) {
    out.Line("    case EffectId::k", CamelCase(effect.name()), ":");
    out.Indent(6);
    out.Line("return state.", CamelCase(effect.name()), "(", Arguments(effect.of()), ");");
    out.Outdent(6);
  }
  out.Line("  }");
  out.Line("}");
  out.Line();
  out.Comment("//", "The state that a machine is in.");
  out.Line("template <class State>");
  out.Line("uint8_t StateOf(const State& state, MachineId machine, const uint32_t* args) {");
  out.Line("  switch (machine) {");
  for (const ir::Machine& machine : abi.machine()) {
    std::vector<std::string> args;
    for (int i = 0; i < machine.of_size(); ++i) args.push_back(absl::StrCat("args[", i, "]"));
    out.Line("    case MachineId::k", CamelCase(machine.name()), ":");
    out.Line("      return static_cast<uint8_t>(state.", CamelCase(machine.name()), "(",
             absl::StrJoin(args, ", "), "));");
  }
  out.Line("  }");
  out.Line("  return 0;");
  out.Line("}");
  out.Line();
  out.Comment("//", "A machine goes to a state.");
  out.Line("template <class State>");
  out.Line("void Set(State& state, MachineId machine, const uint32_t* args, uint8_t to) {");
  out.Line("  switch (machine) {");
  for (const ir::Machine& machine : abi.machine()) {
    std::vector<std::string> args;
    for (int i = 0; i < machine.of_size(); ++i) args.push_back(absl::StrCat("args[", i, "]"));
    out.Line("    case MachineId::k", CamelCase(machine.name()), ":");
    out.Line("      return state.Set", CamelCase(machine.name()), "(", absl::StrJoin(args, ", "),
             ", static_cast<", machine.enumeration(), ">(to));");
  }
  out.Line("  }");
  out.Line("}");
  out.Line();
  out.Comment("//",
              "All of an outcome: first its effects, then its moves, then state.EndStep(). False, "
              "and nothing done, if a machine is in no state that its move starts from.");
  out.Line("template <class State>");
  out.Line("bool Apply(State& state, const Outcome& outcome) {");
  out.Line("  static_assert(HasEffects<State>());");
  out.Line("  for (const Move& move : outcome.moves) {");
  out.Line("    if ((move.from >> StateOf(state, move.machine, move.of) & 1) == 0) return false;");
  out.Line("  }");
  out.Line("  for (const Effect& effect : outcome.effects) Do(state, effect.effect, effect.args);");
  out.Line("  for (const Move& move : outcome.moves) Set(state, move.machine, move.of, move.to);");
  out.Line("  state.EndStep();");
  out.Line("  return true;");
  out.Line("}");
  out.Line();
  out.Line("}  // namespace hf::abi::model");
  out.Line();
  out.Line("#endif  // ABI_MODEL_APPLY_H_");
  return out.text();
}

std::string EmitModelByName(const ir::Abi& abi) {
  Writer out;
  FileHead(abi, "See by_name.h.", out);
  out.Line("#include \"abi/model/by_name.h\"");
  out.Line();
  out.Line("#include <cstdint>");
  out.Line("#include <optional>");
  out.Line("#include <string_view>");
  out.Line();
  out.Line("#include \"abi/model/ids.h\"");
  out.Line("#include \"abi/model/state.h\"");
  out.Line();
  out.Line("namespace hf::abi::model {");
  out.Line();
  const auto find = [&](absl::string_view function, absl::string_view type,
                        const std::vector<Word>& words) {
    out.Line("std::optional<", type, "> ", function, "(std::string_view name) {");
    for (const Word& word : words) {
      out.Line("  if (name == \"", word.name, "\") return ", type, "::k", word.id, ";");
    }
    out.Line("  return std::nullopt;");
    out.Line("}");
    out.Line();
  };
  const auto count = [&](absl::string_view type, const std::vector<Word>& words) {
    out.Line("size_t ArgumentsOf(", type, " id) {");
    out.Line("  switch (id) {");
    for (const Word& word : words) {
      out.Line("    case ", type, "::k", word.id, ":");
      out.Line("      return ", word.of->size(), ";");
    }
    out.Line("  }");
    out.Line("  return 0;");
    out.Line("}");
    out.Line();
  };
  find("FindMachine", "MachineId", Machines(abi));
  find("FindFact", "FactId", WordsOf(abi.fact()));
  find("FindEffect", "EffectId", WordsOf(abi.effect()));
  count("MachineId", Machines(abi));
  count("FactId", WordsOf(abi.fact()));
  count("EffectId", WordsOf(abi.effect()));
  out.Line("uint64_t Ask(const State& state, FactId fact, const uint64_t* args) {");
  out.Line("  switch (fact) {");
  for (const ir::Fact& fact : abi.fact()) {
    out.Line("    case FactId::k", CamelCase(fact.name()), ":");
    out.Line("      return state.", CamelCase(fact.name()), "(", Arguments(fact.of()), ");");
  }
  out.Line("  }");
  out.Line("  return 0;");
  out.Line("}");
  out.Line();
  out.Line("}  // namespace hf::abi::model");
  return out.text();
}

}  // namespace hf::idl
