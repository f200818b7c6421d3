// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the emitters of tests of generated code share: tables of vectors.

#ifndef ABI_COMPILER_EMIT_TEST_COMMON_H_
#define ABI_COMPILER_EMIT_TEST_COMMON_H_

#include <cstdint>
#include <string>
#include <vector>

#include "abi/compiler/vectors.h"
#include "abi/compiler/writer.h"
#include "abi/ir.pb.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

// A number in hexadecimal, as C++ and Rust write it.
std::string Hex(uint64_t value);

// The vectors of fields, and the registers `xs` that they lie in, as the array kVectors of struct
// Vector, in C++. `fixed` as for Vectors().
void VectorTable(const Fields& fields, const std::vector<uint32_t>& xs, uint64_t fixed,
                 Writer& out);

// The registers that fields lie in, in order.
std::vector<uint32_t> RegistersOf(const Fields& fields);

// What is between the two is done for each `vector` of kVectors.
void BeginVectors(Writer& out);
void EndVectors(Writer& out);

// Codes of a tag that no value has.
std::vector<uint64_t> UnknownTags(const ir::Enum& tags, const ir::Field& tag);

}  // namespace hf::idl

#endif  // ABI_COMPILER_EMIT_TEST_COMMON_H_
