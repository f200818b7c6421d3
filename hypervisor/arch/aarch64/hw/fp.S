// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The only instructions of EL2 that touch FP registers: all of EL2 is compiled without them, so they
// are the VMs' and change hands on a switch alone. x0 = hf::arch::FpRegisters, or where 16 predicates
// of 2 bytes lie.

#include "hypervisor/arch/aarch64/hw/offsets.h"

.arch armv8-a+fp+simd+sve

.macro each_pair op
    \op     q0, q1, [x0, #0]
    \op     q2, q3, [x0, #32]
    \op     q4, q5, [x0, #64]
    \op     q6, q7, [x0, #96]
    \op     q8, q9, [x0, #128]
    \op     q10, q11, [x0, #160]
    \op     q12, q13, [x0, #192]
    \op     q14, q15, [x0, #224]
    \op     q16, q17, [x0, #256]
    \op     q18, q19, [x0, #288]
    \op     q20, q21, [x0, #320]
    \op     q22, q23, [x0, #352]
    \op     q24, q25, [x0, #384]
    \op     q26, q27, [x0, #416]
    \op     q28, q29, [x0, #448]
    \op     q30, q31, [x0, #480]
.endm

.section .text.hf_fp_save, "ax"
.global hf_fp_save
.type hf_fp_save, %function
hf_fp_save:
    each_pair stp
    mrs     x1, fpsr
    mrs     x2, fpcr
    add     x0, x0, #HF_FP_FPSR
    stp     w1, w2, [x0]
    ret
.size hf_fp_save, . - hf_fp_save

.section .text.hf_fp_load, "ax"
.global hf_fp_load
.type hf_fp_load, %function
hf_fp_load:
    each_pair ldp
    add     x0, x0, #HF_FP_FPSR
    ldp     w1, w2, [x0]
    msr     fpsr, x1
    msr     fpcr, x2
    ret
.size hf_fp_load, . - hf_fp_load

.macro each_predicate op
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
    \op     p\n, [x0, #\n, mul vl]
    .endr
.endm

.section .text.hf_predicates_save, "ax"
.global hf_predicates_save
.type hf_predicates_save, %function
hf_predicates_save:
    each_predicate str
    ret
.size hf_predicates_save, . - hf_predicates_save

.section .text.hf_predicates_load, "ax"
.global hf_predicates_load
.type hf_predicates_load, %function
hf_predicates_load:
    each_predicate ldr
    ret
.size hf_predicates_load, . - hf_predicates_load
