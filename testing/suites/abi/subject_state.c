/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What a vCPU must find again after another VM has run: every register that a VM can write and that
 * has no effect while the MMU is off and EL0 is not entered, and the SIMD registers. First what it
 * must find at all.
 */

#include "testing/suites/abi/raw.h"
#include "testing/suites/abi/subject.h"

#define READ(name)                                               \
  ({                                                             \
    uint64_t read;                                               \
    __asm__ volatile("mrs %0, " name : "=r"(read) : : "memory"); \
    read;                                                        \
  })
#define WRITE(name, value) __asm__ volatile("msr " name ", %0\n\tisb" : : "r"(value) : "memory")

/* X(name, bits that hold any value). The last two are FPCR and FPSR. */
#define REGISTERS(X)                          \
  X("tpidr_el0", ~UINT64_C(0))                \
  X("tpidrro_el0", ~UINT64_C(0))              \
  X("tpidr_el1", ~UINT64_C(0))                \
  X("contextidr_el1", 0xffffffff)             \
  X("ttbr0_el1", UINT64_C(0xfffffff000))      \
  X("ttbr1_el1", UINT64_C(0xfffffff000))      \
  X("tcr_el1", 0x3f003f)                      \
  X("mair_el1", UINT64_C(0xffffffffffffffff)) \
  X("esr_el1", 0xffffffff)                    \
  X("far_el1", ~UINT64_C(0))                  \
  X("elr_el1", ~UINT64_C(0))                  \
  X("spsr_el1", 0xf0000000)                   \
  X("sp_el0", ~UINT64_C(0))                   \
  X("cntkctl_el1", 0x3)                       \
  X("csselr_el1", 0x3)                        \
  X("par_el1", UINT64_C(0xfffffff000))        \
  X("s3_3_c4_c4_0", 0x00c00000)               \
  X("s3_3_c4_c4_1", 0x1f)

enum { TURNS = 10 };

static uint64_t pattern(uint64_t seed, uint64_t i) {
  return (seed * 0x9e3779b97f4a7c15 + i) * 0xbf58476d1ce4e5b9;
}

static uint64_t check_beginning(void) {
  uint64_t bad = 0;
  bad += subject_check("MPIDR_EL1", READ("mpidr_el1"), 0x80000000);
  bad += subject_check("CurrentEL", READ("currentel"), 1 << 2);
  bad += subject_check("SPSel", READ("spsel"), 1);
  bad += subject_check("DAIF", READ("daif"), 0x3c0);
  bad += subject_check("SCTLR_EL1", READ("sctlr_el1"), 0x30d00800);
  bad += subject_check("CPACR_EL1", READ("cpacr_el1"), 0);
  bad += subject_check("ttbr0_el1", READ("ttbr0_el1"), 0);
  bad += subject_check("tcr_el1", READ("tcr_el1"), 0);
  bad += subject_check("tpidr_el1", READ("tpidr_el1"), 0);
  bad += subject_check("tpidr_el0", READ("tpidr_el0"), 0);
  bad += subject_check("mair_el1", READ("mair_el1"), 0);
  return bad;
}

uint64_t subject_state(uint64_t seed) {
  static uint64_t simd[RAW_SIMD_WORDS];
  static uint64_t found[RAW_SIMD_WORDS];
  uint64_t bad = check_beginning();
  WRITE("cpacr_el1", UINT64_C(3) << 20);
  for (uint64_t turn = 0; turn < TURNS; ++turn) {
    uint64_t i = pattern(seed, turn);
    for (int word = 0; word < RAW_SIMD_WORDS; ++word) simd[word] = pattern(i, (uint64_t)word);
#define SET(name, bits) WRITE(name, pattern(i, sizeof(name) + name[0]) & (bits));
    REGISTERS(SET)
    simd_load(simd);
    hf_vcpu_yield();
    simd_store(found);
#define GET(name, bits) \
  bad += subject_check(name, READ(name) & (bits), pattern(i, sizeof(name) + name[0]) & (bits));
    REGISTERS(GET)
    for (int word = 0; word < RAW_SIMD_WORDS; ++word) {
      bad += subject_check("a word of v0 to v31", found[word], simd[word]);
    }
  }
  return bad;
}
