/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Guests as they were written in January 2019: nothing of Hafnia's but <hf/abi.h> and <hf/call.h>,
 * their own start-up code with an image header, their own hf_call, their own console. All of it
 * compiles as C11 and as C++.
 */

#ifndef HF_TESTING_COMPAT_OLD_H_
#define HF_TESTING_COMPAT_OLD_H_

#include <hf/abi.h>
#include <hf/call.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Called by old_start.S. */
void kmain(uintptr_t fdt);

#ifdef __cplusplus
}
#endif

enum {
  SERVICE_VM_ID = HF_PRIMARY_VM_ID + 1,
  CLIENT_VM_ID = HF_PRIMARY_VM_ID + 2,
};

/* What the first byte of a message asks the service for; it answers with the same byte. */
#define ASK_ECHO 'e'   /* the message, as it is */
#define ASK_TWICE 't'  /* two answers at once, so that the second one has to wait */
#define ASK_KEEP 'k'   /* no answer, and the mailbox stays full until an interrupt */
#define ASK_MEMORY 'm' /* look at, fill and hand back the memory at the address that follows */
#define ASK_YIELD 'y'  /* yield before the answer */

/* PL011 at 0x09000000, as QEMU's virt board has it. */
static inline void put(const char* text) {
  volatile uint32_t* uart = (volatile uint32_t*)(uintptr_t)0x09000000;
  for (; *text != '\0'; ++text) {
    while ((uart[0x18 / 4] & (1 << 5)) != 0) {
    }
    *uart = (uint32_t)*text;
  }
}

static inline void put_number(uint64_t value) {
  char digits[21];
  char* at = digits + sizeof(digits) - 1;
  *at = '\0';
  do {
    *--at = (char)('0' + value % 10);
    value /= 10;
  } while (value != 0);
  put(at);
}

static inline void copy(void* to, const void* from, size_t size) {
  size_t i;
  for (i = 0; i < size; ++i) {
    ((volatile unsigned char*)to)[i] = ((const unsigned char*)from)[i];
  }
}

#endif /* HF_TESTING_COMPAT_OLD_H_ */
