// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Generated from abi/hafnia.proto; do not edit.

//! The hypercall ABI for guests in Rust: [`Hypervisor`] has a method for each call. Codes are enums
//! with data, errors are `Err`, and what may be none is an `Option`.

#![no_std]

mod base;
mod mailbox;

pub use base::*;
pub use mailbox::*;

/// The VM that boots first and schedules all others.
pub const PRIMARY_VM_ID: VmId = VmId(0);

/// The id of no VM.
pub const INVALID_VM_ID: VmId = VmId(0xffffffff);

/// The index of no vCPU.
pub const INVALID_VCPU: VcpuIndex = VcpuIndex(0xffff);

/// The most that a message can hold, in bytes: one page.
pub const MAILBOX_SIZE: u64 = 4096;

/// The number of virtual interrupts that a vCPU has.
pub const NUM_INTIDS: u32 = 64;

/// The number of no virtual interrupt.
pub const INVALID_INTID: Intid = Intid(0xffffffff);

/// The virtual interrupt of a VM whose mailbox holds a message.
pub const MAILBOX_READABLE_INTID: Intid = Intid(1);

/// The virtual interrupt of a VM that waits for another's mailbox, now writable.
pub const MAILBOX_WRITABLE_INTID: Intid = Intid(2);

/// The virtual interrupt of the vCPU's own virtual timer; seen only by a guest that enables it.
pub const VIRTUAL_TIMER_INTID: Intid = Intid(3);

/// The major version that `abi_version` appears to give where it is unknown: a VM that reads -1 is
/// served at level 1.0 or below.
pub const INVALID_VERSION: u32 = 0xffff;

/// The numbers of the calls, in x0.
pub mod number {
    /// See [`Hypervisor::vm_get_id`](crate::Hypervisor::vm_get_id).
    pub const VM_GET_ID: u64 = 0xff00;
    /// See [`Hypervisor::vm_get_count`](crate::Hypervisor::vm_get_count).
    pub const VM_GET_COUNT: u64 = 0xff01;
    /// See [`Hypervisor::vcpu_get_count`](crate::Hypervisor::vcpu_get_count).
    pub const VCPU_GET_COUNT: u64 = 0xff02;
    /// See [`Hypervisor::vcpu_run`](crate::Hypervisor::vcpu_run).
    pub const VCPU_RUN: u64 = 0xff03;
    /// See [`Hypervisor::vcpu_yield`](crate::Hypervisor::vcpu_yield).
    pub const VCPU_YIELD: u64 = 0xff04;
    /// See [`Hypervisor::vm_configure`](crate::Hypervisor::vm_configure).
    pub const VM_CONFIGURE: u64 = 0xff05;
    /// See [`Hypervisor::mailbox_send`](crate::Hypervisor::mailbox_send).
    pub const MAILBOX_SEND: u64 = 0xff06;
    /// See [`Hypervisor::mailbox_receive`](crate::Hypervisor::mailbox_receive).
    pub const MAILBOX_RECEIVE: u64 = 0xff07;
    /// See [`Hypervisor::mailbox_clear`](crate::Hypervisor::mailbox_clear).
    pub const MAILBOX_CLEAR: u64 = 0xff08;
    /// See [`Hypervisor::mailbox_writable_get`](crate::Hypervisor::mailbox_writable_get).
    pub const MAILBOX_WRITABLE_GET: u64 = 0xff09;
    /// See [`Hypervisor::mailbox_waiter_get`](crate::Hypervisor::mailbox_waiter_get).
    pub const MAILBOX_WAITER_GET: u64 = 0xff0a;
    /// See [`Hypervisor::interrupt_enable`](crate::Hypervisor::interrupt_enable).
    pub const INTERRUPT_ENABLE: u64 = 0xff0b;
    /// See [`Hypervisor::interrupt_get`](crate::Hypervisor::interrupt_get).
    pub const INTERRUPT_GET: u64 = 0xff0c;
    /// See [`Hypervisor::interrupt_inject`](crate::Hypervisor::interrupt_inject).
    pub const INTERRUPT_INJECT: u64 = 0xff0d;
    /// See [`Hypervisor::share_memory`](crate::Hypervisor::share_memory).
    pub const SHARE_MEMORY: u64 = 0xff0e;
    /// See [`Hypervisor::abi_version`](crate::Hypervisor::abi_version).
    pub const ABI_VERSION: u64 = 0xff0f;
}

/// How `share_memory` passes memory on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u32)]
pub enum Share {
    /// Ownership and access move to the recipient.
    Give = 0,
    /// Access moves to the recipient; ownership stays.
    Lend = 1,
    /// The recipient gets access too; ownership stays.
    Share = 2,
}

/// Why a vCPU left its CPU, and what the scheduler needs to know about it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum VcpuRunReturn {
    /// The vCPU was preempted and has work left.
    ///
    /// Scheduler: Run the vCPU again when its quantum allows.
    Preempted,
    /// The vCPU gave up the CPU but is ready.
    ///
    /// Scheduler: Let others run; the vCPU must be run again later.
    Yield,
    /// The vCPU is blocked until it is sent an interrupt or a message.
    ///
    /// Scheduler: Do not run the vCPU until it is sent an interrupt or a message, or is the target
    /// of `WakeUp`.
    WaitForInterrupt,
    /// Another vCPU has something to do.
    ///
    /// Scheduler: Run the named vCPU: wake it if it is blocked, kick it (preempt it and run it
    /// again) if it runs elsewhere. [`INVALID_VCPU`] names no vCPU in particular: the VM has a
    /// message that none of its vCPUs waits for.
    WakeUp {
        /// The VM of the vCPU to be run.
        vm_id: VmId,
        /// The vCPU to be run, or [`INVALID_VCPU`].
        vcpu: Option<VcpuIndex>,
    },
    /// A message for the primary is in its receive page.
    ///
    /// Scheduler: Take the message of the given size from the receive page and clear the mailbox;
    /// the sender's vCPU is ready.
    Message {
        /// The message's size, in bytes.
        size: u32,
    },
    /// The vCPU is blocked as with `WaitForInterrupt`, but for a limited time.
    ///
    /// Scheduler: As `WaitForInterrupt`, but run the vCPU after at most the given time.
    Sleep {
        /// The time after which the vCPU is to be run at the latest, in nanoseconds.
        ns: u64,
    },
    /// The vCPU's mailbox became writable and other VMs wait for it.
    ///
    /// Scheduler: Call `mailbox_waiter_get` for the vCPU's VM until it returns -1 and inject
    /// [`MAILBOX_WRITABLE_INTID`] into each VM that it names; the vCPU is ready.
    NotifyWaiters,
    /// The vCPU aborted and with it its whole VM.
    ///
    /// Scheduler: Treat as `WaitForInterrupt` for this vCPU and as `WakeUp` for all others of its
    /// VM.
    Aborted,
    /// A code that this version of the binding does not know.
    Unknown {
        /// The code.
        code: u8,
    },
}

impl VcpuRunReturn {
    /// From what the hypervisor returned.
    pub const fn decode(word: u64) -> Self {
        match word as u8 {
            0 => Self::Preempted,
            1 => Self::Yield,
            2 => Self::WaitForInterrupt,
            3 => Self::WakeUp {
                vm_id: VmId((word >> 32) as u32),
                vcpu: match VcpuIndex((word >> 16) as u16 as u32) {
                    INVALID_VCPU => None,
                    vcpu => Some(vcpu),
                },
            },
            4 => Self::Message {
                size: (word >> 32) as u32,
            },
            5 => Self::Sleep { ns: word >> 8 },
            6 => Self::NotifyWaiters,
            7 => Self::Aborted,
            code => Self::Unknown { code },
        }
    }
}

/// A message that was received, or none.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MailboxReceiveReturn {
    /// The sender, or [`INVALID_VM_ID`] when there is no message.
    pub vm_id: VmId,
    /// The message's size, in bytes.
    pub size: u32,
}

impl MailboxReceiveReturn {
    /// From what the hypervisor returned; none if that says so.
    pub const fn decode(word: u64) -> Option<Self> {
        let vm_id = VmId(word as u32);
        let size = (word >> 32) as u32;
        match vm_id {
            INVALID_VM_ID => None,
            _ => Some(Self { vm_id, size }),
        }
    }
}

/// A level of this interface.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct VersionReturn {
    /// The major number, or [`INVALID_VERSION`] where there is no `abi_version`.
    pub major: u16,
    /// The minor number.
    pub minor: u16,
}

impl VersionReturn {
    /// From what the hypervisor returned; none if that says so.
    pub const fn decode(word: u64) -> Option<Self> {
        let major = (word >> 16) as u16;
        let minor = word as u16;
        match major as u32 {
            INVALID_VERSION => None,
            _ => Some(Self { major, minor }),
        }
    }
}

impl<C: HvcCall> Hypervisor<C> {
    /// Returns the id of the calling VM.
    pub fn vm_get_id(&self) -> VmId {
        let word = self.call(number::VM_GET_ID, 0, 0, 0);
        VmId(word as u32)
    }

    /// Returns the number of VMs, the primary included.
    pub fn vm_get_count(&self) -> u64 {
        self.call(number::VM_GET_COUNT, 0, 0, 0)
    }

    /// Returns the number of a VM's vCPUs, or -1 when there is no such VM. For the primary only.
    /// Here -1 is `Err`.
    ///
    /// * `vm_id`: The VM to ask about.
    pub fn vcpu_get_count(&self, vm_id: VmId) -> Result<u64> {
        let word = self.call(number::VCPU_GET_COUNT, u64::from(vm_id.0), 0, 0);
        check(word)
    }

    /// Runs a vCPU of a secondary VM on this CPU until something happens that the scheduler must
    /// know; returns what. For the primary only. A vCPU that cannot be run gives
    /// `WaitForInterrupt`.
    ///
    /// * `vm_id`: The VM that the vCPU belongs to: a secondary.
    /// * `vcpu`: The vCPU's index.
    pub fn vcpu_run(&self, vm_id: VmId, vcpu: VcpuIndex) -> VcpuRunReturn {
        let word = self.call(number::VCPU_RUN, u64::from(vm_id.0), u64::from(vcpu.0), 0);
        VcpuRunReturn::decode(word)
    }

    /// Gives up the CPU; the calling vCPU stays ready. Returns 0.
    pub fn vcpu_yield(&self) {
        self.call(number::VCPU_YIELD, 0, 0, 0);
    }

    /// Makes two different pages of the calling VM its mailbox: one to send from, one to receive
    /// in. Both are aligned to pages, owned by the VM and not shared; a VM does this once. Returns
    /// 0, or 1 to the primary when VMs wait for its mailbox (it calls `mailbox_waiter_get`), or -1
    /// with nothing changed. Here -1 is `Err`.
    ///
    /// * `send`: The page from which the VM's messages are sent.
    /// * `receive`: The page in which messages to the VM arrive.
    ///
    /// # Safety
    ///
    /// The caller answers for what happens to memory. The two pages serve nothing else for as long
    /// as the VM lives. The hypervisor writes to the receive page at any time while the mailbox is
    /// empty, and the VM can no longer write there; it reads the send page in `mailbox_send`. No
    /// reference may be in the way of that.
    pub unsafe fn vm_configure(&self, send: Ipa, receive: Ipa) -> Result<bool> {
        let word = self.call(number::VM_CONFIGURE, send.0, receive.0, 0);
        let word = check(word)?;
        Ok(word != 0)
    }

    /// Sends the first bytes of the caller's send page to another VM. To a secondary caller returns
    /// 0; to the primary the index of the vCPU to run, or [`INVALID_VCPU`] when none waited for the
    /// message. Returns -1 when the message cannot be sent; if that is because the recipient's
    /// mailbox is busy and `notify` is set, the caller gets [`MAILBOX_WRITABLE_INTID`] when it can
    /// try again. Here -1 is `Err`.
    ///
    /// * `vm_id`: The recipient.
    /// * `size`: The message's size, at most [`MAILBOX_SIZE`], in bytes.
    /// * `notify`: Ask to be told when a busy recipient's mailbox becomes writable.
    pub fn mailbox_send(&self, vm_id: VmId, size: u64, notify: bool) -> Result<Option<VcpuIndex>> {
        let word = self.call(
            number::MAILBOX_SEND,
            u64::from(vm_id.0),
            size,
            u64::from(notify),
        );
        let word = check(word)?;
        let vcpu = VcpuIndex(word as u32);
        Ok((vcpu != INVALID_VCPU).then_some(vcpu))
    }

    /// Takes the message that has arrived; without one, waits for it if `block` is set. Returns the
    /// sender and the size, or [`INVALID_VM_ID`] when there is no message or an interrupt ended the
    /// wait. For secondaries only: the primary gets its messages from `vcpu_run`.
    ///
    /// * `block`: Wait for a message if there is none.
    pub fn mailbox_receive(&self, block: bool) -> Option<MailboxReceiveReturn> {
        let word = self.call(number::MAILBOX_RECEIVE, u64::from(block), 0, 0);
        MailboxReceiveReturn::decode(word)
    }

    /// Gives the receive page back, so that the next message can arrive. Returns 0, or 1 to the
    /// primary when VMs wait for its mailbox (it calls `mailbox_waiter_get`), or -1 when no message
    /// had been taken. Here -1 is `Err`.
    ///
    /// # Safety
    ///
    /// The caller answers for what happens to memory. The message is gone: from then on the
    /// hypervisor may write to the receive page. No reference may be in the way of that.
    pub unsafe fn mailbox_clear(&self) -> Result<bool> {
        let word = self.call(number::MAILBOX_CLEAR, 0, 0, 0);
        let word = check(word)?;
        Ok(word != 0)
    }

    /// Returns the id of the next VM whose mailbox became writable since the caller asked to be
    /// told by `mailbox_send`: each once, in order. Returns -1 when there is none. Here -1 is
    /// `Err`.
    pub fn mailbox_writable_get(&self) -> Result<VmId> {
        let word = self.call(number::MAILBOX_WRITABLE_GET, 0, 0, 0);
        let word = check(word)?;
        Ok(VmId(word as u32))
    }

    /// Returns the id of the next VM to be told that a mailbox is writable, and takes it off the
    /// list of that mailbox's waiters. Returns -1 when there is no such VM, when its mailbox is not
    /// writable and when nobody waits. For the primary only. Here -1 is `Err`.
    ///
    /// * `vm_id`: The VM whose mailbox is waited for.
    pub fn mailbox_waiter_get(&self, vm_id: VmId) -> Result<VmId> {
        let word = self.call(number::MAILBOX_WAITER_GET, u64::from(vm_id.0), 0, 0);
        let word = check(word)?;
        Ok(VmId(word as u32))
    }

    /// Enables or disables a virtual interrupt of the calling vCPU. Returns 0, or -1 when there is
    /// no such interrupt. A pending one that becomes enabled is delivered; one that becomes
    /// disabled stays pending. Here -1 is `Err`.
    ///
    /// * `intid`: The virtual interrupt.
    /// * `enable`: Enable it, rather than disable it.
    pub fn interrupt_enable(&self, intid: Intid, enable: bool) -> Result<()> {
        let word = self.call(
            number::INTERRUPT_ENABLE,
            u64::from(intid.0),
            u64::from(enable),
            0,
        );
        check(word).map(drop)
    }

    /// Returns the lowest virtual interrupt of the calling vCPU that is enabled and pending, which
    /// stops being pending, or [`INVALID_INTID`] when there is none.
    pub fn interrupt_get(&self) -> Option<Intid> {
        let word = self.call(number::INTERRUPT_GET, 0, 0, 0);
        let intid = Intid(word as u32);
        (intid != INVALID_INTID).then_some(intid)
    }

    /// Makes a virtual interrupt of a vCPU pending. A secondary may do so to its own vCPUs only.
    /// Returns -1 when there is no such vCPU or interrupt or the caller may not; 1 to the primary
    /// when it should run or kick the target; else 0. Here -1 is `Err`.
    ///
    /// * `target_vm_id`: The VM of the target.
    /// * `target_vcpu_idx`: The target's index.
    /// * `intid`: The virtual interrupt.
    pub fn interrupt_inject(
        &self,
        target_vm_id: VmId,
        target_vcpu_idx: VcpuIndex,
        intid: Intid,
    ) -> Result<bool> {
        let word = self.call(
            number::INTERRUPT_INJECT,
            u64::from(target_vm_id.0),
            u64::from(target_vcpu_idx.0),
            u64::from(intid.0),
        );
        let word = check(word)?;
        Ok(word != 0)
    }

    /// Gives, lends or shares memory to another VM, where it appears at the same address. The
    /// memory is zeroed first. Memory that the caller does not own it can give back to its owner.
    /// Returns 0, or -1 with nothing changed. Here -1 is `Err`.
    ///
    /// * `vm_id`: The VM that gets the memory.
    /// * `addr`: The memory's start.
    /// * `size`: The memory's size, in bytes.
    /// * `share`: How the memory is passed on.
    ///
    /// # Safety
    ///
    /// The caller answers for what happens to memory. The memory is zeroed, and the recipient can
    /// write to it from then on. What is given or lent the caller cannot access any more: an
    /// attempt aborts it. No reference may be in the way of that.
    pub unsafe fn share_memory(
        &self,
        vm_id: VmId,
        addr: Ipa,
        size: u64,
        share: Share,
    ) -> Result<()> {
        let word = self.call(
            number::SHARE_MEMORY,
            (u64::from(vm_id.0) << 32) | share as u64,
            addr.0,
            size,
        );
        check(word).map(drop)
    }

    /// Returns the level of this interface that the calling VM is served at. At levels below 1.1
    /// the call is unknown and gives -1.
    pub fn abi_version(&self) -> Option<VersionReturn> {
        let word = self.call(number::ABI_VERSION, 0, 0, 0);
        VersionReturn::decode(word)
    }
}
