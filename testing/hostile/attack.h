// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What the primary does with attackers: VMs of one image, each good for one abort.

#ifndef TESTING_HOSTILE_ATTACK_H_
#define TESTING_HOSTILE_ATTACK_H_

#include <hf/hf.h>

#include <optional>

#include "testing/hostile/command.h"

namespace hf::hostile {

// Gives the attacker its command; it acts when it is run.
bool Tell(guest::VmId vm, const Command& command);

// Its answer, once it has been run; none, and the case fails, if it gives none.
std::optional<Answer> Ask(guest::VmId vm, const Command& command);

// The attack ends in ABORTED, told once, and the VM is never run again. Fails the case otherwise.
void ExpectAbort(guest::VmId vm, const Command& command);

// An attacker that is not aborted and does what it is told: that others' aborts do not concern it.
void ExpectAlive(guest::VmId vm);

}  // namespace hf::hostile

#endif  // TESTING_HOSTILE_ATTACK_H_
