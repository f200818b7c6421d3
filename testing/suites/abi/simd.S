// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The SIMD registers, all at once; the suite's C is compiled for general registers only.

        .arch_extension fp
        .arch_extension simd
        .altmacro

        .macro  each instruction, from, to
        \instruction q\from, q\to, [x0], #32
        .endm

        .macro  all instruction
        .set    i, 0
        .rept   16
        each    \instruction, %i, %(i + 1)
        .set    i, i + 2
        .endr
        .endm

        .text
// void simd_load(const uint64_t words[64])
        .global simd_load
        .type   simd_load, %function
simd_load:
        all     ldp
        ret
        .size   simd_load, . - simd_load

// void simd_store(uint64_t words[64])
        .global simd_store
        .type   simd_store, %function
simd_store:
        all     stp
        ret
        .size   simd_store, . - simd_store
