// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See BUILD.bazel: the constructor converts without being asked.

#ifndef TESTING_LINT_PLANTED_TIDY_HEADER_H_
#define TESTING_LINT_PLANTED_TIDY_HEADER_H_

namespace hf {

struct Planted {
  Planted(int number) : number(number) {}
  int number;
};

}  // namespace hf

#endif  // TESTING_LINT_PLANTED_TIDY_HEADER_H_
