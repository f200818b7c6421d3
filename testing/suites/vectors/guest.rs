// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! Runs the vectors in Rust, in a secondary.

#![no_std]

use hafnia_guest::println;
use hafnia_vectors::hf_vectors_rust;

/// Called by //bindings/start.
#[no_mangle]
pub extern "C" fn guest_main(_device_tree: u64) {
    let outcome = hf_vectors_rust();
    assert!(outcome.failures == 0, "FAIL: {outcome:x?}");
    println!("Rust: {} vectors passed", outcome.count);
}
