// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// A vCPU that executes instructions at random at its EL1, and goes on whatever exception they take
// to it. All state is found again by address, because an instruction may change any register.
//
// void random_run(uint64_t seed): never returns; yields after each 256 instructions.

        .section .text.random, "ax"
        .balign 64
        .global random_run
        .type   random_run, %function
random_run:
        adrp    x9, random_state
        str     x0, [x9, :lo12:random_state]

next:   msr     daifset, #0xf
        msr     spsel, #1
        adrp    x9, scratch
        add     x9, x9, :lo12:scratch
        add     sp, x9, #2048
        adrp    x10, random_vectors
        add     x10, x10, :lo12:random_vectors
        msr     vbar_el1, x10
        ldr     x10, =0x30d00800
        msr     sctlr_el1, x10
        mov     x10, #(3 << 20)                 // FP is not trapped
        msr     cpacr_el1, x10
        isb

        // xorshift64
        adrp    x11, random_state
        ldr     x10, [x11, :lo12:random_state]
        eor     x10, x10, x10, lsl #13
        eor     x10, x10, x10, lsr #7
        eor     x10, x10, x10, lsl #17
        str     x10, [x11, :lo12:random_state]
        adrp    x11, random_count
        ldr     x12, [x11, :lo12:random_count]
        add     x12, x12, #1
        str     x12, [x11, :lo12:random_count]
        tst     x12, #0xff
        b.ne    1f
        mov     w0, #0xff04                     // vcpu_yield
        hvc     #0
        b       next

        // What kind, by bits that the instruction does not have: half are system instructions and
        // accesses to registers, an eighth exceptions, an eighth branches to registers and ERET.
1:      ubfx    x13, x10, #40, #3
        mov     w14, w10
        cmp     x13, #3
        b.hi    2f
        and     w14, w10, #0x3fffff
        mov     w15, #0xd5000000
        orr     w14, w14, w15
        b       4f
2:      cmp     x13, #4
        b.ne    3f
        and     w14, w10, #0xffffff
        mov     w15, #0xd4000000
        orr     w14, w14, w15
        b       4f
3:      cmp     x13, #5
        b.ne    5f
        and     w14, w10, #0x1ffffff
        mov     w15, #0xd6000000
        orr     w14, w14, w15
        b       4f
        // Of the rest, what goes to or reads at a distance from itself would soon be far away.
5:      ubfx    w15, w14, #26, #3
        cmp     w15, #5
        b.eq    next
        lsr     w15, w14, #24
        mov     w16, #0x3b
        and     w15, w15, w16
        cmp     w15, #0x18
        b.eq    next
        // WFI and WFIT would wait for an interrupt that nobody sends.
4:      ldr     w15, =0xd503207f
        cmp     w14, w15
        b.eq    next
        and     w16, w14, #0xffffffe0
        ldr     w15, =0xd5031020
        cmp     w16, w15
        b.eq    next

        adr     x15, slot
        str     w14, [x15]
        dc      cvau, x15
        dsb     ish
        ic      ivau, x15
        dsb     ish
        isb
        // All registers are addresses of its own, so that loads, stores and branches mostly stay.
        add     x9, x9, #2048
        .irp    n, 0,1,2,3,4,5,6,7,8,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30
        mov     x\n, x9
        .endr
slot:   .word   0
        b       next
        .ltorg
        .size   random_run, . - random_run

        .balign 0x800
random_vectors:
        .rept   16
        .balign 0x80
        b       next
        .endr
        .balign 0x80

// In the image, since .bss may be far away; what is left of the scratch page are undefined
// instructions.
        .section .data.random, "aw"
        .balign 4096
scratch:
        .skip   4096
random_state:
        .quad   0
random_count:
        .quad   0
