// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Three VMs that give, lend and share memory to each other in any way, and make mailboxes of it: a
// page has one owner at any time, and is accessible to none but its owner and one to whom the owner
// lent it or with whom the owner shares it.

#define MEMORY
#include "abi/spin/state.pml"
#define message_arrives(vm) skip
#define waiter_arrives(vm, who) skip
#include "abi/spin/abi.pml"

// Arguments, chosen before a step and forgotten in it.
byte to;
byte addr;
byte size;
byte mode;
SCRATCH byte page;

#define OWNERS(page) \
  (((owned[0] >> page) & 1) + ((owned[1] >> page) & 1) + ((owned[2] >> page) & 1))
#define USERS(page) \
  (((accessible[0] >> page) & 1) + ((accessible[1] >> page) & 1) + ((accessible[2] >> page) & 1))
#define OWNER_USES(page) \
  (((owned[0] & accessible[0] | owned[1] & accessible[1] | owned[2] & accessible[2]) >> page) & 1)

#define MAILBOX_IS_OWN(vm) ((mailbox_pages[vm] & (255 - EXCLUSIVE_PAGES(vm))) == 0)
#define EXCLUSIVE_PAGES(vm) (owned[vm] & (255 - ACCESSIBLE_TO_OTHERS(vm)))

inline check_pages() {
  for (page : 0 .. PAGES - 1) {
    MUST(OWNERS(page) == 1, "violated: a page has not one owner\n");
    MUST(USERS(page) == 1 || USERS(page) == 2 && OWNER_USES(page),
         "violated: a page is accessible to others than its owner and one more\n");
    MUST(MAILBOX_IS_OWN(0) && MAILBOX_IS_OWN(1) && MAILBOX_IS_OWN(2),
         "violated: a mailbox is accessible to others than its VM\n")
  };
  page = 0;
  to = 0;
  addr = 0;
  size = 0;
  mode = 0;
  forget()
}

proctype virtual_machine(byte me) {
  do
  :: atomic {
       // One that there is not, too.
       if :: to = 0 :: to = 1 :: to = 2 :: to = 3 fi;
       // Pages, what is between them, and what is behind them; a mode that there is not.
       if :: addr = 0 :: addr = 1 :: addr = 2 :: addr = 4 fi;
       if :: size = 0 :: size = 1 :: size = 2 :: size = 4 fi;
       if :: mode = MEMORY_GIVE :: mode = MEMORY_LEND :: mode = MEMORY_SHARE :: mode = 3 fi;
       d_step { hf_share_memory(me, 0, to, addr, size, mode); check_pages() }
     }
  :: atomic {
       if :: to = 0 :: to = 1 :: to = 2 :: to = 4 fi;
       if :: addr = 0 :: addr = 2 :: addr = 4 fi;
       d_step {
         hf_vm_configure(me, 0, to, addr);
         // It says 0 if and only if it did so: nothing is half done.
         assert(result == -1 || has_mailbox[me]);
         check_pages()
       }
     }
  od
}

init {
  d_step {
    // All memory is the primary's.
    owned[PRIMARY_VM_ID] = BIT(PAGES) - 1;
    accessible[PRIMARY_VM_ID] = BIT(PAGES) - 1;
    for (page : 0 .. VMS - 1) { vcpu(page, 0) = VCPU_RUNNING }
    page = 0
  };
  atomic { run virtual_machine(0); run virtual_machine(1); run virtual_machine(2) }
}
