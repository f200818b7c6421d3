// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#![no_std]

use hafnia::{Hvc, Hypervisor, Mailbox, MailboxPages, MAILBOX_SIZE};
use hafnia_guest as _; // The panic handler, which says why on the console.

static PAGES: MailboxPages = MailboxPages::new();

#[no_mangle]
pub extern "C" fn guest_main(_device_tree: u64) {
    let mut mailbox = Mailbox::configure(Hypervisor(Hvc), &PAGES).expect("no mailbox");
    let mut buffer = [0; MAILBOX_SIZE as usize];
    loop {
        // An interrupt ends the wait too.
        let Some(message) = mailbox.receive(true) else { continue };
        let sender = message.sender();
        let text = message.copy_out(&mut buffer);
        while mailbox.send(sender, text, false).is_err() {
            mailbox.hypervisor().vcpu_yield();
        }
    }
}
