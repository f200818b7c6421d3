/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A guest that links nothing which defines hf_call.
 */

#include <hf/call.h>

void guest_main(void);

void guest_main(void) { hf_vcpu_yield(); }
