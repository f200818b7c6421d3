// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Test vectors that run anywhere: one list of calls with numbers, which is valid in C, C++ and Rust
// alike, and in each language the functions that it calls. They need no test framework, so that
// they run on the host and in VMs. //bindings/vectors has what surrounds them.
//
//     {
//         vcpu_run_return_message(0x10000000004, 0xffffff00, 0x100);
//         ...
//     }

#ifndef ABI_COMPILER_EMIT_VECTORS_H_
#define ABI_COMPILER_EMIT_VECTORS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "abi/compiler/vectors.h"
#include "abi/compiler/writer.h"
#include "abi/ir.pb.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

// One function that is called with vectors.
struct VectorCheck {
  enum class Kind {
    kWord,       // word, junk, fields: the word has these fields, whatever is in unused bits
    kUnknown,    // word, code: the tag is one that the binding does not know
    kArguments,  // x0 to x3, arguments: the call puts them into these registers
    kResult,     // answer, ok, some, value: what becomes of x0
  };
  Kind kind = Kind::kWord;
  std::string name;
  const ir::Record* record = nullptr;    // kWord, kUnknown
  const ir::EnumValue* value = nullptr;  // kWord: that of the tag, or null
  const ir::Variant* variant = nullptr;  // kWord: the payload, or null
  const ir::Call* call = nullptr;        // kArguments, kResult
  const Fields* fields = nullptr;        // kWord, kArguments, kResult: of the payload or the call
  std::vector<std::string> parameters;   // all are numbers of 64 bits
  std::vector<std::vector<uint64_t>> vectors;
};

std::vector<VectorCheck> VectorChecks(const ir::Abi& abi);

// Writes the functions that vectors call, in some language.
class VectorEmitter {
 public:
  VectorEmitter(const VectorEmitter&) = delete;
  VectorEmitter& operator=(const VectorEmitter&) = delete;
  virtual ~VectorEmitter() = default;

 protected:
  VectorEmitter(const ir::Abi& abi, Writer out) : abi_(abi), out_(std::move(out)) {}

  // All of them, each after an empty line. They end with "}".
  void Functions();
  // Those alone that make calls.
  void Callers();

  // A function's parameters, each with what the language has before and after the name.
  static std::vector<std::string> Parameters(const VectorCheck& check, absl::string_view before,
                                             absl::string_view after = "");

  const ir::Abi& abi_;
  Writer out_;

 private:
  void Function(const VectorCheck& check);

  // A function's first lines; what follows is indented. Then what there is to check of its kind.
  virtual void Begin(const VectorCheck& check) = 0;
  virtual void Word(const VectorCheck& check) = 0;
  virtual void Unknown(const ir::Record& record) = 0;
  virtual void Arguments(const VectorCheck& check) = 0;
  virtual void Result(const VectorCheck& check) = 0;
};

// Where a C compiler has to put the fields of a structure; natural alignment.
struct Layout {
  std::vector<uint32_t> offsets;
  uint32_t size = 0;
  uint32_t alignment = 1;
};
Layout LayoutOf(const Fields& fields);
// The structure of a tagged word: an enumeration of 32 bits, and a union of the payloads.
Layout TaggedLayout(const ir::Record& record);

}  // namespace hf::idl

#endif  // ABI_COMPILER_EMIT_VECTORS_H_
