// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "testing/hostile/registers.h"

#include <hf/call.h>

#include "bindings/start/start.h"
#include "testing/suites/abi/raw.h"

#define READ(name)                                           \
  ({                                                         \
    uint64_t read;                                           \
    asm volatile("mrs %0, " name : "=r"(read) : : "memory"); \
    read;                                                    \
  })
#define WRITE(name, value) asm volatile("msr " name ", %0\n\tisb" : : "r"(value) : "memory")

// X(name, bits that hold any value without an effect while the MMU is off). The last two are FPCR
// and FPSR.
#define EACH_SYSTEM_REGISTER(X)    \
  X("tpidr_el0", ~uint64_t{0})     \
  X("tpidrro_el0", ~uint64_t{0})   \
  X("tpidr_el1", ~uint64_t{0})     \
  X("contextidr_el1", 0xffffffff)  \
  X("ttbr0_el1", 0xfffffff000)     \
  X("ttbr1_el1", 0xfffffff000)     \
  X("tcr_el1", 0x3f003f)           \
  X("mair_el1", ~uint64_t{0})      \
  X("esr_el1", 0xffffffff)         \
  X("far_el1", ~uint64_t{0})       \
  X("elr_el1", ~uint64_t{0})       \
  X("spsr_el1", 0xf0000000)        \
  X("sp_el0", ~uint64_t{0})        \
  X("csselr_el1", 0x3)             \
  X("par_el1", 0xfffffff000)       \
  X("cntv_cval_el0", ~uint64_t{0}) \
  X("s3_3_c4_c4_0", 0x00c00000)    \
  X("s3_3_c4_c4_1", 0x1f)

namespace hf::hostile {
namespace {

// Another one in each VM.
uint64_t seed;
uint64_t Pattern(uint64_t i) { return (i + seed) * 0x9e3779b97f4a7c15; }

uint64_t Wrong(const char* what, uint64_t is, uint64_t was) {
  if (is == was) return 0;
  guest_print("hostile: after a call ");
  guest_print(what);
  guest_print(" is ");
  guest_print_hex(is);
  guest_print(" instead of ");
  guest_print_hex(was);
  guest_print("\n");
  return 1;
}

uint64_t vectors_before[RAW_SIMD_WORDS];
uint64_t vectors_after[RAW_SIMD_WORDS];

}  // namespace

Answer CallAndCompare(const uint64_t (&x)[4]) {
  seed = (uint64_t{hf_vm_get_id()} + 1) << 16;
  uint64_t registers[RAW_REGISTERS];
  for (uint64_t i = 0; i < RAW_REGISTERS; ++i) registers[i] = i < 4 ? x[i] : Pattern(i);
  for (uint64_t i = 0; i < RAW_SIMD_WORDS; ++i) vectors_before[i] = Pattern(100 + i);
  WRITE("cpacr_el1", uint64_t{3} << 20);
  uint64_t i = 200;
#define SET(name, bits) WRITE(name, Pattern(i++) & (bits));
  EACH_SYSTEM_REGISTER(SET)
#undef SET
  const uint64_t sctlr = READ("sctlr_el1");
  const uint64_t vbar = READ("vbar_el1");
  const uint64_t daif = READ("daif");
  simd_load(vectors_before);

  raw_call(registers);

  simd_store(vectors_after);
  uint64_t wrong = 0;
  i = 200;
#define COMPARE(name, bits)                                       \
  wrong += Wrong(name, READ(name) & (bits), Pattern(i) & (bits)); \
  ++i;
  EACH_SYSTEM_REGISTER(COMPARE)
#undef COMPARE
  wrong += Wrong("sctlr_el1", READ("sctlr_el1"), sctlr);
  wrong += Wrong("vbar_el1", READ("vbar_el1"), vbar);
  wrong += Wrong("daif", READ("daif"), daif);
  wrong += Wrong("cpacr_el1", READ("cpacr_el1"), uint64_t{3} << 20);
  for (uint64_t n = 0; n < RAW_SIMD_WORDS; ++n) {
    wrong += Wrong("a word of v0 to v31", vectors_after[n], vectors_before[n]);
  }
  for (uint64_t n = 1; n < RAW_REGISTERS; ++n) {
    wrong += Wrong("a general register", registers[n], n < 4 ? 0 : Pattern(n));
  }
  return {{registers[0], registers[1], registers[2], registers[3]}, wrong};
}

}  // namespace hf::hostile
