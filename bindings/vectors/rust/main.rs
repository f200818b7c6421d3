// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! The test vectors that all bindings are tested with. One test: they share their state.

mod check;
mod vectors {
    include!("vectors.rs");
}

use core::ffi::CStr;

#[test]
fn all_vectors_hold() {
    check::start();
    vectors::run_all();
    let outcome = check::outcome();
    // SAFETY: a name is that of a literal; it is null when nothing failed.
    let name = (!outcome.name.is_null()).then(|| unsafe { CStr::from_ptr(outcome.name) });
    assert_eq!(outcome.failures, 0, "{name:?}: {outcome:x?}");
    let listed = include_str!("vectors.inc").lines().filter(|line| line.ends_with(");")).count();
    assert_eq!(outcome.count, listed as u64);
    assert!(listed > 100);
}
