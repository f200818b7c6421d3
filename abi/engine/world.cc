// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See world.h.

#include "abi/engine/world.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::engine {
namespace {

// What a row does, computed before any of it is done.
class Done {
 public:
  Done(const Program& program, const CompiledRow& row, const Context& context) {
    const auto value = [&](int expr) { return program.Value(expr, context); };
    returns_ = row.result != kNothing;
    leaves_ = row.leave != kNothing;
    if (returns_) result_ = value(row.result);
    if (leaves_) leave_ = value(row.leave);
    for (const CompiledMove& move : row.moves) {
      const uint64_t vm = move.of[0] == kNothing ? 0 : value(move.of[0]);
      const uint64_t vcpu = move.of[1] == kNothing ? 0 : value(move.of[1]);
      if (vm < kMostVms && vcpu < kMostVcpus) moves_.push_back({&move, vm, vcpu, false});
    }
    for (const CompiledEffect& effect : row.effects) {
      EffectDone done{&effect, {}};
      for (size_t i = 0; i < effect.args.size(); ++i) done.args[i] = value(effect.args[i]);
      effects_.push_back(done);
    }
  }

  void Apply(State& state) const {
    for (const MoveDone& move : moves_) Apply(state, move);
    for (const EffectDone& effect : effects_) {
      if (effect.effect->effect != nullptr) effect.effect->effect(state, effect.args.data());
      if (effect.effect->delivers) Deliver(state, effect.args[1]);
    }
  }

  // The vCPU that runs from now on; false if none does.
  bool Runs(VcpuName& name) const {
    for (const MoveDone& move : moves_) {
      if (move.move->machine != kVcpuMachine || move.move->to != kRunning) continue;
      name = {static_cast<uint8_t>(move.vm), static_cast<uint8_t>(move.vcpu)};
      return true;
    }
    return false;
  }

  // Those whose wait for a message it ends.
  template <typename F>
  void ForEachReceived(F f) const {
    for (const MoveDone& move : moves_) {
      if (move.received)
        f(VcpuName{static_cast<uint8_t>(move.vm), static_cast<uint8_t>(move.vcpu)});
    }
  }

  bool returns() const { return returns_; }
  bool leaves() const { return leaves_; }
  uint64_t result() const { return result_; }
  uint64_t leave() const { return leave_; }

 private:
  struct MoveDone {
    const CompiledMove* move = nullptr;
    uint64_t vm = 0;
    uint64_t vcpu = 0;
    mutable bool received = false;
  };
  struct EffectDone {
    const CompiledEffect* effect = nullptr;
    std::array<uint64_t, kMostArgs> args = {};
  };

  static void Apply(State& state, const MoveDone& move) {
    uint8_t& at = state.machine[move.move->machine][move.vm][move.vcpu];
    const uint8_t before = at;
    at = move.move->to;
    if (move.move->machine != kVcpuMachine) return;
    const auto index = static_cast<uint8_t>(move.vcpu);
    auto& receivers = state.vm[move.vm].receivers;
    if (before == kBlockedMailbox) {
      receivers.Remove(index);
      move.received = true;
    }
    if (at == kBlockedMailbox) {
      receivers.Append(index);
      state.vcpu[move.vm][move.vcpu].delivered = 0;
    }
  }

  // A message that wakes a vCPU is delivered to it.
  void Deliver(State& state, uint64_t to) const {
    for (const MoveDone& move : moves_) {
      if (move.received && move.vm == to) state.vcpu[move.vm][move.vcpu].delivered = 1;
    }
  }

  bool returns_ = false;
  bool leaves_ = false;
  uint64_t result_ = 0;
  uint64_t leave_ = 0;
  Few<MoveDone, 6> moves_;
  Few<EffectDone, 6> effects_;
};

class Stepper {
 public:
  Stepper(const Program& program, World& world, const uint64_t* free)
      : program_(program), world_(world), free_(free) {}

  Result Do(const Stimulus& stimulus) {
    cpu_ = stimulus.cpu;
    if (cpu_ >= world_.cpus) return result_;
    const VcpuName caller = world_.on[cpu_];
    const bool primary = caller.vm == 0;
    switch (stimulus.act) {
      case Act::kCall:
        Call(caller, stimulus.x);
        break;
      case Act::kInterrupted:
        RunInterrupted(caller, stimulus.x);
        break;
      case Act::kEvent:
        HappenTo(caller, stimulus.event);
        break;
      case Act::kSetTimer:
        if (primary) return result_;
        world_.state.vcpu[caller.vm][caller.index].timer = Timer::kAhead;
        break;
      case Act::kTimePasses:
        for (auto& vm : world_.state.vcpu) {
          for (VcpuPart& vcpu : vm) {
            if (vcpu.timer == Timer::kAhead) vcpu.timer = Timer::kExpired;
          }
        }
        break;
      case Act::kNoTables:
        world_.state.no_tables = 1;
        break;
      case Act::kReadOnly: {
        PagePart& page = world_.state.page[stimulus.x[1] % kPages];
        page.readonly = static_cast<uint8_t>(page.readonly | 1 << page.owner);
        break;
      }
    }
    const bool speaks = stimulus.act == Act::kCall || stimulus.act == Act::kEvent ||
                        stimulus.act == Act::kInterrupted;
    if (!speaks) result_.possible = true;
    if (!result_.possible) return result_;
    for (uint32_t cpu = 0; cpu < world_.cpus; ++cpu) NoticeTimer(world_.on[cpu]);
    result_.on = world_.on[cpu_];
    return result_;
  }

 private:
  Context ContextOf(VcpuName caller, const uint64_t* args) const {
    return {&world_.state, caller.vm, caller.index, args, free_};
  }

  void Call(VcpuName caller, const Registers& x) {
    result_.possible = true;
    if (Stops(caller)) return;
    const Behaviour* call = program_.CallOf(x[0]);
    if (call == nullptr) return Return(program_.unknown_result(), nullptr);
    const Args args = Decode(call->args, x);
    Take(*call, caller, args.data());
  }

  // What the vCPU would find in x0 it finds when it is run again, which is more than Waiting knows.
  void RunInterrupted(VcpuName caller, const Registers& x) {
    const World before = world_;
    Call(caller, x);
    const VcpuName name = world_.on[cpu_];
    result_.possible = name.vm != 0 && before.waiting[name.vm][name.index] == Waiting::kNothing;
    if (!result_.possible) {
      world_ = before;
      return;
    }
    HappenTo(name, "PhysicalInterrupt");
  }

  void HappenTo(VcpuName caller, const std::string& name) {
    const Behaviour* event = program_.EventOf(name);
    const Context context = ContextOf(caller, nullptr);
    if (event == nullptr) return;
    // A secondary's timer is the machine's affair: see NoticeTimer.
    if (event == program_.timer_expired() && caller.vm != 0) return;
    if (event->when != kNothing && !program_.Truth(event->when, context)) return;
    result_.possible = true;
    if (!Stops(caller)) Take(*event, caller, nullptr);
  }

  // The first row that holds.
  void Take(const Behaviour& behaviour, VcpuName caller, const uint64_t* args) {
    const Context context = ContextOf(caller, args);
    const CompiledRow* row = program_.Choose(behaviour, context);
    if (row == nullptr) {
      result_.undefined = true;
      return;
    }
    const Done done(program_, *row, context);
    result_.taken.push_back({&behaviour, row, caller});
    done.Apply(world_.state);
    done.ForEachReceived([this](VcpuName name) { EndReceive(name); });
    if (done.leaves()) return Leave(caller, done, row->deferred);
    if (done.returns()) return Return(done.result(), behaviour.result);
    VcpuName next;
    if (row->deferred && done.Runs(next)) Enter(next);
  }

  // A vCPU whose VM aborted meanwhile stops here, whatever it was about to do.
  bool Stops(VcpuName caller) {
    const Behaviour* leaves = program_.leaves();
    if (leaves == nullptr || caller.vm == 0) return false;
    const Context context = ContextOf(caller, nullptr);
    const CompiledRow* row = program_.Choose(*leaves, context);
    if (row == nullptr || row->leave == kNothing) return false;
    const Done done(program_, *row, context);
    result_.taken.push_back({leaves, row, caller});
    done.Apply(world_.state);
    GoBack(done.leave());
    return true;
  }

  void Return(uint64_t x0, const ir::Record* word) {
    result_.returned = true;
    result_.x0 = x0;
    result_.word = word;
  }

  void Leave(VcpuName caller, const Done& done, bool deferred) {
    Waiting& waiting = world_.waiting[caller.vm][caller.index];
    waiting = deferred ? Waiting::kReceive : done.returns() ? Waiting::kResult : Waiting::kNothing;
    world_.x0[caller.vm][caller.index] = done.result();
    const Behaviour* leaves = program_.leaves();
    if (leaves != nullptr && leaves->rows.back().leave == kNothing) {
      result_.taken.push_back({leaves, &leaves->rows.back(), caller});
    }
    GoBack(done.leave());
  }

  // The CPU goes on with the primary, whose call returns this.
  void GoBack(uint64_t x0) {
    world_.on[cpu_] = {0, static_cast<uint8_t>(cpu_)};
    Return(x0, program_.run_word());
  }

  // The CPU goes on with this vCPU, whose call returns if it is in one.
  void Enter(VcpuName name) {
    world_.on[cpu_] = name;
    Waiting& waiting = world_.waiting[name.vm][name.index];
    uint64_t& x0 = world_.x0[name.vm][name.index];
    if (waiting == Waiting::kResult) Return(x0, nullptr);
    waiting = Waiting::kNothing;
    x0 = 0;
  }

  // What it waited for is there, or something else that ends its wait: its call has a result.
  void EndReceive(VcpuName name) {
    Waiting& waiting = world_.waiting[name.vm][name.index];
    if (waiting != Waiting::kReceive) return;
    const Behaviour* ends = program_.receive_ends();
    const Context context = ContextOf(name, nullptr);
    const CompiledRow* row = ends == nullptr ? nullptr : program_.Choose(*ends, context);
    waiting = Waiting::kNothing;
    if (row == nullptr) return;
    const Done done(program_, *row, context);
    result_.taken.push_back({ends, row, name});
    world_.x0[name.vm][name.index] = done.result();
    waiting = Waiting::kResult;
    world_.state.vcpu[name.vm][name.index].delivered = 0;
  }

  // A timer that has expired stops a secondary that runs at once.
  void NoticeTimer(VcpuName name) {
    if (name.vm == 0 || world_.state.vcpu[name.vm][name.index].timer != Timer::kExpired) return;
    if (const Behaviour* event = program_.timer_expired()) Take(*event, name, nullptr);
  }

  const Program& program_;
  World& world_;
  const uint64_t* free_;
  uint32_t cpu_ = 0;
  Result result_;
};

}  // namespace

std::string Shape::Describe() const {
  return absl::StrCat(cpus, cpus == 1 ? " CPU" : " CPUs", ", secondaries with ",
                      absl::StrJoin(vcpus, ", "), " vCPUs", all_started ? ", all started" : "");
}

bool World::operator==(const World& other) const {
  return std::memcmp(this, &other, sizeof(World)) == 0;
}

uint64_t World::Hash() const {
  static_assert(sizeof(World) % 8 == 0);
  uint64_t words[sizeof(World) / 8];
  std::memcpy(words, this, sizeof(World));
  uint64_t hash = 0;
  for (const uint64_t word : words) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15;
    hash ^= hash >> 32;
  }
  return hash;
}

bool Result::LooksLike(const Result& other) const {
  return possible == other.possible && undefined == other.undefined && on == other.on &&
         returned == other.returned && x0 == other.x0;
}

World Reset(const Program& program, const Shape& shape, std::vector<Taken>* taken) {
  World world;
  std::memset(static_cast<void*>(&world), 0, sizeof(world));
  State& state = world.state;
  world.cpus = static_cast<uint8_t>(shape.cpus);
  state.vms = static_cast<uint8_t>(shape.vcpus.size() + 1);
  state.vcpus[0] = world.cpus;
  for (size_t i = 0; i < shape.vcpus.size(); ++i) {
    state.vcpus[i + 1] = static_cast<uint8_t>(shape.vcpus[i]);
  }
  for (uint32_t machine = 0; machine < kMostMachines; ++machine) {
    std::memset(state.machine[machine], program.Initial(machine), sizeof(state.machine[machine]));
  }
  for (uint32_t page = 0; page < kPages; ++page) {
    const uint32_t vm = page / kPagesOfVm;
    state.page[page] = {.owner = static_cast<uint8_t>(vm),
                        .access = static_cast<uint8_t>(1 << vm),
                        .readonly = 0,
                        .mailbox = 0};
  }
  const Behaviour* loaded = program.EventOf("Loaded");
  for (uint8_t vm = 0; loaded != nullptr && vm < state.vms; ++vm) {
    const Context context{&state, vm, 0, nullptr, nullptr};
    const CompiledRow* row = program.Choose(*loaded, context);
    if (row == nullptr) continue;
    if (taken != nullptr) taken->push_back({loaded, row, {vm, 0}});
    Done(program, *row, context).Apply(state);
    for (uint32_t i = 1; i < state.vcpus[vm] && (shape.all_started || vm == 0); ++i) {
      state.machine[kVcpuMachine][vm][i] = state.machine[kVcpuMachine][vm][0];
    }
  }
  // All CPUs have entered the primary.
  for (uint8_t cpu = 0; cpu < world.cpus; ++cpu) {
    world.on[cpu] = {0, cpu};
    state.machine[kVcpuMachine][0][cpu] = kRunning;
  }
  return world;
}

Result Step(const Program& program, World& world, const Stimulus& stimulus, const uint64_t* free) {
  return Stepper(program, world, free).Do(stimulus);
}

}  // namespace hf::engine
