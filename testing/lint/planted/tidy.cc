// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See BUILD.bazel: it compares twice.

namespace hf {

bool Planted(int x);

bool Planted(int x) { return x > 1 && x > 1; }

}  // namespace hf
