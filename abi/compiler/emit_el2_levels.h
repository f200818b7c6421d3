// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// How VMs of older levels are served: each of their calls is one of the current ABI's, with another
// number, other registers, another word as result.
//
// A released level that cannot be served so, because the current ABI lacks one of its calls, fields
// or values, is an error of CheckServable(). Everything else here requires that there is none.

#ifndef ABI_COMPILER_EMIT_EL2_LEVELS_H_
#define ABI_COMPILER_EMIT_EL2_LEVELS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "abi/compiler/level.h"
#include "abi/compiler/writer.h"
#include "abi/ir.pb.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

// Whether a hypervisor of the current ABI can serve VMs of a released one.
absl::Status CheckServable(const ir::Abi& abi, const ir::Abi& released);

// "0_1": names of things of a level end so.
std::string LevelSuffix(const ir::Abi& abi);

// The lowest number of a call, at any level.
uint32_t FirstNumber(const ir::Abi& abi, const std::vector<ir::Abi>& released);
// How many numbers there are from that to the ABI's last.
uint32_t CountNumbers(const ir::Abi& abi, uint32_t first);

// The call of a name, or of a number; null if there is none.
const ir::Call* FindCall(const ir::Abi& abi, absl::string_view name);
const ir::Call* FindCall(const ir::Abi& abi, uint32_t number);

// Whether a released call's registers and words are those of the current one, so that what serves
// the one serves the other.
bool IsSameCall(const ir::Abi& abi, const ir::Call& call, const ir::Abi& released,
                const ir::Call& old_call);

// The registers x1 to x3 of the current call as expressions over those of a released one: what that
// has not is 0.
std::vector<std::string> CurrentArguments(const ir::Abi& abi, const ir::Call& call,
                                          const ir::Abi& released, const ir::Call& old_call);

// A word of the current ABI and what it is at a released level.
using WordPair = std::pair<const ir::Record*, const ir::Record*>;
bool IsSameWord(const ir::Abi& abi, const ir::Abi& released, const WordPair& words);
// Results of released calls that are other words now, each pair once.
std::vector<WordPair> ChangedWords(const ir::Abi& abi, const ir::Abi& released);

// The function that makes the released word of the current one.
std::string TranscoderName(const ir::Abi& released, const WordPair& words);
void EmitTranscoder(const ir::Abi& abi, const ir::Abi& released, const WordPair& words,
                    Writer& out);

}  // namespace hf::idl

#endif  // ABI_COMPILER_EMIT_EL2_LEVELS_H_
