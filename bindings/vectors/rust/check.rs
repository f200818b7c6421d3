// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! What the generated vectors for Rust are made of: comparisons, and a hypervisor that records a
//! call's registers and answers as it is told.
//!
//! The state is made of atomic variables, because there is no other without `unsafe`; they are only
//! loaded and stored, so that a guest without its MMU needs no exclusive accesses.

use core::cell::Cell;
use core::ffi::{c_char, CStr};
use core::ptr::null_mut;
use core::sync::atomic::{AtomicPtr, AtomicU64, Ordering::Relaxed};
use hafnia::{Error, HvcCall, Intid, Ipa, VcpuIndex, VmId};

pub use core::mem::size_of;

static COUNT: AtomicU64 = AtomicU64::new(0);
static FAILURES: AtomicU64 = AtomicU64::new(0);
static CURRENT: AtomicPtr<c_char> = AtomicPtr::new(null_mut());
static NAME: AtomicPtr<c_char> = AtomicPtr::new(null_mut());
static FIRST: [AtomicU64; 3] = [const { AtomicU64::new(0) }; 3];

/// `struct hf_vectors_result` of vectors.h.
#[derive(Debug)]
#[repr(C)]
pub struct Outcome {
    pub count: u64,
    pub failures: u64,
    pub name: *const c_char,
    pub number: u64,
    pub wanted: u64,
    pub got: u64,
}

pub fn start() {
    COUNT.store(0, Relaxed);
    FAILURES.store(0, Relaxed);
    NAME.store(null_mut(), Relaxed);
    FIRST.iter().for_each(|number| number.store(0, Relaxed));
}

pub fn outcome() -> Outcome {
    Outcome {
        count: COUNT.load(Relaxed),
        failures: FAILURES.load(Relaxed),
        name: NAME.load(Relaxed),
        number: FIRST[0].load(Relaxed),
        wanted: FIRST[1].load(Relaxed),
        got: FIRST[2].load(Relaxed),
    }
}

/// Begins a vector of the function of this name.
pub fn begin(name: &'static CStr) {
    COUNT.store(COUNT.load(Relaxed) + 1, Relaxed);
    CURRENT.store(name.as_ptr().cast_mut(), Relaxed);
}

pub fn equal(wanted: u64, got: u64) {
    if wanted == got {
        return;
    }
    let failures = FAILURES.load(Relaxed);
    FAILURES.store(failures + 1, Relaxed);
    if failures == 0 {
        NAME.store(CURRENT.load(Relaxed), Relaxed);
        for (to, number) in FIRST.iter().zip([COUNT.load(Relaxed), wanted, got]) {
            to.store(number, Relaxed);
        }
    }
}

/// The thing is there unless its number is that of none.
pub fn optional<T: Raw>(none: u64, wanted: u64, got: Option<T>) {
    equal(u64::from(wanted != none), u64::from(got.is_some()));
    if let Some(got) = got {
        equal(wanted, got.raw());
    }
}

/// Answers calls as it is told, and records their registers.
pub struct Recorder {
    answer: u64,
    registers: Cell<[u64; 4]>,
}

impl Recorder {
    pub fn new(answer: u64) -> Self {
        Self { answer, registers: Cell::new([0; 4]) }
    }
}

// SAFETY: it makes no call, and touches no memory that it is told of.
unsafe impl HvcCall for &Recorder {
    unsafe fn hvc(&self, x0: u64, x1: u64, x2: u64, x3: u64) -> u64 {
        self.registers.set([x0, x1, x2, x3]);
        self.answer
    }
}

/// The last call was made with these registers.
pub fn registers(wanted: [u64; 4], recorder: &Recorder) {
    for (wanted, got) in wanted.into_iter().zip(recorder.registers.get()) {
        equal(wanted, got);
    }
}

pub fn equal_outcome(wanted: (u64, u64, u64), got: (bool, bool, u64)) {
    equal(wanted.0, got.0.into());
    equal(wanted.1, got.1.into());
    equal(wanted.2, got.2);
}

/// A thing of the binding as a number.
pub trait Raw {
    fn raw(self) -> u64;
}

/// What a call returns as: no error, not none, and the number.
pub trait Returned {
    fn outcome(self) -> (bool, bool, u64);
}

macro_rules! raw {
    ($($type:ty, $thing:ident => $number:expr;)*) => {$(
        impl Raw for $type {
            fn raw(self) -> u64 {
                let $thing = self;
                $number
            }
        }

        impl Returned for $type {
            fn outcome(self) -> (bool, bool, u64) {
                (true, true, self.raw())
            }
        }
    )*};
}

raw! {
    (), _thing => 0;
    bool, thing => thing.into();
    u8, thing => thing.into();
    u16, thing => thing.into();
    u32, thing => thing.into();
    u64, thing => thing;
    VmId, thing => thing.0.into();
    VcpuIndex, thing => thing.0.into();
    Intid, thing => thing.0.into();
    Ipa, thing => thing.0;
}

impl<T: Returned> Returned for Option<T> {
    fn outcome(self) -> (bool, bool, u64) {
        self.map_or((true, false, 0), T::outcome)
    }
}

impl<T: Returned> Returned for Result<T, Error> {
    fn outcome(self) -> (bool, bool, u64) {
        self.map_or((false, false, 0), T::outcome)
    }
}
