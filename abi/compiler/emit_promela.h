// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the parts of the emitter of Promela share. What is emitted is the behaviour of the ABI over
// a vocabulary, facts and effects, that abi/spin/state.pml defines by hand; abi/spin/README.md says
// how the parts fit.

#ifndef ABI_COMPILER_EMIT_PROMELA_H_
#define ABI_COMPILER_EMIT_PROMELA_H_

#include <string>

#include "abi/compiler/writer.h"
#include "abi/ir.pb.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

// An expression but a word, over `caller_vm`, `caller_vcpu` and the arguments by their names.
std::string PromelaExpr(const ir::Abi& abi, const ir::Expr& expr);

// `head` expression `tail`, broken at operators. What follows the first line is under the end of
// `head`.
void PromelaGuard(absl::string_view head, absl::string_view expr, absl::string_view tail,
                  Writer& out);

// A property; `what` says what is violated if it does not hold. `tail` is what follows.
void PromelaMust(absl::string_view expr, absl::string_view what, absl::string_view tail,
                 Writer& out);

// Constants, codes, states, state machines, and the demand for facts and effects.
void PromelaVocabulary(const ir::Abi& abi, Writer& out);
// What always holds, as assertions.
void PromelaInvariants(const ir::Abi& abi, Writer& out);

}  // namespace hf::idl

#endif  // ABI_COMPILER_EMIT_PROMELA_H_
