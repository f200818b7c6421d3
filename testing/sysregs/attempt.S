// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// One instruction, and what the CPU says of it.

        .section .text.attempt, "ax"

// uint64_t attempt_run(const uint32_t* code, uint64_t value, struct Attempt* noted)
// Calls `code`, an instruction that may use x0 and a RET, with x0 = value, and returns x0. The
// vectors below note an exception and go on behind the instruction. x19 is theirs meanwhile.
        .global attempt_run
        .type   attempt_run, %function
attempt_run:
        stp     x29, x30, [sp, #-32]!
        stp     x19, x20, [sp, #16]
        mov     x9, x0
        bl      attempt_begin
        mov     x0, x1
        mrs     x10, nzcv
        mrs     x11, daif
        orr     x10, x10, x11
        add     x10, x10, #5                    // EL1h
        str     x10, [x19, #32]                 // the PSTATE that an exception is to find
        blr     x9
attempt_end:
        msr     vbar_el1, x20
        isb
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret
        .size   attempt_run, . - attempt_run

// The same with `code` of A32 at EL0, the second instruction of which is an SVC: there is always an
// exception. What the first leaves in R0 is returned.
        .global attempt_run_a32
        .type   attempt_run_a32, %function
attempt_run_a32:
        stp     x29, x30, [sp, #-32]!
        stp     x19, x20, [sp, #16]
        mov     x9, x0
        bl      attempt_begin
        mov     x0, x1
        mov     x10, #0x1d0                     // User, A32, all masked
        str     x10, [x19, #32]
        msr     spsr_el1, x10
        msr     elr_el1, x9
        isb
        eret
        .size   attempt_run_a32, . - attempt_run_a32

attempt_begin:
        mov     x19, x2
        mrs     x20, vbar_el1
        adrp    x10, attempt_vectors
        add     x10, x10, :lo12:attempt_vectors
        msr     vbar_el1, x10
        isb
        ret

        .macro  note number
        .balign 0x80
        mov     x10, #(\number + 1)
        str     x10, [x19]                      // taken: the vector plus 1
        mrs     x10, esr_el1
        mrs     x11, elr_el1
        stp     x10, x11, [x19, #8]
        mrs     x10, spsr_el1
        str     x10, [x19, #24]
        .if \number < 8
        add     x11, x11, #4
        msr     elr_el1, x11
        eret
        .else
        b       attempt_end
        .endif
        .endm

        .balign 0x800
attempt_vectors:
        .altmacro
        .set    i, 0
        .rept   16
        note    %i
        .set    i, i + 1
        .endr
        .balign 0x80
