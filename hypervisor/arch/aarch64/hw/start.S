// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Where EL2 begins: on the boot CPU at the image's first byte, on the others at hf_secondary_start.
// MMU and caches are off, so nothing here takes a lock or relies on a line that it did not write.

#include "hypervisor/arch/aarch64/hw/stack.h"

#define R_AARCH64_RELATIVE 1027

// PSCI SYSTEM_OFF.
#define SYSTEM_OFF 0x84000008

.section .text.start, "ax"

// The arm64 Linux image header, by which boot loaders know how to place and enter the image.
.global hf_start
hf_start:
    b       boot
    .word   0
    .quad   0x1000                       // text_offset: from a 2 MiB boundary
    .quad   hf_image_size                // all of EL2's memory, page pool included
    .quad   0xa                          // little-endian, 4 KiB pages, anywhere in RAM
    .quad   0, 0, 0
    .ascii  "ARM\x64"
    .word   0

boot:
    mov     x19, x0                      // the device tree
    mrs     x1, CurrentEL
    cmp     x1, #(2 << 2)
    b.ne    not_el2
    bl      prepare_el2

    // One table maps it all: it must not cross a 2 MiB boundary.
    adrp    x0, hf_image_begin
    adrp    x1, hf_image_end
    sub     x1, x1, #1
    eor     x0, x0, x1
    lsr     x0, x0, #21
    cbnz    x0, give_up

    // The image was linked at 0: add where it really is to every address in its data.
    adrp    x0, hf_image_begin
    add     x0, x0, :lo12:hf_image_begin
    adrp    x1, hf_relocations_begin
    add     x1, x1, :lo12:hf_relocations_begin
    adrp    x2, hf_relocations_end
    add     x2, x2, :lo12:hf_relocations_end
1:  cmp     x1, x2
    b.hs    2f
    ldp     x3, x4, [x1], #16            // where, what kind
    ldr     x5, [x1], #8                 // addend
    cmp     w4, #R_AARCH64_RELATIVE
    b.ne    give_up                      // the binary contract test allows no other kind
    add     x5, x5, x0
    str     x5, [x0, x3]
    b       1b

2:  adrp    x1, hf_zero_begin
    add     x1, x1, :lo12:hf_zero_begin
    adrp    x2, hf_zero_end
    add     x2, x2, :lo12:hf_zero_end
3:  cmp     x1, x2
    b.hs    4f
    stp     xzr, xzr, [x1], #16
    b       3b

4:  adrp    x0, hf_stacks + HF_STACK_STRIDE
    add     x0, x0, :lo12:hf_stacks + HF_STACK_STRIDE
    mov     sp, x0
    bl      hf_build_early_map
    bl      hf_invalidate_image
    bl      enable_mmu
    mov     x0, x19
    bl      hf_boot_main
    b       give_up

// Entered by the firmware at EL2 with x0 = the CPU's index.
.global hf_secondary_start
hf_secondary_start:
    mov     x19, x0
    bl      prepare_el2
    adrp    x0, hf_stacks
    add     x0, x0, :lo12:hf_stacks
    mov     x1, #HF_STACK_STRIDE
    add     x2, x19, #1
    madd    x0, x1, x2, x0
    mov     sp, x0
    bl      enable_mmu
    mov     x0, x19
    bl      hf_secondary_main
    b       give_up

// Vectors, exceptions masked, MMU and caches of EL2 off with all RES1 bits set (SCTLR_EL2, Arm ARM
// D17.2.119), so that what the boot loader left does not matter.
prepare_el2:
    msr     daifset, #0xf
    msr     spsel, #1
    mov     x0, #(1 << 31)               // HCR_EL2.RW; E2H clear, which decides what TCR_EL2 means
    msr     hcr_el2, x0
    isb
    ldr     x0, =0x30c50830
    msr     sctlr_el2, x0
    adrp    x0, hf_vectors
    add     x0, x0, :lo12:hf_vectors
    msr     vbar_el2, x0
    isb
    ret

// Turns on EL2's stage 1, which hf_build_early_map built. No line of another mapping can be in this
// CPU's TLB or instruction cache afterwards (D8.14, D7.5).
enable_mmu:
    adrp    x0, hf_el2_root
    add     x0, x0, :lo12:hf_el2_root
    msr     ttbr0_el2, x0
    mov     x0, #0x04ff                  // MAIR_EL2: 0 normal write-back, 1 device nGnRE
    msr     mair_el2, x0
    // TCR_EL2: 39 bits from level 1, write-back inner shareable walks, PA size of the CPU; 31 and 23
    // are RES1.
    ldr     x0, =0x80803519
    mrs     x1, id_aa64mmfr0_el1
    and     x1, x1, #0xf
    cmp     x1, #5                       // 52-bit PAs need other tables; 48 will do
    mov     x2, #5
    csel    x1, x1, x2, ls
    bfi     x0, x1, #16, #3
    msr     tcr_el2, x0
    tlbi    alle2
    tlbi    alle1                        // what the firmware left, or a broadcast missed while off
    ic      iallu
    dsb     sy
    isb
    // M, C, I, SA (stack alignment) and WXN (what can be written is never executed).
    ldr     x0, =0x30cd183d
    msr     sctlr_el2, x0
    isb
    ret

// Without EL2 there is nothing to be done, and nobody to tell but the hypervisor above: power off.
not_el2:
    ldr     w0, =SYSTEM_OFF
    hvc     #0
    b       .

give_up:
    ldr     w0, =SYSTEM_OFF
    smc     #0
    b       .

.ltorg
