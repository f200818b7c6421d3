// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#![no_std]

use core::ptr::addr_of_mut;
use hafnia::{Hvc, Hypervisor, Ipa, MAILBOX_SIZE};
use hafnia_guest as _; // The panic handler, which says why on the console.

#[repr(C, align(4096))]
struct Page([u8; MAILBOX_SIZE as usize]);

static mut OUT: Page = Page([0; MAILBOX_SIZE as usize]);
static mut IN: Page = Page([0; MAILBOX_SIZE as usize]);

#[no_mangle]
pub extern "C" fn guest_main(_device_tree: u64) {
    let (out_page, in_page) = (addr_of_mut!(OUT), addr_of_mut!(IN));
    let hypervisor = Hypervisor(Hvc);
    hypervisor.vm_configure(Ipa(out_page as u64), Ipa(in_page as u64)).expect("no mailbox");
    loop {
        // An interrupt ends the wait too.
        let Some(message) = hypervisor.mailbox_receive(true) else { continue };
        // SAFETY: the pages are of this size, and this VM's only vCPU is here.
        unsafe { out_page.copy_from_nonoverlapping(in_page, 1) };
        hypervisor.mailbox_clear().expect("there was no message");
        while hypervisor.mailbox_send(message.vm_id, message.size.into(), false).is_err() {
            hypervisor.vcpu_yield();
        }
    }
}
