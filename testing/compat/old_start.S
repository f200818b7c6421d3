// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Start-up code of a flat image of 2019: the arm64 image header with text_offset 0x1000 and the size
// of the file alone, without .bss; a stack; hf_call. As images did then, it writes to the GIC's CPU
// interface before anything else, in a secondary too.

        .section .init, "ax"
        .global _start
_start: b       1f
        .word   0
        .quad   0x1000                          // text_offset
        .quad   image_size
        .quad   0
        .quad   0, 0, 0
        .ascii  "ARM\x64"
        .word   0

1:      mov     x19, x0
        mov     x1, #1
        msr     icc_sre_el1, x1
        mov     x1, #0xff
        msr     icc_pmr_el1, x1
        mov     x1, #0
        msr     icc_ctlr_el1, x1
        mov     x1, #1
        msr     icc_igrpen1_el1, x1
        isb
        adrp    x1, stack_top
        add     sp, x1, :lo12:stack_top
        adrp    x1, bss_begin
        add     x1, x1, :lo12:bss_begin
        adrp    x2, bss_end
        add     x2, x2, :lo12:bss_end
2:      cmp     x1, x2
        b.hs    3f
        str     xzr, [x1], #8
        b       2b
3:      mov     x0, x19
        bl      kmain
        // PSCI SYSTEM_OFF by HVC: the primary's last.
        ldr     w0, =0x84000008
        hvc     #0
4:      wfi
        b       4b
        .ltorg

        .global hf_call
hf_call:
        hvc     #0
        ret
