// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! A service in Rust: answers with four bytes, the number of the messages so far and the sum of
//! this one's bytes, both little-endian and 16 bits wide.

#![no_std]

use hafnia::{Hvc, Hypervisor, Mailbox, MailboxPages};

static PAGES: MailboxPages = MailboxPages::new();

/// Called by //bindings/start.
#[no_mangle]
pub extern "C" fn guest_main(_device_tree: u64) {
    let mut mailbox = Mailbox::configure(Hypervisor(Hvc), &PAGES).expect("the pages are refused");
    let mut messages: u16 = 0;
    loop {
        let Some(message) = mailbox.receive(true) else { continue };
        messages += 1;
        let sender = message.sender();
        let sum = message.iter().copied().map(u16::from).fold(0, u16::wrapping_add);
        message.clear().expect("the message was taken");
        let [a, b] = messages.to_le_bytes();
        let [c, d] = sum.to_le_bytes();
        while mailbox.send(sender, &[a, b, c, d], false).is_err() {
            mailbox.hypervisor().vcpu_yield();
        }
    }
}

#[panic_handler]
fn panic(_info: &core::panic::PanicInfo) -> ! {
    extern "C" {
        fn guest_panic(reason: *const u8) -> !;
    }
    // SAFETY: the text ends with a 0 byte.
    unsafe { guest_panic(b"the adder panicked\0".as_ptr()) }
}
