// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/testing/explore/interleave.h"

#include <algorithm>
#include <exception>
#include <sstream>
#include <utility>

#include "hypervisor/arch/host/machine.h"

namespace hf::test {
namespace {

// Far more than any race here has; a CPU that loops does not end otherwise.
constexpr size_t kMaxPoints = 20'000;

// When the CPUs shall end: after so many looks at something that does not come, one is stopped.
constexpr uint32_t kMaxWaits = 1000;

// Ends a CPU that waits for something that will not come.
struct Stopped {};

}  // namespace

Interleaver::Interleaver() = default;
Interleaver::~Interleaver() = default;

bool Interleaver::CanGoOn(uint32_t cpu) const {
  const CpuState& state = *cpus_[cpu];
  // Its own stores do not count, but it makes none while it waits.
  return !state.fiber.done() && (!state.waits || stores_ > state.stores_seen);
}

uint32_t Interleaver::Choose() {
  if (points_.size() < replay_.size()) {
    const uint32_t next = replay_[points_.size()];
    if (next < count_ && CanGoOn(next)) return next;
  }
  std::vector<uint32_t> choices;
  const bool costs = running_ != kNobody && CanGoOn(running_);
  if (costs) choices.push_back(running_);
  for (uint32_t cpu = 0; cpu < count_; ++cpu) {
    if (cpu != running_ && CanGoOn(cpu)) choices.push_back(cpu);
  }
  if (choices.empty()) return kNobody;
  if (choices.size() == 1 || (costs && preempted_ == preemptions_)) return choices.front();
  if (decided_ == decisions_.size()) decisions_.push_back({std::move(choices), 0, costs});
  const Decision& decision = decisions_[decided_++];
  if (decision.costs && decision.chosen != 0) ++preempted_;
  return decision.choices[decision.chosen];
}

void Interleaver::SwitchTo(uint32_t cpu) {
  const uint32_t self = running_;
  if (cpu == self) return;
  running_ = cpu;
  cpus_[self]->fiber.Suspend();
}

void Interleaver::Pass(Point point) {
  if (point.operation != Operation::kLoad) ++stores_;
  points_.push_back(point);
  if (points_.size() == kMaxPoints) GiveUp("the CPUs never come to an end");
}

void Interleaver::GiveUp(const char* why) {
  if (failure_.empty()) failure_ = why;
  stopping_ = true;
}

void Interleaver::Before(Operation operation, const void* object) {
  if (std::uncaught_exceptions() > 0) return;
  if (stopping_) {
    // It may look for something that will not come. Locks are released by stores.
    if (operation == Operation::kLoad && ++stop_waits_ > kMaxWaits) throw Stopped{};
    return;
  }
  const uint32_t self = running_;
  SwitchTo(Choose());
  if (stopping_) return;
  Pass({self, Point::Kind::kOperation, operation, object});
}

void Interleaver::Waits() {
  const uint32_t self = running_;
  CpuState& state = *cpus_[self];
  if (!stopping_) {
    state.waits = true;
    state.stores_seen = stores_;
    const uint32_t next = Choose();
    if (next == kNobody) {
      GiveUp("deadlock: every CPU waits for another");
    } else {
      SwitchTo(next);
      state.waits = false;
      if (!stopping_) {
        return Pass({self, Point::Kind::kWaited, Operation::kLoad, nullptr});
      }
    }
  }
  // Somebody else may yet release what this one waits for.
  if (++stop_waits_ > kMaxWaits) throw Stopped{};
  for (uint32_t i = 1; i < count_; ++i) {
    const uint32_t other = (self + i) % count_;
    if (!cpus_[other]->fiber.done()) return SwitchTo(other);
  }
  throw Stopped{};
}

std::string Interleaver::RunCpus(const Race& race) {
  for (uint32_t cpu = 0; cpu < count_; ++cpu) {
    cpus_[cpu]->waits = false;
    cpus_[cpu]->fiber.Start([this, cpu, &race] {
      if (!stopping_) Pass({cpu, Point::Kind::kBegin, Operation::kLoad, nullptr});
      try {
        race.cpus[cpu]();
      } catch (const host::Panicked& panic) {
        GiveUp(("CPU " + std::to_string(cpu) + " panics: " + panic.what).c_str());
      } catch (const Stopped&) {
        // Only ever thrown when something has failed already.
        GiveUp("stopped");
      }
    });
  }
  atomic_observer = this;
  running_ = kNobody;
  running_ = Choose();
  while (running_ != kNobody) {
    Fiber& fiber = cpus_[running_]->fiber;
    fiber.Resume();
    if (!fiber.done()) continue;
    running_ = kNobody;
    if (!stopping_) running_ = Choose();
    for (uint32_t cpu = 0; cpu < count_ && running_ == kNobody; ++cpu) {
      if (cpus_[cpu]->fiber.done()) continue;
      GiveUp("deadlock: every CPU that is left waits for another");
      running_ = cpu;
    }
  }
  atomic_observer = nullptr;
  return failure_;
}

std::string Interleaver::Run(const Race& race) {
  count_ = static_cast<uint32_t>(race.cpus.size());
  while (cpus_.size() < count_) cpus_.push_back(std::make_unique<CpuState>());
  decided_ = 0;
  preempted_ = 0;
  stores_ = 0;
  stop_waits_ = 0;
  stopping_ = false;
  failure_.clear();
  points_.clear();
  race.reset();
  const std::string failure = RunCpus(race);
  return failure.empty() ? race.check() : failure;
}

bool Interleaver::Advance() {
  // What lies behind a decision with all its choices tried is forgotten.
  while (!decisions_.empty()) {
    Decision& last = decisions_.back();
    if (last.chosen + 1 < last.choices.size()) {
      ++last.chosen;
      return true;
    }
    decisions_.pop_back();
  }
  return false;
}

Interleaved Interleaver::Explore(const Race& race, uint32_t preemptions) {
  Interleaved result;
  replay_.clear();
  preemptions_ = preemptions;
  decisions_.clear();
  std::string failure;
  do {
    ++result.schedules;
    failure = Run(race);
  } while (failure.empty() && Advance());
  if (failure.empty()) return result;
  // Again with fewer, to report no preemption that it does not take.
  if (preemptions > 0) {
    Interleaved fewer = Explore(race, preemptions - 1);
    fewer.schedules += result.schedules;
    if (!fewer.failure.empty()) return fewer;
    result.schedules = fewer.schedules;
    preemptions_ = preemptions;
    decisions_.clear();
    do {
      failure = Run(race);
    } while (failure.empty() && Advance());
  }
  result.failure = failure + "\nschedule " + Schedule() + "\n" + InWords(race);
  return result;
}

std::string Interleaver::Replay(const Race& race, const std::string& schedule, std::string* words) {
  replay_.clear();
  decisions_.clear();
  preemptions_ = 0;
  std::istringstream text(schedule);
  uint32_t cpu;
  uint32_t points;
  char x;
  while (text >> cpu >> x >> points) replay_.insert(replay_.end(), points, cpu);
  const std::string failure = Run(race);
  if (words != nullptr) *words = InWords(race);
  replay_.clear();
  return failure;
}

std::string Interleaver::Schedule() const {
  std::ostringstream text;
  for (size_t i = 0; i < points_.size();) {
    size_t end = i;
    while (end < points_.size() && points_[end].cpu == points_[i].cpu) ++end;
    text << (i == 0 ? "" : " ") << points_[i].cpu << "x" << end - i;
    i = end;
  }
  return text.str();
}

std::string Interleaver::InWords(const Race& race) const {
  std::ostringstream text;
  uint32_t cpu = kNobody;
  for (const Point& point : points_) {
    if (point.cpu != cpu) text << "  CPU " << point.cpu << ":\n";
    cpu = point.cpu;
    switch (point.kind) {
      case Point::Kind::kBegin:
        text << "    begins\n";
        continue;
      case Point::Kind::kWaited:
        text << "    has waited\n";
        continue;
      case Point::Kind::kOperation:
        break;
    }
    const auto name = race.names.find(point.object);
    const bool named = name != race.names.end();
    text << "    "
         << (point.operation == Operation::kLoad    ? "loads "
             : point.operation == Operation::kStore ? "stores to "
                                                    : "exchanges ")
         << (named ? name->second : "something") << "\n";
  }
  return text.str();
}

}  // namespace hf::test
