// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! A service that yields for ever.

#![no_std]

use hafnia::{Hvc, Hypervisor};

/// Called by @hf//bindings/start.
#[no_mangle]
pub extern "C" fn guest_main(_device_tree: u64) {
    loop {
        Hypervisor(Hvc).vcpu_yield();
    }
}

#[panic_handler]
fn panic(_info: &core::panic::PanicInfo) -> ! {
    loop {}
}
