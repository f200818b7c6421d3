// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Registers in the words of one version of the ABI: calls with their arguments, results, run codes.
// Names and bits are those of its representation; nothing of the ABI is stated here again. Pure.

#ifndef ABI_TRACE_WORDS_H_
#define ABI_TRACE_WORDS_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "abi/ir.pb.h"
#include "absl/strings/string_view.h"

namespace hf::trace {

// The same thing for people and for programs.
struct Text {
  std::string words;
  std::string json;
};

struct CallText {
  std::string name;
  std::string words;      // "vcpu_run(vm_id=1, vcpu=0)"
  std::string arguments;  // JSON
};

class Words {
 public:
  // `abi` must be a checked one, and stay.
  explicit Words(const ir::Abi& abi);
  Words(const Words&) = delete;
  Words& operator=(const Words&) = delete;

  // The call that x0 to x3 make. A number that is none of the ABI's is "call 0x1234".
  CallText Call(const std::array<uint64_t, 4>& x) const;
  // What x0 means as the result of the call of this number: "MESSAGE(size=12 bytes)", "-1".
  Text Result(uint64_t number, uint64_t word) const;
  // Why a vCPU has left, as vcpu_run tells the primary.
  Text RunCode(uint64_t word) const;
  // The call of this name, such as "vcpu_run"; null if there is none.
  const ir::Call* FindCall(absl::string_view name) const;

 private:
  const ir::Call* FindCall(uint64_t number) const;
  Text Word(const std::string& record, uint64_t word) const;
  Text Value(const ir::Field& field, const std::array<uint64_t, 4>& x) const;
  // "name=value" of each, and the members of a JSON object.
  Text Fields(const google::protobuf::RepeatedPtrField<ir::Field>& fields,
              const std::array<uint64_t, 4>& x) const;
  std::string EnumName(const std::string& enumeration, uint64_t number) const;

  const ir::Abi& abi_;
  std::map<uint64_t, const ir::Call*> calls_;
  std::map<std::string, const ir::Record*> records_;
  std::map<std::string, uint64_t> constants_;
  std::map<std::string, std::map<uint64_t, std::string>> enums_;
};

}  // namespace hf::trace

#endif  // ABI_TRACE_WORDS_H_
