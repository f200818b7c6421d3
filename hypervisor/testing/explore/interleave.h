// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Runs what several CPUs do in every order that a bound allows. One CPU runs at a time; each atomic
// operation (hypervisor/sync/atomic.h), so each lock too, is a point at which another may go on. A
// CPU that spins goes on only after another has stored something.
//
// The order is a schedule: a list of how many points which CPU passes, e.g. "0x5 1x12 0x7". The
// same schedule gives the same run. Schedules are tried depth first with at most so many
// preemptions: changes away from a CPU that could have gone on. Few are enough to show nearly every
// mistake, and what is found has none that it does not need, since fewer are tried first.

#ifndef HYPERVISOR_TESTING_EXPLORE_INTERLEAVE_H_
#define HYPERVISOR_TESTING_EXPLORE_INTERLEAVE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "hypervisor/sync/atomic.h"
#include "hypervisor/testing/explore/fiber.h"

namespace hf::test {

// What is done in each order.
struct Race {
  // Puts everything back to the state from which the CPUs begin.
  std::function<void()> reset;
  // What each CPU does.
  std::vector<std::function<void()>> cpus;
  // When all are done: empty, or what is wrong.
  std::function<std::string()> check;
  // Objects that a report names, by address.
  std::map<const void*, std::string> names;
};

struct Interleaved {
  std::string failure;  // empty, or what is wrong, the schedule, and the run in words
  uint64_t schedules = 0;
};

class Interleaver final : public AtomicObserver {
 public:
  Interleaver();
  ~Interleaver();

  Interleaved Explore(const Race& race, uint32_t preemptions);
  // Runs one schedule. What is wrong, and the run in words.
  std::string Replay(const Race& race, const std::string& schedule, std::string* words);

  void Before(Operation operation, const void* object) override;
  void Waits() override;

 private:
  // A point at which there was a choice.
  struct Decision {
    std::vector<uint32_t> choices;  // CPUs, the one that costs no preemption first
    size_t chosen = 0;
    bool costs = false;  // another than the first is a preemption
  };
  struct Point {
    uint32_t cpu;
    enum class Kind : uint8_t { kBegin, kOperation, kWaited } kind;
    Operation operation;
    const void* object;
  };
  struct CpuState {
    Fiber fiber;
    bool waits = false;
    uint64_t stores_seen = 0;  // all that there had been when it began to wait
  };

  static constexpr uint32_t kNobody = ~uint32_t{0};

  // One run, by the decisions that there are and the first choice for those that come new.
  std::string Run(const Race& race);
  std::string RunCpus(const Race& race);
  bool CanGoOn(uint32_t cpu) const;
  // Which CPU passes the next point; nobody if none can.
  uint32_t Choose();
  // Goes on with that CPU; returns when the caller may pass its point.
  void SwitchTo(uint32_t cpu);
  void Pass(Point point);
  void GiveUp(const char* why);
  // The schedule after the last one. False if there is none.
  bool Advance();
  std::string Schedule() const;
  std::string InWords(const Race& race) const;

  std::vector<std::unique_ptr<CpuState>> cpus_;
  uint32_t count_ = 0;  // of CPUs in this race
  uint32_t running_ = kNobody;
  uint32_t preemptions_ = 0;  // that are allowed
  uint32_t preempted_ = 0;    // in this run
  uint64_t stores_ = 0;       // in this run
  std::string failure_;
  bool stopping_ = false;  // something failed: no choices any more, everybody just ends
  uint32_t stop_waits_ = 0;
  std::vector<Decision> decisions_;
  size_t decided_ = 0;            // in this run
  std::vector<uint32_t> replay_;  // if not empty, which CPU passes each point
  std::vector<Point> points_;     // that were passed in this run
};

}  // namespace hf::test

#endif  // HYPERVISOR_TESTING_EXPLORE_INTERLEAVE_H_
