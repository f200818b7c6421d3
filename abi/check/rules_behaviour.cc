// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Rules about what calls and events do. See rules.h.

#include "abi/check/rules.h"

namespace hf::check {

std::vector<Rule> BehaviourRules() {
  constexpr Class kDocumentation = Class::kDocumentation;
  constexpr Class kCompatible = Class::kCompatible;
  constexpr Class kBreaking = Class::kBreaking;
  return {
      {"HF060", "success-to-error", "behaviour", kBreaking,
       "What worked is refused. What else the call did there is gone with it, and is not reported "
       "again.",
       "Go on serving the case; refuse it in a new call."},
      {"HF061", "error-to-success", "behaviour", kBreaking,
       "What was refused works. Breaking if nothing but the state decides it: guests get there, "
       "and "
       "act upon the error. Compatible if arguments that were always refused there are what is "
       "accepted now: a guest has no reason to pass them.",
       "Add a new call, or accept a new value of an argument."},
      {"HF062", "result-changed", "behaviour", kBreaking,
       "In the same case the call returns something else. Compatible if it waited there and now "
       "returns at once what the wait could have ended with.",
       "Add a new call."},
      {"HF063", "precedence-changed", "behaviour", kBreaking,
       "In a case for which two rows match another one is the first. Documentation only if both "
       "say "
       "the same: guests cannot tell, but traces and tests name another row.",
       "Add new rows behind those that are there."},
      {"HF064", "move-added", "behaviour", kBreaking,
       "A state machine moves where it stood still: the calls that follow find another state.",
       "Let a new call do it."},
      {"HF065", "move-removed", "behaviour", kBreaking,
       "A state machine stands still where it moved: the calls that follow find another state.",
       "Let a new call leave the state alone."},
      {"HF066", "move-redirected", "behaviour", kBreaking,
       "A state machine moves to another state than before, or starts in another one.",
       "Let a new call do it."},
      {"HF067", "state-added", "behaviour", kCompatible,
       "A state machine has a state more. What rows do in it and how it is entered is judged by "
       "itself.",
       "Nothing to do."},
      {"HF068", "state-removed", "behaviour", kBreaking,
       "A state machine has a state less: what guests rely upon in it is gone. Documentation only "
       "if "
       "no row entered it.",
       "Leave the state and what it promises."},
      {"HF069", "may-block", "behaviour", kBreaking,
       "A call that returned at once can leave the CPU and wait now: what the guest does after "
       "it comes late or never.",
       "Let an argument that was refused, or a new call, ask for waiting."},
      {"HF070", "run-code-emitted", "behaviour", kBreaking,
       "The vCPU leaves its CPU where it stayed, or with another run code or payload: the "
       "primary's scheduler has to deal with something new, and the vCPU loses time. What "
       "counts is what a primary of the older level sees (`before`); that itself may be what "
       "has changed.",
       "Emit codes in the cases in which they were emitted."},
      {"HF071", "run-code-gone", "behaviour", kCompatible,
       "The vCPU stays on its CPU where it left it. A scheduler has one thing less to deal with.",
       "Look at who relied upon getting the CPU."},
      {"HF072", "effect-added", "behaviour", kBreaking,
       "The call does something more, or the same to something else.", "Let a new call do it."},
      {"HF073", "effect-removed", "behaviour", kBreaking,
       "The call does not do something any more that guests rely upon.",
       "Let a new call leave it out."},
      {"HF074", "idempotence-changed", "behaviour", kBreaking,
       "Whether the call can be repeated without harm. Compatible if it can be now and could not "
       "before.",
       "Add a new call."},
      {"HF075", "scheduler-duty-changed", "behaviour", kBreaking,
       "What the primary's scheduler owes a vCPU that left with the run code is said in other "
       "words, or in another order, and schedulers that exist do what it said before. Case, "
       "punctuation and line breaks alone are HF100. Compatible if nothing is owed any more.",
       "If only the words have changed, waive it and say so. For a new duty add a run code, in "
       "an open enumeration or with `before`."},
      {"HF076", "invariant-weakened", "behaviour", kBreaking,
       "What was always so need not be so any more; guests may rely upon it.",
       "Go on guaranteeing it."},
      {"HF077", "invariant-strengthened", "behaviour", kCompatible,
       "Something is guaranteed that was not. It is a promise from now on.", "Nothing to do."},
      {"HF078", "row-renamed", "behaviour", kDocumentation,
       "A row of the same guard and outcome has another name. Guests cannot tell; traces, tests "
       "and "
       "the manual name rows.",
       "Rename only what misleads."},
      {"HF079", "event-changed", "behaviour", kBreaking,
       "Something can happen to a vCPU that could not, or in other cases. Compatible if it cannot "
       "happen any more.",
       "Let guests ask for it by a new call."},
      {"HF106", "memory-contract-changed", "behaviour", kBreaking,
       "What the call does to memory that the caller may be using is said in other words, or in "
       "another order. Case, punctuation and line breaks alone are HF100. Compatible if it does "
       "nothing any more.",
       "If only the words have changed, waive it and say so."},

      {"HF100", "documentation-changed", "documentation", kDocumentation,
       "A comment has changed. Breaking for the comment of a fact or an effect, unless its words "
       "are the same in the same order: the comment is all that defines it.",
       "Nothing to do, if it says the same as the rows. If the definition of a fact or an "
       "effect means the same in other words, waive it and say so."},
  };
}

}  // namespace hf::check
