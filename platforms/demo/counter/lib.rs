// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! The counting service: answers each message with how many messages and bytes its sender has sent.
//!
//! The message "work" is not counted: it makes it compute for 50 ms without giving the CPU back, so
//! that a scheduler with a time slice has to preempt it.

#![no_std]

mod console;
mod page;
mod text;

use core::arch::asm;
use hafnia::{Hvc, Hypervisor, Ipa};
use page::Page;
use text::Text;

const VMS: usize = 16;
const WORK_MILLISECONDS: u64 = 50;

static SEND: Page = Page::new();
static RECEIVE: Page = Page::new();

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
    let hypervisor = Hypervisor(Hvc);
    let pages = (Ipa::of(&SEND), Ipa::of(&RECEIVE));
    hypervisor.vm_configure(pages.0, pages.1).expect("the mailbox pages are refused");
    console::print(b"counter: ready\n");
    let mut counts = [Count { messages: 0, bytes: 0 }; VMS];
    loop {
        // An interrupt ends the wait too; none is wanted here.
        let Some(message) = hypervisor.mailbox_receive(true) else { continue };
        let mut answer = Text::new();
        if RECEIVE.starts_with(message.size, b"work") {
            work();
            answer.bytes(b"worked");
        } else {
            let count = &mut counts[message.vm_id.0 as usize % VMS];
            count.messages += 1;
            count.bytes += u64::from(message.size);
            answer.number(count.messages);
            answer.bytes(b" messages, ");
            answer.number(count.bytes);
            answer.bytes(b" bytes");
        }
        SEND.write(answer.as_bytes());
        hypervisor.mailbox_clear().expect("the message was taken");
        // A sender that has not cleared its own mailbox yet is given time to.
        let size = answer.as_bytes().len() as u64;
        while hypervisor.mailbox_send(message.vm_id, size, false).is_err() {
            hypervisor.vcpu_yield();
        }
    }
}

#[panic_handler]
fn panic(_info: &core::panic::PanicInfo) -> ! {
    console::stop(b"the counter panicked\0")
}
