// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! Tests of mailbox.rs against a hypervisor that is told what to answer; each is called from
//! mailbox_test.cc, and panics if something is wrong.

#![no_std]

use core::cell::Cell;
use core::ffi::{c_char, c_int, CStr};
use core::fmt::Write;
use hafnia::*;

const SIZE: usize = MAILBOX_SIZE as usize;
const CALLS: usize = 8;
const HELLO_FROM_5: u64 = 5 << 32 | 5;
const ERROR: u64 = u64::MAX;

/// Answers calls in order, then with 0, and remembers them. A received message is "hello" at first.
struct Fake {
    answers: Cell<&'static [u64]>,
    calls: Cell<[[u64; 4]; CALLS]>,
    count: Cell<usize>,
    sent: Cell<[u8; 5]>,
    pages: Cell<(u64, u64)>,
}

impl Fake {
    const fn new() -> Self {
        Self {
            answers: Cell::new(&[]),
            calls: Cell::new([[0; 4]; CALLS]),
            count: Cell::new(0),
            sent: Cell::new([0; 5]),
            pages: Cell::new((0, 0)),
        }
    }

    /// What the next calls are answered; those so far are forgotten.
    fn answer(&self, answers: &'static [u64]) {
        self.answers.set(answers);
        self.count.set(0);
    }

    fn last(&self) -> [u64; 4] {
        self.calls.get()[self.count.get() - 1]
    }

    fn cleared(&self) -> usize {
        let calls = self.calls.get();
        calls[..self.count.get()].iter().filter(|call| call[0] == number::MAILBOX_CLEAR).count()
    }
}

// SAFETY: it writes to the receive page when that becomes a mailbox's, and reads the send page when a
// message is sent.
unsafe impl HvcCall for &Fake {
    unsafe fn hvc(&self, x0: u64, x1: u64, x2: u64, x3: u64) -> u64 {
        let mut calls = self.calls.get();
        calls[self.count.get()] = [x0, x1, x2, x3];
        self.calls.set(calls);
        self.count.set(self.count.get() + 1);
        let (answer, rest) = self.answers.get().split_first().unwrap_or((&0, &[]));
        self.answers.set(rest);
        if x0 == number::VM_CONFIGURE && *answer == 0 {
            self.pages.set((x1, x2));
            // SAFETY: it is the page of a mailbox that has no message yet.
            unsafe { (x2 as *mut [u8; 5]).write(*b"hello") };
        }
        if x0 == number::MAILBOX_SEND {
            // SAFETY: it is the page of a mailbox.
            self.sent.set(unsafe { (self.pages.get().0 as *const [u8; 5]).read() });
        }
        *answer
    }
}

/// A mailbox of its own for each test.
macro_rules! mailbox {
    ($fake:ident) => {{
        static PAGES: MailboxPages = MailboxPages::new();
        let mailbox = Mailbox::configure(Hypervisor(&$fake), &PAGES).expect("no mailbox");
        $fake.answer(&[]);
        mailbox
    }};
}

#[no_mangle]
extern "C" fn rust_configures_its_pages() {
    static PAGES: MailboxPages = MailboxPages::new();
    let fake = Fake::new();
    assert!(Mailbox::configure(Hypervisor(&fake), &PAGES).is_ok());
    let [call, send, receive, _] = fake.last();
    assert_eq!(call, number::VM_CONFIGURE);
    assert_eq!((send % MAILBOX_SIZE, receive % MAILBOX_SIZE), (0, 0));
    assert_eq!(send.abs_diff(receive), MAILBOX_SIZE);
    fake.answer(&[ERROR]);
    assert!(Mailbox::configure(Hypervisor(&fake), &PAGES).is_err());
}

#[no_mangle]
extern "C" fn rust_gives_the_page_back_when_dropped() {
    let fake = Fake::new();
    let mut mailbox = mailbox!(fake);
    fake.answer(&[HELLO_FROM_5]);
    {
        let message = mailbox.receive(true).expect("no message");
        assert_eq!(fake.last()[..2], [number::MAILBOX_RECEIVE, 1]);
        assert_eq!((message.sender(), &*message), (VmId(5), &b"hello"[..]));
        assert_eq!(fake.cleared(), 0);
    }
    assert_eq!(fake.cleared(), 1);
}

#[no_mangle]
extern "C" fn rust_gives_the_page_back_once() {
    let fake = Fake::new();
    let mut mailbox = mailbox!(fake);
    fake.answer(&[HELLO_FROM_5, 1]);
    assert_eq!(mailbox.receive(false).expect("no message").clear(), Ok(true));
    assert_eq!((fake.calls.get()[0][1], fake.cleared()), (0, 1));
    fake.answer(&[HELLO_FROM_5, ERROR]);
    assert_eq!(mailbox.receive(false).expect("no message").clear(), Err(Error));
    assert_eq!(fake.cleared(), 1);
}

#[no_mangle]
extern "C" fn rust_copies_out_what_fits() {
    let fake = Fake::new();
    let mut mailbox = mailbox!(fake);
    let mut buffer = [b'x'; 7];
    fake.answer(&[HELLO_FROM_5]);
    assert_eq!(mailbox.receive(true).expect("no message").copy_out(&mut buffer), b"hello");
    assert_eq!((&buffer, fake.cleared()), (b"helloxx", 1));
    fake.answer(&[HELLO_FROM_5]);
    assert_eq!(mailbox.receive(true).expect("no message").copy_out(&mut buffer[..2]), b"he");
}

#[no_mangle]
extern "C" fn rust_gives_nothing_back_without_a_message() {
    let fake = Fake::new();
    let mut mailbox = mailbox!(fake);
    fake.answer(&[0xffff_ffff]);
    assert!(mailbox.receive(true).is_none());
    assert_eq!(fake.cleared(), 0);
}

#[no_mangle]
extern "C" fn rust_takes_no_more_than_the_page() {
    let fake = Fake::new();
    let mut mailbox = mailbox!(fake);
    fake.answer(&[1 << 48 | 5]);
    assert_eq!(mailbox.receive(true).expect("no message").len(), SIZE);
}

#[no_mangle]
extern "C" fn rust_sends_what_it_is_given() {
    let fake = Fake::new();
    let mailbox = mailbox!(fake);
    fake.answer(&[2]);
    assert_eq!(mailbox.send(VmId(3), b"howdy", true), Ok(Some(VcpuIndex(2))));
    assert_eq!(fake.last(), [number::MAILBOX_SEND, 3, 5, 1]);
    assert_eq!(&fake.sent.get(), b"howdy");
    fake.answer(&[ERROR]);
    assert_eq!(mailbox.send(VmId(3), b"", false), Err(Error));
    static LARGE: [u8; SIZE + 1] = [0; SIZE + 1];
    fake.answer(&[]);
    assert_eq!(mailbox.send(VmId(3), &LARGE, false), Err(Error));
    assert_eq!(fake.count.get(), 0);
    assert!(mailbox.send(VmId(3), &LARGE[1..], false).is_ok());
}

#[no_mangle]
extern "C" fn rust_primary_gets_a_message_with_its_run_code() {
    let fake = Fake::new();
    let mut mailbox = mailbox!(fake);
    fake.answer(&[5 << 32 | 4, 0, 1]);
    {
        let (code, message) = mailbox.vcpu_run(VmId(7), VcpuIndex(1));
        assert_eq!(fake.last()[..3], [number::VCPU_RUN, 7, 1]);
        assert_eq!(code, VcpuRunReturn::Message { size: 5 });
        let message = message.expect("no message");
        assert_eq!((message.sender(), &*message), (VmId(7), &b"hello"[..]));
    }
    assert_eq!(fake.cleared(), 1);
    let (code, message) = mailbox.vcpu_run(VmId(7), VcpuIndex(1));
    assert_eq!(code, VcpuRunReturn::Yield);
    assert!(message.is_none());
}

extern "C" {
    fn abort() -> !;
    fn putchar(character: c_int) -> c_int;
    fn puts(text: *const c_char) -> c_int;
}

struct Out;

impl Write for Out {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        for byte in text.bytes() {
            // SAFETY: putchar of the C library may be called anywhere.
            unsafe { putchar(byte.into()) };
        }
        Ok(())
    }
}

#[panic_handler]
fn panic(info: &core::panic::PanicInfo) -> ! {
    let _ = write!(Out, "{info}");
    let end: &CStr = c"";
    // SAFETY: both functions of the C library may be called anywhere; the text is one of C's.
    unsafe {
        puts(end.as_ptr());
        abort()
    }
}
