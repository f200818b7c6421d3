// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! The Rust toolchain: core, a dependency, a relative relocation. It is built and linked, never run.

#![no_std]

static WORDS: [&[u64]; 2] = [&[1, 2, 3], &[4, 5]];

#[panic_handler]
fn panic(_info: &core::panic::PanicInfo) -> ! {
    loop {
        core::hint::spin_loop();
    }
}

/// The image's entry.
///
/// # Safety
///
/// `out` points to a word.
#[no_mangle]
pub unsafe extern "C" fn _start(index: usize, out: *mut u64) -> ! {
    out.write_volatile(rust_helper::sum(WORDS[index]));
    loop {
        core::hint::spin_loop();
    }
}
