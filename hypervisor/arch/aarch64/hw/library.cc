// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What the C++ library calls when it is misused.

#include <__verbose_abort>

#include "hypervisor/base/check.h"

void std::__libcpp_verbose_abort(const char*, ...) { hf::Panic("the C++ library was misused"); }
