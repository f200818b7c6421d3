// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// uint64_t rows_load_fails(uint64_t address): 1 if a load from there takes an exception.

        .section .text.rows_load_fails, "ax"
        .global rows_load_fails
        .type   rows_load_fails, %function
rows_load_fails:
        mov     x1, x0
        mov     x0, #0
        mrs     x2, vbar_el1
        adrp    x3, vectors_of_try
        add     x3, x3, :lo12:vectors_of_try
        msr     vbar_el1, x3
        isb
        ldr     w3, [x1]
        msr     vbar_el1, x2
        isb
        ret
        .size   rows_load_fails, . - rows_load_fails

        .section .text.vectors_of_try, "ax"
        .balign 0x800
        .type   vectors_of_try, %function
vectors_of_try:
        .rept   4
        .balign 0x80
        b       .
        .endr
        // Synchronous, at EL1 with its own stack pointer: on after the load.
        .balign 0x80
        mrs     x3, elr_el1
        add     x3, x3, #4
        msr     elr_el1, x3
        mov     x0, #1
        eret
        .rept   11
        .balign 0x80
        b       .
        .endr
        .size   vectors_of_try, . - vectors_of_try
