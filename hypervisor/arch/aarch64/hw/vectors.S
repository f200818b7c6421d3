// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The exception vectors of EL2, and the way back into a VM.
//
// TPIDR_EL2 points at the registers (hf::arch::Registers) of the vCPU that this CPU runs; SP_EL2 is
// the top of the CPU's stack whenever a VM runs. All general registers are saved at once: which vCPU
// goes on is only known afterwards.

#include "hypervisor/arch/aarch64/hw/offsets.h"
#include "hypervisor/arch/aarch64/hw/stack.h"

// An exception from a VM. x0 and x1 go to the stack; x1 = why.
.macro from_vm why
    .balign 0x80
    stp     x0, x1, [sp, #-16]!
    mov     x1, #\why
    b       save_and_handle
.endm

// An exception of EL2 itself: always a defect. The stack may be the reason, so another one is taken.
.macro from_el2 why
    .balign 0x80
    mov     x0, #\why
    b       el2_exception
.endm

.section .text.vectors, "ax"
.balign 0x800
.global hf_vectors
hf_vectors:
    from_el2 0                           // SP_EL0, which EL2 never uses
    from_el2 1
    from_el2 2
    from_el2 3
    from_el2 4                           // SP_EL2
    from_el2 5
    from_el2 6
    from_el2 7
    from_vm HF_EXIT_SYNCHRONOUS          // a VM in AArch64
    from_vm HF_EXIT_INTERRUPT            // IRQ
    from_vm HF_EXIT_INTERRUPT            // FIQ
    from_vm HF_EXIT_SERROR
    from_vm HF_EXIT_SYNCHRONOUS          // a VM's EL0 in AArch32
    from_vm HF_EXIT_INTERRUPT
    from_vm HF_EXIT_INTERRUPT
    from_vm HF_EXIT_SERROR
    .balign 0x80

save_and_handle:
    mrs     x0, tpidr_el2
    stp     x2, x3, [x0, #16]
    stp     x4, x5, [x0, #32]
    stp     x6, x7, [x0, #48]
    stp     x8, x9, [x0, #64]
    stp     x10, x11, [x0, #80]
    stp     x12, x13, [x0, #96]
    stp     x14, x15, [x0, #112]
    stp     x16, x17, [x0, #128]
    stp     x18, x19, [x0, #144]
    stp     x20, x21, [x0, #160]
    stp     x22, x23, [x0, #176]
    stp     x24, x25, [x0, #192]
    stp     x26, x27, [x0, #208]
    stp     x28, x29, [x0, #224]
    str     x30, [x0, #240]
    ldp     x2, x3, [sp], #16
    stp     x2, x3, [x0]
    mrs     x2, elr_el2
    mrs     x3, spsr_el2
    stp     x2, x3, [x0, #HF_REGISTERS_PC]
    bl      hf_exit                      // (registers, why) -> the registers to go on with

resume:
    msr     tpidr_el2, x0
    ldp     x2, x3, [x0, #HF_REGISTERS_PC]
    msr     elr_el2, x2
    msr     spsr_el2, x3
    ldp     x2, x3, [x0, #16]
    ldp     x4, x5, [x0, #32]
    ldp     x6, x7, [x0, #48]
    ldp     x8, x9, [x0, #64]
    ldp     x10, x11, [x0, #80]
    ldp     x12, x13, [x0, #96]
    ldp     x14, x15, [x0, #112]
    ldp     x16, x17, [x0, #128]
    ldp     x18, x19, [x0, #144]
    ldp     x20, x21, [x0, #160]
    ldp     x22, x23, [x0, #176]
    ldp     x24, x25, [x0, #192]
    ldp     x26, x27, [x0, #208]
    ldp     x28, x29, [x0, #224]
    ldr     x30, [x0, #240]
    ldp     x0, x1, [x0]
    eret
    // Nothing after an ERET is executed, not even speculatively.
    dsb     nsh
    isb

// Enters a VM for the first time on this CPU: x0 = registers. The stack starts again at its top.
.global hf_enter_vm
hf_enter_vm:
    adrp    x1, hf_stacks
    add     x1, x1, :lo12:hf_stacks
    mov     x2, sp
    sub     x2, x2, x1
    sub     x2, x2, #1
    mov     x3, #(HF_STACK_STRIDE - 1)
    bic     x2, x2, x3
    add     x2, x2, #HF_STACK_STRIDE
    add     sp, x1, x2
    b       resume

// x0 = vector. The first CPU to panic gets the stack that there is for it. Another one parks; the same
// one, whose report has failed, powers off.
el2_exception:
    mrs     x2, mpidr_el1
    adrp    x1, hf_panicking_cpu
    add     x1, x1, :lo12:hf_panicking_cpu
1:  ldaxr   x3, [x1]
    cbnz    x3, 2f
    stlxr   w4, x2, [x1]
    cbnz    w4, 1b
    adrp    x1, hf_panic_stack_top
    add     x1, x1, :lo12:hf_panic_stack_top
    mov     sp, x1
    mov     x29, xzr
    bl      hf_el2_exception
2:  cmp     x3, x2
    b.ne    3f
    movz    w0, #0x8400, lsl #16         // PSCI SYSTEM_OFF
    movk    w0, #0x0008
    smc     #0
3:  wfe
    b       3b

.section .bss.hf_panic_stack, "aw", %nobits
.balign 16
    .skip   2048
hf_panic_stack_top:
