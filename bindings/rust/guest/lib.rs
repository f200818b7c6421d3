// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! What a guest in Rust needs besides the ABI: a console to write to, an end, and a panic handler.
//! All of it is //bindings/start, which has to be linked too.
//!
//! ```ignore
//! #[no_mangle]
//! pub extern "C" fn guest_main(_device_tree: u64) {
//!     println!("VM {} is up", Hypervisor(Hvc).vm_get_id().0);
//! }
//! ```

#![no_std]

use core::fmt::{self, Write};
use core::panic::PanicInfo;

extern "C" {
    fn guest_print_bytes(bytes: *const u8, size: usize);
    fn guest_stop() -> !;
}

/// The console. It does not lock: one CPU at a time may write.
#[derive(Clone, Copy, Debug, Default)]
pub struct Console;

impl Write for Console {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // SAFETY: the pointer and the size are those of a slice, which is only read.
        unsafe { guest_print_bytes(text.as_ptr(), text.len()) };
        Ok(())
    }
}

/// Prints to the console, as `print!` of `std` does.
#[macro_export]
macro_rules! print {
    ($($arguments:tt)*) => {
        // The console takes everything; an error can only be that of a Display.
        let _ = ::core::fmt::Write::write_fmt(&mut $crate::Console, format_args!($($arguments)*));
    };
}

/// Prints a line to the console, as `println!` of `std` does.
#[macro_export]
macro_rules! println {
    () => {
        $crate::print!("\n")
    };
    ($($arguments:tt)*) => { $crate::print!("{}\n", format_args!($($arguments)*)) };
}

/// Ends the guest: the primary powers the machine off, a secondary waits for ever.
pub fn stop() -> ! {
    // SAFETY: it can be called at any time, and does not return.
    unsafe { guest_stop() }
}

#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    println!("guest: {info}");
    stop()
}
