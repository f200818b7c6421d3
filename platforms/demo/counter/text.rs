// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! A short text of bytes, put together piece by piece.

const CAPACITY: usize = 64;

pub struct Text {
    bytes: [u8; CAPACITY],
    size: usize,
}

impl Text {
    pub const fn new() -> Text {
        Text { bytes: [0; CAPACITY], size: 0 }
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.size]
    }

    /// Panics when the text gets longer than its capacity.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.bytes[self.size..self.size + bytes.len()].copy_from_slice(bytes);
        self.size += bytes.len();
    }

    /// In decimal.
    pub fn number(&mut self, value: u64) {
        if value >= 10 {
            self.number(value / 10);
        }
        self.bytes(&[b'0' + (value % 10) as u8]);
    }
}
