// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See BUILD.bazel.

#ifndef TESTING_LINT_PLANTED_DEEP_H_
#define TESTING_LINT_PLANTED_DEEP_H_

namespace hf {

inline constexpr int kDeep = 1;

}  // namespace hf

#endif  // TESTING_LINT_PLANTED_DEEP_H_
