// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

//! The calls that the counter makes, over //bindings/start's hf_call.

pub const INVALID_VM_ID: u32 = 0xffff_ffff;
pub const MAILBOX_SIZE: u64 = 4096;

extern "C" {
    fn hf_call(arg0: u64, arg1: u64, arg2: u64, arg3: u64) -> i64;
}

fn call(arg0: u64, arg1: u64, arg2: u64, arg3: u64) -> i64 {
    // SAFETY: the hypervisor checks what it is asked, and writes to the receive page only.
    unsafe { hf_call(arg0, arg1, arg2, arg3) }
}

pub struct Received {
    pub vm_id: u32,
    pub size: u32,
}

pub fn vcpu_yield() -> i64 {
    call(0xff04, 0, 0, 0)
}

pub fn vm_configure(send: u64, receive: u64) -> i64 {
    call(0xff05, send, receive, 0)
}

pub fn mailbox_send(vm_id: u32, size: u32, notify: bool) -> i64 {
    call(0xff06, u64::from(vm_id), u64::from(size), u64::from(notify))
}

pub fn mailbox_receive(block: bool) -> Received {
    let result = call(0xff07, u64::from(block), 0, 0) as u64;
    Received { vm_id: result as u32, size: (result >> 32) as u32 }
}

pub fn mailbox_clear() -> i64 {
    call(0xff08, 0, 0, 0)
}
