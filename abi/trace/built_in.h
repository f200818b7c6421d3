// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Representations of the ABI as text, part of the program: today's, and every released one.

#ifndef ABI_TRACE_BUILT_IN_H_
#define ABI_TRACE_BUILT_IN_H_

#include <vector>

#include "absl/strings/string_view.h"

namespace hf::trace {

// The definition is generated: BUILD.bazel.
std::vector<absl::string_view> BuiltInAbis();

}  // namespace hf::trace

#endif  // ABI_TRACE_BUILT_IN_H_
