// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! A guest that does not say what becomes of a panic.

#![no_std]

/// Called by @hf//bindings/start.
#[no_mangle]
pub extern "C" fn guest_main(_device_tree: u64) {}
