// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// From the descriptors of an IDL file to the intermediate representation.

#ifndef ABI_COMPILER_LOWER_H_
#define ABI_COMPILER_LOWER_H_

#include "abi/compiler/diagnostics.h"
#include "abi/compiler/source.h"
#include "abi/ir.pb.h"

namespace hf::idl {

class Deprecation;

// Lowers a file; what could not be lowered has errors in `diagnostics` and is left out.
ir::Abi Lower(const Source& source, Diagnostics& diagnostics);

// The parts, in the order in which they need each other.
void LowerVocabulary(const Source& source, Diagnostics& diagnostics, ir::Abi& abi);
void LowerRecords(const Source& source, Diagnostics& diagnostics, ir::Abi& abi);
void LowerInvariants(const Source& source, Diagnostics& diagnostics, ir::Abi& abi);
void LowerBehaviour(const Source& source, Diagnostics& diagnostics, ir::Abi& abi);

// Of constants, values and calls alike.
void LowerDeprecation(const Deprecation& from, ir::Deprecation& to);

}  // namespace hf::idl

#endif  // ABI_COMPILER_LOWER_H_
