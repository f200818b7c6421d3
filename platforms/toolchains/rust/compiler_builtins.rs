// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! The crate that rustc links to every other, and which Debian's sources of core lack.
//!
//! It is empty: memcpy, memmove, memset, memcmp and bcmp come from the C start-up code that every
//! image links, and what else could be called (division of 128-bit integers) is then an undefined
//! symbol at link time.

#![allow(internal_features)]
#![compiler_builtins]
#![feature(compiler_builtins)]
#![no_std]
