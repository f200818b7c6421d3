// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! A mailbox page: memory that the hypervisor reads and writes too, so every access is volatile.

use core::cell::UnsafeCell;
use core::ptr::{read_volatile, write_volatile};

const SIZE: usize = hafnia::MAILBOX_SIZE as usize;

#[repr(C, align(4096))]
pub struct Page(UnsafeCell<[u8; SIZE]>);

// SAFETY: the VM has one vCPU and takes no interrupt: nothing runs beside the caller.
unsafe impl Sync for Page {}

impl Page {
    pub const fn new() -> Page {
        Page(UnsafeCell::new([0; SIZE]))
    }

    fn base(&self) -> *mut u8 {
        self.0.get().cast()
    }

    /// Puts the bytes at the page's beginning. Panics when they are more than a page.
    pub fn write(&self, bytes: &[u8]) {
        assert!(bytes.len() <= SIZE);
        for (i, byte) in bytes.iter().enumerate() {
            // SAFETY: i is inside the page.
            unsafe { write_volatile(self.base().add(i), *byte) }
        }
    }

    /// Whether the page's first `size` bytes begin with `prefix`.
    pub fn starts_with(&self, size: u32, prefix: &[u8]) -> bool {
        prefix.len() <= (size as usize).min(SIZE)
            // SAFETY: i is inside the page.
            && (0..prefix.len()).all(|i| unsafe { read_volatile(self.base().add(i)) } == prefix[i])
    }
}
