// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See BUILD.bazel: this header is of a target that deps does not name.

#include "testing/lint/planted/deep.h"

static_assert(hf::kDeep == 1);
