// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// A vCPU whose registers all hold values of its own. It gives up the CPU and looks whether they are
// the same afterwards, for ever; when one is not, it reads EL2's memory, which aborts it.
//
// void canary_run(uint64_t seed, uint64_t el2)
//
// The low bits of el2 say what the CPU has: 0 SME (TPIDR2_EL0), 1 RAS (DISR_EL1). Debug exceptions are
// not masked and a word is read in each round, so that the primary's watchpoints would be felt.

        .arch   armv8-a+fp+simd

        .macro  each_register op
        .irp n, 4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,21,22,23,24,25,26,27,28,29,30
        \op     \n
        .endr
        .endm
        .macro  set_x n
        add     x\n, x19, #\n
        .endm
        .macro  check_x n
        sub     x\n, x\n, x19
        cmp     x\n, #\n
        b.ne    leak
        .endm

        .macro  each_vector op
        .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
        \op     \n
        .endr
        .endm
        .macro  set_v n
        add     x0, x19, #(\n + 100)
        dup     v\n\().2d, x0
        .endm
        .macro  check_v n
        add     x0, x19, #(\n + 100)
        mov     x1, v\n\().d[0]
        mov     x2, v\n\().d[1]
        cmp     x0, x1
        b.ne    leak
        cmp     x0, x2
        b.ne    leak
        .endm

// System registers that hold what is written to them, all bits that are used here at least.
        .macro  each_system op
        \op     ttbr0_el1, 1
        \op     ttbr1_el1, 2
        \op     mair_el1, 3
        \op     contextidr_el1, 4
        \op     far_el1, 6
        \op     elr_el1, 8
        \op     sp_el0, 9
        \op     tpidr_el0, 10
        \op     tpidrro_el0, 11
        \op     tpidr_el1, 12
        \op     cntv_cval_el0, 13
        .endm
        .macro  set_s name, n
        lsl     x0, x19, #16
        add     x0, x0, #(\n << 12)
        ubfx    x0, x0, #0, #32
        msr     \name, x0
        .endm
        .macro  check_s name, n
        lsl     x0, x19, #16
        add     x0, x0, #(\n << 12)
        ubfx    x0, x0, #0, #32
        mrs     x1, \name
        cmp     x0, x1
        b.ne    leak
        .endm

        .section .text.canary, "ax"
        .global canary_run
        .type   canary_run, %function
canary_run:
        mov     x19, x0
        mov     x20, x1
        mrs     x0, cpacr_el1
        orr     x0, x0, #(3 << 20)              // FP is not trapped
        msr     cpacr_el1, x0
        isb
        msr     daifclr, #8
1:      ubfx    x0, x19, #0, #4
        lsl     x0, x0, #22                     // rounding mode and flush to zero
        msr     fpcr, x0
        ubfx    x0, x19, #0, #4
        msr     fpsr, x0
        each_vector set_v
        each_system set_s
        tbz     x20, #0, 2f
        msr     S3_3_C13_C0_5, x19
2:      tbz     x20, #1, 3f
        msr     S3_0_C12_C1_1, x19
3:      adr     x0, canary_run
        ldr     x0, [x0]
        each_register set_x
        mov     w0, #0xff04                     // vcpu_yield
        mov     x1, #1
        mov     x2, #2
        mov     x3, #3
        hvc     #0
        orr     x0, x0, x1
        orr     x0, x0, x2
        orr     x0, x0, x3
        cbnz    x0, leak                        // 0, and x1 to x3 zero
        each_register check_x
        each_vector check_v
        each_system check_s
        ubfx    x0, x19, #0, #4
        lsl     x0, x0, #22
        mrs     x1, fpcr
        cmp     x0, x1
        b.ne    leak
        ubfx    x0, x19, #0, #4
        mrs     x1, fpsr
        cmp     x0, x1
        b.ne    leak
        tbz     x20, #0, 4f
        mrs     x0, S3_3_C13_C0_5
        cmp     x0, x19
        b.ne    leak
4:      tbz     x20, #1, 1b
        mrs     x0, S3_0_C12_C1_1               // nobody else's: its own, or none
        cbz     x0, 1b
        cmp     x0, x19
        b.eq    1b
leak:   and     x0, x20, #~0xfff
        ldr     x0, [x0]
        b       leak
        .size   canary_run, . - canary_run

// Reads the register with vectors that go on behind it, x0 = 0.
        .macro  probe name, register
        .global \name
        .type   \name, %function
\name:
        mrs     x10, vbar_el1
        adrp    x9, probe_vectors
        add     x9, x9, :lo12:probe_vectors
        msr     vbar_el1, x9
        isb
        mov     x0, #1
        mrs     x9, \register
        msr     vbar_el1, x10
        isb
        ret
        .size   \name, . - \name
        .endm

        probe   canary_has_tpidr2, S3_3_C13_C0_5
        probe   canary_has_disr, S3_0_C12_C1_1

        .balign 0x800
probe_vectors:
        .skip   0x200                           // from EL1 on its own stack pointer
        mov     x0, #0
        mrs     x9, elr_el1
        add     x9, x9, #4
        msr     elr_el1, x9
        eret
        .balign 0x80
