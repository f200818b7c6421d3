// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What ends a boot: nothing is started, the console says why, the machine powers off.

#ifndef HYPERVISOR_BOOT_FAILURE_H_
#define HYPERVISOR_BOOT_FAILURE_H_

#include "hypervisor/arch/power.h"
#include "hypervisor/base/log.h"

namespace hf::boot {

// Prints "hafnia: cannot boot: ..." and powers off.
template <class... Args>
[[noreturn]] void Fail(std::type_identity_t<LogFormatFor<Args...>> format, const Args&... args) {
  const LogPiece pieces[] = {LogPiece(args)..., LogPiece("")};
  LogFormatted("cannot boot: ", format.text(), pieces);
  arch::PowerOff();
}

}  // namespace hf::boot

#endif  // HYPERVISOR_BOOT_FAILURE_H_
