/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What the guests of this suite share, whatever the level of their <hf/call.h>: pages, a console,
 * and what a primary asks its peers for by the first byte of a message.
 */

#ifndef HF_TESTING_SUITES_LEVELS_COMMON_H_
#define HF_TESTING_SUITES_LEVELS_COMMON_H_

#include <hf/call.h>

#define PEER_0_1 1
#define PEER_1_0 2
#define PEER_1_1 3
#define PEERS 3

#define ASK_ECHO 'e'     /* the message back to who sent it */
#define ASK_PING 'p'     /* an echo from the VM of the second byte, then an answer to the primary */
#define ASK_KEEP 'k'     /* an answer first; the mailbox is cleared when the peer runs next */
#define ASK_WAIT 'w'     /* 1.0: an echo from the VM of the second byte, waiting for its mailbox */
#define ASK_YIELD 'y'    /* 1.0: yield, then an answer */
#define ASK_SLEEP 's'    /* 1.0: wait with a timer for ever, then an answer */
#define ASK_ABORT 'a'    /* write to where it may not */
#define ASK_SCRIBBLE 'r' /* write to the receive page, then an answer */

/* The second byte of an answer. */
#define GOOD 'g'
#define BAD 'b'

/* Messages are so long. */
#define SIZE 24

static uint8_t send_page[4096] __attribute__((aligned(4096)));
static volatile uint8_t receive_page[4096] __attribute__((aligned(4096)));

void kmain(uint64_t fdt);

/* The PL011, as QEMU's virt board has it and as a secondary finds it. */
static inline void put(const char* text) {
  volatile uint32_t* uart = (volatile uint32_t*)(uintptr_t)0x09000000;
  for (; *text != '\0'; ++text) {
    while ((uart[0x18 / 4] & (1 << 5)) != 0) {
    }
    *uart = (uint32_t)*text;
  }
}

static inline void put_hex(uint64_t value) {
  int shift;
  put("0x");
  for (shift = 60; shift >= 0; shift -= 4) {
    const char digit[2] = {"0123456789abcdef"[(value >> shift) & 0xf], '\0'};
    put(digit);
  }
}

/* A message to be sent: bytes that depend on `seed` follow the first two. */
static inline void compose(char what, uint8_t second, uint8_t seed) {
  unsigned i;
  send_page[0] = (uint8_t)what;
  send_page[1] = second;
  for (i = 2; i < SIZE; ++i) send_page[i] = (uint8_t)(seed + 5 * i);
}

/* Whether that is what is in the receive page. */
static inline bool is_received(char what, uint8_t second, uint8_t seed) {
  unsigned i;
  if (receive_page[0] != (uint8_t)what || receive_page[1] != second) return false;
  for (i = 2; i < SIZE; ++i) {
    if (receive_page[i] != (uint8_t)(seed + 5 * i)) return false;
  }
  return true;
}

/* The answer to a request is the request, with another second byte if there is something to say. */
static inline void copy_received(void) {
  unsigned i;
  for (i = 0; i < SIZE; ++i) send_page[i] = receive_page[i];
}

#endif /* HF_TESTING_SUITES_LEVELS_COMMON_H_ */
