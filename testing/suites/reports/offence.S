// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// void offend(uint64_t which, uint64_t vm, uint64_t address): fills x1 to x29 with values that name
// the VM, x30 with the place of the instruction, and executes it, with x0 = address. It must not
// return.

        .arch   armv8-a+lse+simd
        .section .text.offence, "ax"
        .global offend
        .type   offend, %function
offend:
        adr     x30, instructions
        add     x30, x30, x0, lsl #3
        mov     x0, x2
        lsl     x1, x1, #16
        orr     x1, x1, #(1 << 63)
        .irp    n, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22
        add     x\n, x1, #\n
        .endr
        .irp    n, 23, 24, 25, 26, 27, 28, 29
        add     x\n, x1, #\n
        .endr
        add     x1, x1, #1
        ret

        .macro  instruction text:vararg
        \text
        udf     #0
        .endm

instructions:
        instruction ldr x2, [x0]
        instruction str x2, [x0]
        instruction strb w2, [x0]
        instruction ldp x2, x3, [x0]
        instruction stp x2, x3, [x0]
        instruction ldxr x2, [x0]
        instruction ldar x2, [x0]
        instruction stlr x2, [x0]
        instruction ldadd x2, x3, [x0]
        instruction cas x2, x3, [x0]
        instruction dc zva, x0
        instruction ldur x2, [x0, #3]
        instruction ldr q0, [x0]
        instruction ldr x2, [x0], #8
        instruction br x0
        .size   offend, . - offend
