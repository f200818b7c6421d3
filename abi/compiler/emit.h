// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The emitters: from the intermediate representation to text, one file a function.

#ifndef ABI_COMPILER_EMIT_H_
#define ABI_COMPILER_EMIT_H_

#include <string>
#include <vector>

#include "abi/compiler/writer.h"
#include "abi/ir.pb.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

// hf/types.h, hf/abi.h, hf/call.h of the C binding.
std::string EmitCTypes(const ir::Abi& abi);
std::string EmitCAbi(const ir::Abi& abi);
std::string EmitCCall(const ir::Abi& abi);

// abi/el2/types.h, abi/el2/dispatch.h, abi/el2/dispatch.cc. Calls of the names in `unserved` (such
// as "share_memory") are answered as if they did not exist. `released`: older versions, the oldest
// first, whose VMs are served too; see emit_el2_levels.h for what is required of them.
std::string EmitEl2Types(const ir::Abi& abi);
std::string EmitEl2DispatchHeader(const ir::Abi& abi, const std::vector<std::string>& unserved);
std::string EmitEl2Dispatch(const ir::Abi& abi, const std::vector<std::string>& unserved,
                            const std::vector<ir::Abi>& released);
// abi/el2/levels.h, abi/el2/levels.cc.
std::string EmitEl2LevelsHeader(const ir::Abi& abi, const std::vector<ir::Abi>& released);
std::string EmitEl2Levels(const ir::Abi& abi, const std::vector<ir::Abi>& released);
// abi/el2/fingerprint.h.
std::string EmitEl2Fingerprint(const ir::Abi& abi);

// hf/hf.h of the C++ binding, over hf/base.h and the C binding.
std::string EmitCc(const ir::Abi& abi);

// lib.rs of the Rust crate.
std::string EmitRust(const ir::Abi& abi);

// The manual, in Markdown. Calls of the names in `unserved` are said not to be served.
std::string EmitManual(const ir::Abi& abi, const std::vector<std::string>& unserved);
// The diagram of the state machine of the name, which there is, as DOT.
std::string EmitDot(const ir::Abi& abi, absl::string_view machine);

// Of abi/model: rows.h, what each row says; ids.h, the vocabulary; apply.h, what does it;
// by_name.cc.
std::string EmitModelRows(const ir::Abi& abi);
std::string EmitModelIds(const ir::Abi& abi);
std::string EmitModelApply(const ir::Abi& abi);
std::string EmitModelByName(const ir::Abi& abi);
// The rows of calls and events for the model checker Spin.
std::string EmitPromela(const ir::Abi& abi);

// Tests of what is generated.
std::string EmitCTest(const ir::Abi& abi);
std::string EmitEl2Test(const ir::Abi& abi);
std::string EmitRustTest(const ir::Abi& abi);

// The vectors, and what they call in each language: see emit_vectors.h.
std::string EmitVectors(const ir::Abi& abi);
std::string EmitVectorsC(const ir::Abi& abi);
std::string EmitVectorsCc(const ir::Abi& abi);
std::string EmitVectorsRust(const ir::Abi& abi);

// The functions of these that make calls, alone: for //testing/suites/rows.
std::string EmitCallersC(const ir::Abi& abi);
std::string EmitCallersCc(const ir::Abi& abi);
std::string EmitCallersRust(const ir::Abi& abi);

// ---- What emitters share ------------------------------------------------------------------------

// The head of a file in a language whose comments start with `//`.
void FileHead(const ir::Abi& abi, absl::string_view purpose, Writer& out);

// How a language calls things of the ABI in running text.
enum class Language { kC, kCc, kRust, kMarkdown };

// A comment of the IDL with the names of constants, values and calls as they are in the language.
std::string Doc(const ir::Abi& abi, absl::string_view text, Language language);
// A field's comment, with the unit.
std::string FieldDoc(const ir::Abi& abi, const ir::Field& field, Language language);

// A value in a language of the C family: decimal, or hexadecimal if it looks like a mask.
std::string Literal(uint64_t value);
// 0xff... for a field of so many bits.
std::string Mask(uint32_t bits);

uint32_t BitsOf(const ir::Field& field);
// The width of the smallest unsigned integer that holds the field: 8, 16, 32 or 64.
uint32_t StorageBits(const ir::Field& field);
// The widest field that holds the enumeration decides; 8 if none does.
uint32_t EnumBits(const ir::Abi& abi, const ir::Enum& enumeration);

// A result that is a number, rather than a structure.
bool IsScalar(const ir::Record& record);

// An enumeration of tags, which becomes that of the word in languages whose enums have data.
bool IsTag(const ir::Abi& abi, const ir::Enum& enumeration);

// What a call gives back in languages that have types for it.
struct ResultShape {
  // Null if the result is one number of `kind`.
  const ir::Record* record = nullptr;
  // The field of a result of one number.
  const ir::Field* field = nullptr;
  // It may be none; it may be an error.
  bool optional = false;
  bool fallible = false;
};
ResultShape ShapeOf(const ir::Abi& abi, const ir::Call& call);
// The field whose constant `none` means that there is no result at all; null without one.
const ir::Field* NoneField(const ir::Record& record);

// The record of a name that the front end has resolved.
const ir::Record& RecordOf(const ir::Abi& abi, absl::string_view name);
const ir::Enum& EnumOf(const ir::Abi& abi, absl::string_view name);
// The payload that goes with a tag's value, or null.
const ir::Variant* VariantOn(const ir::Record& record, absl::string_view value);

}  // namespace hf::idl

#endif  // ABI_COMPILER_EMIT_H_
