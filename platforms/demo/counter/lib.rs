// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! The counting service: answers each message with how many messages and bytes its sender has sent.
//!
//! The message "work" is not counted: it makes it compute for 50 ms without giving the CPU back, so
//! that a scheduler with a time slice has to preempt it.

#![no_std]

mod console;
mod text;

use core::arch::asm;
use hafnia::{Hvc, Hypervisor, Mailbox, MailboxPages};
use text::Text;

const VMS: usize = 16;
const WORK_MILLISECONDS: u64 = 50;

static PAGES: MailboxPages = MailboxPages::new();

#[derive(Clone, Copy)]
struct Count {
    messages: u64,
    bytes: u64,
}

/// The counter that all VMs see, and its ticks in a second.
fn now() -> (u64, u64) {
    let (ticks, frequency): (u64, u64);
    // SAFETY: both registers may be read at EL1, and reading has no effect.
    unsafe {
        asm!("isb", "mrs {}, cntvct_el0", "mrs {}, cntfrq_el0", out(reg) ticks, out(reg) frequency,
             options(nomem, nostack, preserves_flags));
    }
    (ticks, frequency)
}

fn work() {
    let (begin, frequency) = now();
    while now().0 - begin < frequency * WORK_MILLISECONDS / 1000 {}
}

/// Called by //bindings/start.
#[no_mangle]
pub extern "C" fn guest_main(_device_tree: u64) {
    let mut mailbox = Mailbox::configure(Hypervisor(Hvc), &PAGES).expect("no mailbox");
    console::print(b"counter: ready\n");
    let mut counts = [Count { messages: 0, bytes: 0 }; VMS];
    loop {
        // An interrupt ends the wait too; none is wanted here.
        let Some(message) = mailbox.receive(true) else { continue };
        let mut answer = Text::new();
        if message.starts_with(b"work") {
            work();
            answer.bytes(b"worked");
        } else {
            let count = &mut counts[message.sender().0 as usize % VMS];
            count.messages += 1;
            count.bytes += message.len() as u64;
            answer.number(count.messages);
            answer.bytes(b" messages, ");
            answer.number(count.bytes);
            answer.bytes(b" bytes");
        }
        let sender = message.sender();
        drop(message);
        // A sender that has not cleared its own mailbox yet is given time to.
        while mailbox.send(sender, answer.as_bytes(), false).is_err() {
            mailbox.hypervisor().vcpu_yield();
        }
    }
}

#[panic_handler]
fn panic(_info: &core::panic::PanicInfo) -> ! {
    console::stop(b"the counter panicked\0")
}
