// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// A service without a mailbox; and, as a primary, a test that never says that it is done.

#include "bindings/start/start.h"

void guest_main(uint64_t /*device_tree*/) { guest_print("silent\n"); }
