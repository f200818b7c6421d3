// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Accesses of the primary that it has to survive: each may end in a synchronous exception at its
// own EL1, which is noted in `trap` and stepped over.

        .text

// void trap_install(void)
        .global trap_install
        .type   trap_install, %function
trap_install:
        adrp    x0, trap_vectors
        add     x0, x0, :lo12:trap_vectors
        msr     vbar_el1, x0
        isb
        ret
        .size   trap_install, . - trap_install

// void trap_read(uint64_t address), trap_write and trap_execute. The exception is taken at the
// second instruction of each, in trap_execute at the address itself.
        .global trap_read
        .type   trap_read, %function
trap_read:
        nop
        ldr     x0, [x0]
        ret
        .size   trap_read, . - trap_read

        .global trap_write
        .type   trap_write, %function
trap_write:
        nop
        str     xzr, [x0]
        ret
        .size   trap_write, . - trap_write

        .global trap_execute
        .type   trap_execute, %function
trap_execute:
        br      x0
        .size   trap_execute, . - trap_execute

// Only x9 to x13 are used: to the functions above they are free.
        .type   trap_take, %function
trap_take:
        adrp    x9, trap
        add     x9, x9, :lo12:trap
        mrs     x10, esr_el1
        mrs     x11, elr_el1
        mrs     x12, far_el1
        mrs     x13, spsr_el1
        stp     x10, x11, [x9]
        stp     x12, x13, [x9, #16]
        lsr     x10, x10, #26
        add     x11, x11, #4            // behind a load or a store
        cmp     x10, #0x21              // an instruction abort: back to the caller
        csel    x11, x30, x11, eq
        msr     elr_el1, x11
        eret
        .size   trap_take, . - trap_take

        .balign 0x800
        .type   trap_vectors, %function
trap_vectors:
        .balign 0x200
        .fill   0x200 / 4, 4, 0xd4200000 // brk #0: nothing uses SP_EL0
        b       trap_take               // current EL with SPx, synchronous
        .balign 0x80
        .fill   (0x800 - 0x280) / 4, 4, 0xd4200000
        .size   trap_vectors, . - trap_vectors
