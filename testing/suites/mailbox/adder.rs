// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! A service in Rust: answers with four bytes, the number of the messages so far and the sum of
//! this one's bytes, both little-endian and 16 bits wide.

#![no_std]

use core::cell::UnsafeCell;
use core::ptr::{read_volatile, write_volatile};
use hafnia::{Hvc, Hypervisor, Ipa};

const SIZE: usize = hafnia::MAILBOX_SIZE as usize;

#[repr(C, align(4096))]
struct Page(UnsafeCell<[u8; SIZE]>);

// SAFETY: the VM has one vCPU and takes no interrupt: nothing runs beside the caller.
unsafe impl Sync for Page {}

impl Page {
    fn at(&self, index: usize) -> *mut u8 {
        assert!(index < SIZE);
        // SAFETY: the index is inside the page.
        unsafe { self.0.get().cast::<u8>().add(index) }
    }
}

static SEND: Page = Page(UnsafeCell::new([0; SIZE]));
static RECEIVE: Page = Page(UnsafeCell::new([0; SIZE]));

/// Called by //bindings/start.
#[no_mangle]
pub extern "C" fn guest_main(_device_tree: u64) {
    let hypervisor = Hypervisor(Hvc);
    hypervisor.vm_configure(Ipa::of(&SEND), Ipa::of(&RECEIVE)).expect("the pages are refused");
    let mut messages: u16 = 0;
    loop {
        let Some(message) = hypervisor.mailbox_receive(true) else { continue };
        messages += 1;
        // SAFETY: at() gives addresses of bytes of the page, which only the hypervisor writes.
        let sum = (0..message.size as usize)
            .map(|i| u16::from(unsafe { read_volatile(RECEIVE.at(i)) }))
            .fold(0, u16::wrapping_add);
        let [a, b] = messages.to_le_bytes();
        let [c, d] = sum.to_le_bytes();
        for (i, byte) in [a, b, c, d].into_iter().enumerate() {
            // SAFETY: at() gives addresses of bytes of the page.
            unsafe { write_volatile(SEND.at(i), byte) }
        }
        hypervisor.mailbox_clear().expect("the message was taken");
        while hypervisor.mailbox_send(message.vm_id, 4, false).is_err() {
            hypervisor.vcpu_yield();
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
