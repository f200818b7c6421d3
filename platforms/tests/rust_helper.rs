// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! A crate for rust_start to use. It is built and linked, never run.

#![no_std]

/// The sum of all values, by way of core's iterators.
pub fn sum(values: &[u64]) -> u64 {
    values.iter().copied().fold(0, u64::wrapping_add)
}
