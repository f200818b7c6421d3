/*
 * SPDX-FileCopyrightText: 2026 The Hafnia Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A secondary that does what it is asked for, built for level 0.1, 1.0 or 1.1 as its <hf/call.h>
 * is: what levels do not share is in peer_0_1.h and peer_1.h.
 */

#include "testing/suites/levels/common.h"
#if defined(HF_MAILBOX_WRITABLE_GET)
#include "testing/suites/levels/peer_1.h"
#else
#include "testing/suites/levels/peer_0_1.h"
#endif

/* An echo of a message of its own. */
static bool ping(uint32_t vm_id, bool wait) {
  uint32_t from = 0;
  uint32_t size = 0;
  compose(ASK_ECHO, 0, (uint8_t)(17 * vm_id));
  if (!(wait ? send_when_writable(vm_id, SIZE) : send(vm_id, SIZE))) return false;
  if (!receive(&from, &size) || from != vm_id || size != SIZE) return false;
  if (!is_received(ASK_ECHO, 0, (uint8_t)(17 * vm_id))) return false;
  return hf_mailbox_clear() == 0;
}

static void answer(uint32_t vm_id) {
  if (!send_when_writable(vm_id, SIZE)) put("FAIL: an answer cannot be sent\n");
}

static void answer_with(char what, bool good) {
  compose(what, good ? GOOD : BAD, 0);
  answer(0);
}

void kmain(uint64_t fdt) {
  (void)fdt;
  begin();
  if (hf_vm_configure((uintptr_t)send_page, (uintptr_t)receive_page) != 0) put("FAIL: configure\n");
  for (;;) {
    uint32_t from;
    uint32_t size;
    char what;
    uint8_t second;
    if (!receive(&from, &size)) continue;
    copy_received();
    what = (char)send_page[0];
    second = send_page[1];
    if (what == ASK_KEEP) {
      answer(from);
      if (hf_mailbox_clear() != 0) put("FAIL: clear after an answer\n");
      continue;
    }
    if (what == ASK_SCRIBBLE) receive_page[SIZE] = 1;
    if (hf_mailbox_clear() != 0) put("FAIL: clear\n");
    switch (what) {
      case ASK_PING:
        answer_with(what, ping(second, false));
        break;
      case ASK_WAIT:
        answer_with(what, ping(second, true));
        break;
      case ASK_YIELD:
      case ASK_SLEEP:
        answer_with(what, leave(what));
        break;
      case ASK_ABORT:
        *(volatile uint32_t*)(uintptr_t)second = 0;
        break;
      default:
        answer(from);
        break;
    }
  }
}
