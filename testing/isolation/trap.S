// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Exceptions that a test provokes: the vectors note what the CPU said and go on at the address that
// the test chose, in a register that it does not use otherwise.

        .section .text.trap, "ax"

// struct trap trap_try(uint64_t (*attempt)(uint64_t), uint64_t argument, struct trap* noted)
// Calls the attempt; if it takes an exception, comes back here at once. noted->taken tells which.
        .global trap_try
        .type   trap_try, %function
trap_try:
        stp     x29, x30, [sp, #-32]!
        str     x2, [sp, #16]
        str     xzr, [x2]                       // taken
        mov     x9, sp
        msr     tpidr_el1, x2                   // where the vectors write
        str     x9, [x2, #56]                   // stack to return with
        mrs     x9, vbar_el1
        str     x9, [sp, #24]
        adrp    x9, trap_vectors
        add     x9, x9, :lo12:trap_vectors
        msr     vbar_el1, x9
        isb
        mov     x9, x0
        mov     x0, x1
        blr     x9
trap_back:
        mrs     x2, tpidr_el1
        str     x0, [x2, #48]                   // result
        ldr     x9, [sp, #24]
        msr     vbar_el1, x9
        isb
        ldp     x29, x30, [sp], #32
        ret
        .size   trap_try, . - trap_try

        .macro  note number
        .balign 0x80
        mrs     x9, tpidr_el1
        mov     x10, #(\number + 1)
        str     x10, [x9]                       // taken: the vector plus 1
        mrs     x10, esr_el1
        str     x10, [x9, #8]
        mrs     x10, far_el1
        str     x10, [x9, #16]
        mrs     x10, elr_el1
        str     x10, [x9, #24]
        mrs     x10, spsr_el1
        str     x10, [x9, #32]
        b       trap_return
        .endm

        .balign 0x800
trap_vectors:
        .altmacro
        .set    i, 0
        .rept   16
        note    %i
        .set    i, i + 1
        .endr
        .balign 0x80
trap_return:
        ldr     x10, [x9, #56]
        mov     sp, x10
        b       trap_back

// The attempts: one instruction each, so that ELR_EL1 can be checked.
        .global try_read
try_read:
        ldr     x0, [x0]
        ret
        .global try_write
try_write:
        str     xzr, [x0]
        ret
        .global try_execute
try_execute:
        br      x0
