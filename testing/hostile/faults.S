// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Exceptions that a vCPU takes to its own EL1, for ever, each with another syndrome, address and
// return. The handler looks at what the CPU said only after a while, in which it can be preempted.
// After each 256 it yields.
//
// void faults_run(uint64_t seed): comes back when a register was wrong.
// x19: seed; x20: address that is not aligned; x21: where the fault is; x22: turn;
// x23: exceptions.

        .section .text.faults, "ax"
        .global faults_run
        .type   faults_run, %function
faults_run:
        stp     x29, x30, [sp, #-16]!
        mov     x19, x0
        adrp    x9, faults_vectors
        add     x9, x9, :lo12:faults_vectors
        msr     vbar_el1, x9
        mov     x9, sp
        msr     tpidr_el1, x9
        mov     x22, #0
        mov     x23, #0
        mrs     x9, sctlr_el1
        orr     x9, x9, #2                      // A: a word must be aligned
        msr     sctlr_el1, x9
        isb
again:  add     x22, x22, #1
        and     x9, x22, #0xff
        cbnz    x9, 1f
        add     x9, x23, #1                     // each turn before this one was an exception
        cmp     x9, x22
        b.ne    bad
        mov     w0, #0xff04                     // vcpu_yield
        hvc     #0
1:      and     x9, x22, #0xff
        adrp    x20, faults_vectors
        add     x20, x20, x19
        add     x20, x20, x9, lsl #3
        add     x20, x20, #1
        tbnz    x22, #0, odd
        adr     x21, even_fault
even_fault:
        ldr     x9, [x20]
        b       again
odd:    adr     x21, odd_fault
        nop
odd_fault:
        str     x9, [x20]
        b       again
bad:    mrs     x9, tpidr_el1
        mov     sp, x9
        ldp     x29, x30, [sp], #16
        ret
        .size   faults_run, . - faults_run

handler:
        add     x23, x23, #1
        and     x10, x22, #0x3ff
        add     x10, x10, #64
1:      sub     x10, x10, #1
        cbnz    x10, 1b
        mrs     x10, elr_el1
        cmp     x10, x21
        b.ne    bad
        mrs     x11, far_el1
        cmp     x11, x20
        b.ne    bad
        mrs     x11, spsr_el1
        and     x11, x11, #0x3ff                // neither flags nor PAN and the like
        mov     x12, #0x3c5                     // EL1h, DAIF masked
        cmp     x11, x12
        b.ne    bad
        mrs     x11, esr_el1
        lsr     x12, x11, #26
        cmp     x12, #0x25                      // data abort, same EL
        b.ne    bad
        and     x12, x11, #0x3f
        cmp     x12, #0x21                      // alignment
        b.ne    bad
        ubfx    x12, x11, #6, #1                // a write?
        and     x13, x22, #1
        cmp     x12, x13
        b.ne    bad
        add     x10, x10, #4
        msr     elr_el1, x10
        eret

// void undefined_run(void): an exception whose vector is one again, for ever.
        .global undefined_run
        .type   undefined_run, %function
undefined_run:
        adrp    x9, undefined_vectors
        add     x9, x9, :lo12:undefined_vectors
        msr     vbar_el1, x9
        isb
        udf     #0
        ret
        .size   undefined_run, . - undefined_run

        .balign 0x800
faults_vectors:
        .rept   16
        .balign 0x80
        b       handler
        .endr
        .balign 0x800
undefined_vectors:
        .rept   16
        .balign 0x80
        udf     #0
        .endr
