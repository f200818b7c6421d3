// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The first instructions of an EL1 guest, and where a further CPU of the primary begins.
//
// Entered as the boot protocol says: EL1h, MMU off, DAIF masked, x0 = the device tree (primary) or
// 0 (secondary), anywhere in memory at a page boundary. Until the relocations are done nothing here
// may use an absolute address. The image's first byte is _start: image.ld puts .text.start first.

        .section .text.start, "ax"
        .global _start
        .type   _start, %function
_start:
        mov     x19, x0
        bl      set_vectors
        adrp    x1, __stack_top
        add     x1, x1, :lo12:__stack_top
        mov     sp, x1

        // A secondary's memory was zeroed by the hypervisor, the primary's was not.
        adrp    x1, __bss_start
        add     x1, x1, :lo12:__bss_start
        adrp    x2, __bss_end
        add     x2, x2, :lo12:__bss_end
0:      cmp     x1, x2
        b.hs    1f
        stp     xzr, xzr, [x1], #16
        b       0b

        // Linked at 0, so the load address is also the displacement. Only R_AARCH64_RELATIVE
        // (0x403) can occur in a static PIE without ifuncs; anything else stops in the vectors
        // below.
1:      adr     x1, _start
        adrp    x2, __rela_start
        add     x2, x2, :lo12:__rela_start
        adrp    x3, __rela_end
        add     x3, x3, :lo12:__rela_end
2:      cmp     x2, x3
        b.hs    3f
        ldp     x4, x5, [x2], #16
        ldr     x6, [x2], #8
        cmp     x5, #0x403
        b.ne    4f
        add     x6, x6, x1
        str     x6, [x1, x4]
        b       2b
3:      dsb     sy
        mov     x0, x19
        bl      guest_main
        b       guest_stop
4:      brk     #0x403
        .size   _start, . - _start

        // Called without a stack. Clobbers x1.
        .type   set_vectors, %function
set_vectors:
        adrp    x1, vectors
        add     x1, x1, :lo12:vectors
        msr     vbar_el1, x1
        isb
        ret
        .size   set_vectors, . - set_vectors

// Where PSCI CPU_ON starts a further CPU: x0 = struct guest_cpu (start.h).
        .section .text.guest_cpu_entry, "ax"
        .global guest_cpu_entry
        .type   guest_cpu_entry, %function
guest_cpu_entry:
        bl      set_vectors
        ldr     x1, [x0]                // stack_top
        mov     sp, x1
        ldr     x1, [x0, #8]            // function
        ldr     x0, [x0, #16]           // argument
        blr     x1
        mov     w0, #0x0002             // PSCI CPU_OFF
        movk    w0, #0x8400, lsl #16
        hvc     #0
5:      wfi                             // The hypervisor refused: nothing is left to do.
        b       5b
        .size   guest_cpu_entry, . - guest_cpu_entry

// Interrupts go to guest_interrupt(), on the stack of what they interrupt, with interrupts masked.
// What a C function may change is saved; FP registers, which no guest of this kind uses, are not.
        .section .text.interrupt_entry, "ax"
        .type   interrupt_entry, %function
interrupt_entry:
        stp     x0, x1, [sp, #-176]!
        stp     x2, x3, [sp, #16]
        stp     x4, x5, [sp, #32]
        stp     x6, x7, [sp, #48]
        stp     x8, x9, [sp, #64]
        stp     x10, x11, [sp, #80]
        stp     x12, x13, [sp, #96]
        stp     x14, x15, [sp, #112]
        stp     x16, x17, [sp, #128]
        stp     x18, x30, [sp, #144]
        stp     x29, xzr, [sp, #160]
        bl      guest_interrupt
        ldr     x29, [sp, #160]
        ldp     x18, x30, [sp, #144]
        ldp     x16, x17, [sp, #128]
        ldp     x14, x15, [sp, #112]
        ldp     x12, x13, [sp, #96]
        ldp     x10, x11, [sp, #80]
        ldp     x8, x9, [sp, #64]
        ldp     x6, x7, [sp, #48]
        ldp     x4, x5, [sp, #32]
        ldp     x2, x3, [sp, #16]
        ldp     x0, x1, [sp], #176
        eret
        .size   interrupt_entry, . - interrupt_entry

// Each other exception is told and ends the guest. The stack pointer may be what went wrong, so the
// handler starts from the top again.
        .macro  unexpected number
        .balign 0x80
        adrp    x5, __stack_top
        add     x5, x5, :lo12:__stack_top
        mov     sp, x5
        mov     x0, #\number
        mrs     x1, esr_el1
        mrs     x2, elr_el1
        mrs     x3, far_el1
        b       guest_exception
        .endm

        .section .text.vectors, "ax"
        .balign 0x800
        .type   vectors, %function
vectors:
        .altmacro
        .set    i, 0
        .rept   5
        unexpected %i
        .set    i, i + 1
        .endr
        .balign 0x80
        b       interrupt_entry         // 5: IRQ, at EL1 with its own stack pointer
        .set    i, 6
        .rept   10
        unexpected %i
        .set    i, i + 1
        .endr
        .size   vectors, . - vectors
