// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! The test vectors for Rust, to be linked to a C++ program on the host.

#![no_std]

pub use hafnia_vectors::hf_vectors_rust;

extern "C" {
    fn abort() -> !;
}

#[panic_handler]
fn panic(_info: &core::panic::PanicInfo) -> ! {
    // SAFETY: abort of the C library may be called anywhere.
    unsafe { abort() }
}
