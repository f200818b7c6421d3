// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! A primary in Rust that prints, and panics: the panic is told, and ends it.

#![no_std]

use hafnia_guest::{print, println};

/// Called by //bindings/start.
#[no_mangle]
pub extern "C" fn guest_main(device_tree: u64) {
    print!("rust: ");
    println!("{} {:#x}", 42, 0xff);
    println!();
    let zero = device_tree & 0;
    println!("{}", [1, 2][2 + zero as usize]);
}
