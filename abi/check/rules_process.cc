// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Rules about how the ABI is changed, and about an ABI by itself. See rules.h.

#include "abi/check/rules.h"

namespace hf::check {

std::vector<Rule> ProcessRules() {
  constexpr Class kError = Class::kError;
  return {
      {"HF080", "bump-too-small", "process", kError,
       "The version is computed, not chosen: a breaking change needs a new major version, a "
       "compatible "
       "one a new minor version of those that are released. 0.x is no exception: guests of 0.1 "
       "exist and are served.",
       "Set major and minor in `option (hf.idl.abi)` to what the message says, or make the change "
       "compatibly."},
      {"HF081", "frozen-file-edited", "process", kError,
       "abi/released has what is released. Guests are built against it, so it never changes; "
       "SHA256SUMS says what it was.",
       "Undo the change (`git checkout`). What is to change goes into abi/hafnia.proto."},
      {"HF082", "since-missing", "process", kError,
       "A call, constant or value that no released version has does not say which version adds it, "
       "or says another one. The hypervisor hides it from VMs of older levels by it.",
       "Write `since: \"MAJOR.MINOR\"` with the version of the file."},
      {"HF083", "removed-undeprecated", "process", kError,
       "What is removed was not deprecated in a version that is released: its users have had no "
       "warning.",
       "Put it back with `deprecated: { since: … note: … }`, release that, and remove it in a "
       "later "
       "major version."},
      {"HF084", "stale-golden", "process", kError,
       "What is generated from the IDL and kept for review (abi/goldens, docs/abi) is of another "
       "state of it.",
       "bazel run //abi:renew_goldens, and look at the difference."},
      {"HF085", "no-documentation", "process", kError,
       "Everything in the IDL has a comment: bindings and manual are made of them.",
       "Write one in front of the statement: what it is, not how it is written."},
      {"HF086", "unknown-rule-in-waiver", "process", kError,
       "A waiver for a rule that there is not lets nothing pass.",
       "`hfidl explain` lists the rules."},
      {"HF087", "expired-waiver", "process", kError,
       "The date or the version is reached by which the waiver was to be gone.",
       "Mend what it waived and delete it, or find a reason for a later date."},
      {"HF088", "unused-waiver", "process", kError,
       "The waiver lets nothing pass: what it was for is gone, or its subject is written "
       "otherwise. "
       "It would let pass what comes next.",
       "Delete it, or write rule and subject as the finding has them."},
      {"HF089", "bad-waiver", "process", kError,
       "The file of waivers is not what abi/check/waivers.proto says, or a waiver gives no reason "
       "or "
       "no end.",
       "Every waiver has a rule, a subject, a reason in words and an end: a date or a version."},
      {"HF105", "deprecated", "process", Class::kCompatible,
       "Something is announced to be removed, or is not any more. It works as before.",
       "Say in `note` what to use instead."},

      {"HF090", "rows-not-total", "consistency", kError,
       "There is a case for which no row says what happens. The message has it.",
       "Add a row, or drop the guard of the last one."},
      {"HF091", "row-shadowed", "consistency", kError,
       "A row can never be the one: rows before it cover all its cases, or its guard is never "
       "true.",
       "Move it up, or delete it."},
      {"HF092", "never-used", "consistency", kError,
       "Something is declared that no call, event or row uses: a code that is never returned, a "
       "fact "
       "that no guard asks for. Guests would wait for it.",
       "Delete it, or add the row that it was for."},
      {"HF093", "dead-state", "consistency", kError,
       "A state that no state machine starts in and no row moves to.",
       "Delete it, or add the move that leads there."},
      {"HF094", "from-contradicts-guard", "consistency", kError,
       "A row moves a machine from a state while its guard lets it be in another one, or out of a "
       "final one.",
       "Name all states in `from`, or narrow the guard."},
      {"HF095", "invariant-violated", "consistency", kError,
       "A sequence of calls and events, found by search or by Spin, leads to a state in which "
       "something is not so that always holds.",
       "Follow the sequence in the message: a guard or a move of one of its rows is wrong."},
      {"HF096", "layout-differs", "consistency", kError,
       "A compiled binding or EL2's codec has a number, a size or bits other than the IDL.",
       "Never edit generated files; if an emitter is wrong, mend it and add a vector."},
      {"HF097", "outcome-outside-rows", "consistency", kError,
       "The hypervisor, or a model of it, did what no row says for the case.",
       "Mend the handler, or the row if the handler is right: that is a change of the ABI."},
      {"HF098", "callers-contradict-rows", "consistency", kError,
       "Who may call is not what the rows say.",
       "The row named by `denied` comes first and matches just for the others."},
      {"HF099", "bits-unaccounted", "consistency", kError,
       "Bits of a register that belong to no field and are not declared unused, or are in a "
       "register "
       "where they cannot be.",
       "Declare them by `option (hf.idl.unused)`."},
  };
}

}  // namespace hf::check
