// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Names from one language's convention to another's. A name in the IDL is UpperCamel (messages,
// calls), lower_snake (fields) or UPPER_SNAKE (values, constants).

#ifndef ABI_COMPILER_NAMES_H_
#define ABI_COMPILER_NAMES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace hf::idl {

// "VcpuRun" -> "vcpu_run".
std::string SnakeCase(absl::string_view camel);
// "wake_up", "WAKE_UP" -> "WakeUp".
std::string CamelCase(absl::string_view snake);
// "VcpuRun" -> "VCPU_RUN".
std::string UpperSnakeCase(absl::string_view camel);

}  // namespace hf::idl

#endif  // ABI_COMPILER_NAMES_H_
