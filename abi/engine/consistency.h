// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What is wrong with one version of an ABI that only running it shows, under the checker's rules:
//
//   HF092  a row that nothing leads to
//   HF093  a state that nothing leads to
//   HF095  an invariant that does not hold, with the steps after which it does not
//
// "Nothing" is nothing in the machines and with the values that are tried: alphabet.h.

#ifndef ABI_ENGINE_CONSISTENCY_H_
#define ABI_ENGINE_CONSISTENCY_H_

#include <cstddef>
#include <string>
#include <vector>

#include "abi/ir.pb.h"

namespace hf::engine {

struct Inconsistency {
  std::string rule;
  std::string subject;  // "mailbox_send.busy", "vcpu: OFF", "message_in_mailbox"
  std::string what;     // for people; several lines for a sequence of steps
};

struct ConsistencyOptions {
  // For each machine that is tried.
  size_t most_states = 4000;
  // Rows are looked for one by one, which takes seconds.
  bool rows = true;
};

std::vector<Inconsistency> FindInconsistencies(const ir::Abi& abi,
                                               const ConsistencyOptions& options = {});

}  // namespace hf::engine

#endif  // ABI_ENGINE_CONSISTENCY_H_
