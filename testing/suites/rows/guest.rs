// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! Plays its part of the tour by the Rust crate.

#![no_std]

use core::ffi::{c_char, CStr};
use hafnia::HvcCall;
use hafnia_guest as _;

mod c {
    use core::ffi::c_char;

    // machine.h
    extern "C" {
        pub fn rows_begin();
        pub fn rows_end(language: *const c_char);
        pub fn turn(step: u64, vm: u32, known: i32, x0: u64) -> bool;
        pub fn rows_call(x0: u64, x1: u64, x2: u64, x3: u64) -> i64;
        pub fn rows_registers(x0: u64, x1: u64, x2: u64, x3: u64);
        pub fn raw_call(x0: u64, x1: u64, x2: u64, x3: u64);
        pub fn event_PhysicalInterrupt();
        pub fn event_WaitForInterrupt();
        pub fn event_TimerExpired();
        pub fn event_Abort();
        pub fn interrupt_pending();
        pub fn interrupt_taken();
        pub fn set_timer(waits: i32);
        pub fn time_passes(waits: i32);
    }
}

/// The functions of machine.h, which change nothing that Rust knows of: pages of the tour are
/// machine.c's own.
#[allow(non_snake_case)]
mod machine {
    use super::c;

    macro_rules! safe {
        ($($name:ident($($argument:ident: $type:ty),*) $(-> $result:ty)?;)*) => {$(
            pub fn $name($($argument: $type),*) $(-> $result)? {
                // SAFETY: see above.
                unsafe { c::$name($($argument),*) }
            }
        )*};
    }

    safe! {
        turn(step: u64, vm: u32, known: i32, x0: u64) -> bool;
        raw_call(x0: u64, x1: u64, x2: u64, x3: u64);
        event_PhysicalInterrupt();
        event_WaitForInterrupt();
        event_TimerExpired();
        event_Abort();
        interrupt_pending();
        interrupt_taken();
        set_timer(waits: i32);
        time_passes(waits: i32);
    }
}

// What the generated callers expect; see bindings/vectors/rust/check.rs.

struct Recorder;

impl Recorder {
    fn new(_answer: u64) -> Self {
        Self
    }
}

// SAFETY: the call is made, with the same registers but for pages of machine.c's own.
unsafe impl HvcCall for &Recorder {
    unsafe fn hvc(&self, x0: u64, x1: u64, x2: u64, x3: u64) -> u64 {
        // SAFETY: as of the caller.
        unsafe { c::rows_call(x0, x1, x2, x3) as u64 }
    }
}

fn begin(_name: &'static CStr) {}

fn registers(wanted: [u64; 4], _recorder: &Recorder) {
    // SAFETY: it compares.
    unsafe { c::rows_registers(wanted[0], wanted[1], wanted[2], wanted[3]) };
}

// The hypervisor may not serve all calls.
#[allow(dead_code)]
mod tour {
    use super::machine::*;
    use super::*;
    use hafnia::*;

    include!("callers_rust.inc");

    #[allow(unused_parens)]
    #[rustfmt::skip]
    pub fn play() {
        include!("tour.inc")
    }
}

/// Called by //bindings/start.
#[no_mangle]
pub extern "C" fn guest_main(_device_tree: u64) {
    const LANGUAGE: *const c_char = c"Rust".as_ptr();
    // SAFETY: machine.c's own.
    unsafe { c::rows_begin() };
    tour::play();
    // SAFETY: the name ends with 0.
    unsafe { c::rows_end(LANGUAGE) };
}
