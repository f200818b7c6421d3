// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The table of the emitters.

#ifndef ABI_COMPILER_GENERATE_H_
#define ABI_COMPILER_GENERATE_H_

#include <string>
#include <vector>

#include "abi/ir.pb.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

struct GenerateOptions {
  // Calls, such as "share_memory", that the hypervisor answers as if they did not exist.
  std::vector<std::string> unserved = {};
  // Released versions whose VMs the hypervisor serves beside those of the current one, in any
  // order.
  std::vector<ir::Abi> released = {};
};

// The kinds of files that there are emitters for, such as "c_abi".
std::vector<std::string> GeneratedKinds();

// The text of the file of a kind. An error if there is no such kind, an option names no call, or
// VMs of a released version cannot be served.
absl::StatusOr<std::string> Generate(const ir::Abi& abi, absl::string_view kind,
                                     GenerateOptions options);

}  // namespace hf::idl

#endif  // ABI_COMPILER_GENERATE_H_
