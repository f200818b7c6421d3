// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The one machine. At EL2 boot builds it; a test on the host makes its own.

#ifndef HYPERVISOR_EXITS_SYSTEM_H_
#define HYPERVISOR_EXITS_SYSTEM_H_

#include "hypervisor/vm/system.h"

namespace hf {

System& TheSystem();

}  // namespace hf

#endif  // HYPERVISOR_EXITS_SYSTEM_H_
