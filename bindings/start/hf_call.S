// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// int64_t hf_call(uint64_t a0, uint64_t a1, uint64_t a2, uint64_t a3): one hypervisor call.
//
// The C calling convention puts arguments and result where the ABI wants them. An object of its
// own, so that a guest which defines hf_call itself does not get this one.

        .section .text.hf_call, "ax"
        .global hf_call
        .type   hf_call, %function
hf_call:
        hvc     #0
        ret
        .size   hf_call, . - hf_call
