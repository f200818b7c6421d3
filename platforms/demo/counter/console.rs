// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! //bindings/start's console and end, in Rust.

extern "C" {
    fn guest_print_bytes(bytes: *const u8, size: usize);
    fn guest_panic(reason: *const u8) -> !;
}

pub fn print(text: &[u8]) {
    // SAFETY: the pointer and the size are those of a slice.
    unsafe { guest_print_bytes(text.as_ptr(), text.len()) }
}

/// Prints the reason, which ends with a 0 byte, and stops the VM.
pub fn stop(reason: &'static [u8]) -> ! {
    // SAFETY: the callers' literals end with a 0 byte.
    unsafe { guest_panic(reason.as_ptr()) }
}
