// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See BUILD.bazel.

#ifndef TESTING_LINT_PLANTED_BETWEEN_H_
#define TESTING_LINT_PLANTED_BETWEEN_H_

#include "testing/lint/planted/deep.h"

namespace hf {

inline constexpr int kBetween = kDeep;

}  // namespace hf

#endif  // TESTING_LINT_PLANTED_BETWEEN_H_
