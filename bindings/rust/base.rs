// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! What the generated lib.rs is made of: numbers that cannot be taken for one another, the error, and
//! the instruction that makes a call.

/// The id of a VM.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct VmId(pub u32);

/// The index of a vCPU within its VM.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct VcpuIndex(pub u32);

/// A virtual interrupt.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Intid(pub u32);

/// An address in the memory of the VM, as the hypervisor sees it: an intermediate physical address.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Ipa(pub u64);

impl Ipa {
    /// The address of an object; its virtual address is its IPA as long as the MMU is off.
    pub fn of<T: ?Sized>(object: *const T) -> Self {
        Self(object.cast::<()>() as u64)
    }
}

/// The one error that calls return.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Error;

impl core::fmt::Display for Error {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("the hypervisor refuses the call")
    }
}

impl core::error::Error for Error {}

/// What a call that can fail returns.
pub type Result<T> = core::result::Result<T, Error>;

/// Takes a result with its sign.
pub(crate) fn check(result: u64) -> Result<u64> {
    if (result as i64) < 0 {
        Err(Error)
    } else {
        Ok(result)
    }
}

/// Who executes calls: the hypervisor, or a test in its place.
///
/// # Safety
///
/// A call does to memory what the hypervisor does, or nothing. [`Mailbox`](crate::Mailbox) relies on
/// that: a second `vm_configure` fails, and the receive page does not change while there is a message
/// in it.
pub unsafe trait HvcCall {
    /// Makes the call of number `x0` with the arguments `x1` to `x3`; returns x0.
    ///
    /// # Safety
    ///
    /// That of the method of [`Hypervisor`] that makes this call.
    unsafe fn hvc(&self, x0: u64, x1: u64, x2: u64, x3: u64) -> u64;
}

/// Calls the hypervisor.
#[cfg(target_arch = "aarch64")]
#[derive(Clone, Copy, Debug, Default)]
pub struct Hvc;

// SAFETY: it is the hypervisor that answers.
#[cfg(target_arch = "aarch64")]
unsafe impl HvcCall for Hvc {
    unsafe fn hvc(&self, x0: u64, x1: u64, x2: u64, x3: u64) -> u64 {
        let result;
        // SAFETY: the call changes x0 to x3 alone; x4 to x17 are given up because hypervisors of 2019
        // change them. Memory that is shared or given away is the caller's affair: assembly is
        // assumed to access all that it could have the address of.
        unsafe {
            core::arch::asm!(
                "hvc #0",
                inlateout("x0") x0 => result,
                inlateout("x1") x1 => _,
                inlateout("x2") x2 => _,
                inlateout("x3") x3 => _,
                lateout("x4") _,
                lateout("x5") _,
                lateout("x6") _,
                lateout("x7") _,
                lateout("x8") _,
                lateout("x9") _,
                lateout("x10") _,
                lateout("x11") _,
                lateout("x12") _,
                lateout("x13") _,
                lateout("x14") _,
                lateout("x15") _,
                lateout("x16") _,
                lateout("x17") _,
                options(nostack),
            );
        }
        result
    }
}

/// The calls, made by `C`: in a guest `Hypervisor(Hvc)`, in a test on the host anything that answers.
///
/// ```
/// use hafnia::{HvcCall, Hypervisor, VmId};
///
/// struct Two;
///
/// // SAFETY: it touches no memory.
/// unsafe impl HvcCall for Two {
///     unsafe fn hvc(&self, _x0: u64, _x1: u64, _x2: u64, _x3: u64) -> u64 {
///         2
///     }
/// }
///
/// assert_eq!(Hypervisor(Two).vm_get_id(), VmId(2));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Hypervisor<C: HvcCall>(pub C);

impl<C: HvcCall> Hypervisor<C> {
    pub(crate) fn call(&self, x0: u64, x1: u64, x2: u64, x3: u64) -> u64 {
        // SAFETY: methods whose calls change memory that safe code may be using are themselves unsafe.
        // The others change only what those have made the hypervisor's or other VMs'.
        unsafe { self.0.hvc(x0, x1, x2, x3) }
    }
}
