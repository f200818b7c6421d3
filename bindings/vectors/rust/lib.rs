// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! The test vectors of the bindings, for Rust.

#![no_std]

mod check;
mod vectors {
    include!("vectors.rs");
}

pub use check::Outcome;

/// Runs all vectors; not twice at a time. vectors.h has it for C.
#[no_mangle]
pub extern "C" fn hf_vectors_rust() -> Outcome {
    check::start();
    vectors::run_all();
    check::outcome()
}
