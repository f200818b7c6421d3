// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! A mailbox whose pages nobody else can reach, and that cannot be left full: a message that was
//! received gives the receive page back when it is dropped.
//!
//! Pages are accessed by plain loads and stores, which need neither an MMU nor exclusive accesses.

use core::cell::{Cell, UnsafeCell};
use core::marker::PhantomData;
use core::mem::forget;
use core::ops::Deref;

use crate::{Error, HvcCall, Hypervisor, Ipa, Result, VcpuIndex, VcpuRunReturn, VmId};

const SIZE: usize = crate::MAILBOX_SIZE as usize;

#[repr(C, align(4096))]
struct Page(UnsafeCell<[u8; SIZE]>);

/// The two pages of a mailbox, as a `static`.
pub struct MailboxPages {
    send: Page,
    receive: Page,
}

// SAFETY: only a Mailbox accesses the pages. The hypervisor gives a VM one, and that one cannot be
// used by two threads at once.
unsafe impl Sync for MailboxPages {}

impl MailboxPages {
    /// Two pages of zeros.
    pub const fn new() -> Self {
        Self { send: Page(UnsafeCell::new([0; SIZE])), receive: Page(UnsafeCell::new([0; SIZE])) }
    }
}

impl Default for MailboxPages {
    fn default() -> Self {
        Self::new()
    }
}

/// The mailbox of this VM: there is one.
///
/// ```
/// use hafnia::{HvcCall, Hypervisor, Mailbox, MailboxPages, MAILBOX_SIZE};
///
/// static PAGES: MailboxPages = MailboxPages::new();
///
/// fn echo<C: HvcCall>(hypervisor: Hypervisor<C>) -> hafnia::Result<()> {
///     let mut mailbox = Mailbox::configure(hypervisor, &PAGES)?;
///     let mut buffer = [0; MAILBOX_SIZE as usize];
///     loop {
///         let Some(message) = mailbox.receive(true) else { return Ok(()) };
///         let sender = message.sender();
///         let text = message.copy_out(&mut buffer);
///         mailbox.send(sender, text, false)?;
///     }
/// }
/// ```
pub struct Mailbox<C: HvcCall> {
    hypervisor: Hypervisor<C>,
    pages: &'static MailboxPages,
    // One vCPU at a time: what a Cell allows.
    not_sync: PhantomData<Cell<()>>,
}

impl<C: HvcCall> Mailbox<C> {
    /// Makes the pages the VM's mailbox, which a VM can do once. A primary that serves waiters asks
    /// the hypervisor itself whether VMs wait already.
    pub fn configure(hypervisor: Hypervisor<C>, pages: &'static MailboxPages) -> Result<Self> {
        let (send, receive) = (Ipa::of(pages.send.0.get()), Ipa::of(pages.receive.0.get()));
        // SAFETY: the pages live for ever, and this type alone accesses them: it writes to the send
        // page, and has references to the receive page only while there is a message in it. A
        // second mailbox on the same pages the hypervisor refuses.
        unsafe { hypervisor.vm_configure(send, receive)? };
        Ok(Self { hypervisor, pages, not_sync: PhantomData })
    }

    /// For other calls.
    pub fn hypervisor(&self) -> &Hypervisor<C> {
        &self.hypervisor
    }

    /// Sends a message; see [`Hypervisor::mailbox_send`]. One that is larger than a page is an
    /// error.
    pub fn send(&self, to: VmId, message: &[u8], notify: bool) -> Result<Option<VcpuIndex>> {
        if message.len() > SIZE {
            return Err(Error);
        }
        // SAFETY: the page has room for it. `message` is not in it, because nobody has a reference
        // to it, and no other thread writes to it, because a mailbox is not Sync.
        unsafe {
            let page = self.pages.send.0.get().cast::<u8>();
            page.copy_from_nonoverlapping(message.as_ptr(), message.len());
        }
        self.hypervisor.mailbox_send(to, message.len() as u64, notify)
    }

    /// A secondary's next message. With `block` it waits for one; `None` is then that an interrupt
    /// ended the wait.
    pub fn receive(&mut self, block: bool) -> Option<Received<'_, C>> {
        let message = self.hypervisor.mailbox_receive(block)?;
        Some(self.received(message.vm_id, message.size))
    }

    /// Runs a secondary's vCPU, as only the primary can; with the message that it has left for the
    /// primary if it came back with [`VcpuRunReturn::Message`].
    pub fn vcpu_run(
        &mut self,
        vm_id: VmId,
        vcpu: VcpuIndex,
    ) -> (VcpuRunReturn, Option<Received<'_, C>>) {
        let code = self.hypervisor.vcpu_run(vm_id, vcpu);
        let message = match code {
            VcpuRunReturn::Message { size } => Some(self.received(vm_id, size)),
            _ => None,
        };
        (code, message)
    }

    fn received(&mut self, sender: VmId, size: u32) -> Received<'_, C> {
        Received { mailbox: self, sender, size: SIZE.min(size as usize) }
    }
}

/// A message in the receive page: its bytes, and who has sent it. No other can arrive while it lives;
/// dropping it makes room for the next.
#[must_use]
pub struct Received<'a, C: HvcCall> {
    mailbox: &'a Mailbox<C>,
    sender: VmId,
    size: usize,
}

impl<C: HvcCall> Received<'_, C> {
    /// The VM that has sent it.
    pub fn sender(&self) -> VmId {
        self.sender
    }

    /// Copies the message's beginning, as much of it as fits, and makes room for the next.
    pub fn copy_out(self, to: &mut [u8]) -> &[u8] {
        let size = self.len().min(to.len());
        to[..size].copy_from_slice(&self[..size]);
        &to[..size]
    }

    /// Makes room for the next, and returns what dropping has no use for: to the primary, whether
    /// VMs wait for the mailbox.
    pub fn clear(self) -> Result<bool> {
        let mailbox = self.mailbox;
        forget(self);
        // SAFETY: the message is gone, and with it all references to the page.
        unsafe { mailbox.hypervisor.mailbox_clear() }
    }
}

impl<C: HvcCall> Deref for Received<'_, C> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        let page = self.mailbox.pages.receive.0.get().cast::<u8>();
        // SAFETY: the size is at most the page's. Nobody writes to the page while there is a message
        // in it: the hypervisor not before mailbox_clear, the VM never.
        unsafe { core::slice::from_raw_parts(page, self.size) }
    }
}

impl<C: HvcCall> Drop for Received<'_, C> {
    fn drop(&mut self) {
        // SAFETY: the message is about to be gone, and with it all references to the page.
        let _ = unsafe { self.mailbox.hypervisor.mailbox_clear() };
    }
}
