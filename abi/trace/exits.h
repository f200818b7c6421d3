// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What is not a hypercall, in words: the architecture's and the firmware's names, and none of the
// ABI. Pure.

#ifndef ABI_TRACE_EXITS_H_
#define ABI_TRACE_EXITS_H_

#include <string>

#include "abi/trace/record.h"
#include "absl/strings/string_view.h"

namespace hf::trace {

// "call", "data abort", ... Empty for a number that is none.
absl::string_view KindName(Kind kind);

// Why the vCPU has left, such as "interrupt", "PSCI CPU_ON(0x1, 0x40200000, 0x0)" or "data abort
// writing 0x9000000, pc 0x40100010". Requires that it is not a hypercall.
std::string DescribeExit(const Record& record);

}  // namespace hf::trace

#endif  // ABI_TRACE_EXITS_H_
