# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""EL2's trace in words.

The traced variant of EL2 writes a line of numbers for each exit (hypervisor/exits/trace.cc); here
it becomes, for example,

    trace: CPU 0 VM 0 vCPU 0: vcpu_run(vm_id=1, vcpu=0) -> VM 1 vCPU 0 runs
    trace: CPU 0 VM 1 vCPU 0: mailbox_send(vm_id=0, size=12 bytes, notify=false) -> VM 0 vCPU 0 \
gets MESSAGE(size=12 bytes)
"""

import os
import threading

from testing.debug import words

_SYNCHRONOUS, _INTERRUPT, _SERROR = range(3)
_HVC, _SMC = 0x16, 0x17
_ABORTS = (0x20, 0x24)

# SMC Calling Convention: standard secure service calls, fast, 32 and 64 bits wide; PSCI's numbers.
_PSCI = (0x8400_0000, 0xC400_0000)


def line_in_words(text, abi):
    """One line of EL2 as one for people; one that is not understood is shown as it is."""
    fields = text.split(" ", 14)
    try:
        numbers = [int(field, 0) for field in fields[:14]]
        cpu, vm, vcpu, pc, kind, syndrome = numbers[:6]
        x, address, next_vm, next_vcpu, next_x0 = numbers[6:10], *numbers[10:14]
        what = fields[14]
    except (IndexError, ValueError):
        return f"trace: not understood: {text}"
    is_call = False
    if kind == _INTERRUPT:
        reason = "interrupt"
    elif kind == _SERROR:
        reason = "SError"
    else:
        reason, is_call = _synchronous(syndrome, x, pc, address, what, abi)
    if (next_vm, next_vcpu) != (vm, vcpu):
        outcome = f"VM {next_vm} vCPU {next_vcpu} "
        outcome += "runs" if next_vm else f"gets {abi.run_code(next_x0)}"
    else:
        outcome = abi.result(x[0], next_x0) if is_call else "goes on"
    return f"trace: CPU {cpu} VM {vm} vCPU {vcpu}: {reason} -> {outcome}"


def _synchronous(syndrome, x, pc, address, what, abi):
    """(why the vCPU has left, whether it is a call)."""
    exception_class = syndrome >> 26 & 0x3F
    if exception_class in (_HVC, _SMC) and syndrome & 0xFFFF == 0:
        if x[0] & 0xFFFF_FFE0 in _PSCI:
            number = x[0] & 0xFFFF_FFFF
            return f"PSCI {number:#x}({x[1]:#x}, {x[2]:#x}, {x[3]:#x})", True
        if exception_class == _HVC:
            return abi.call(x), True
    where = f" at {address:#x}" if exception_class in _ABORTS else ""
    return f"{what}{where}, pc {pc:#x}", False


class Reader:
    """A pipe that QEMU writes EL2's lines to, and a thread that shows them in words.

    abi: path of the ABI's intermediate representation. show: called with bytes, whole lines.
    """

    def __init__(self, abi, show):
        with open(abi, encoding="utf-8") as file:
            self._abi = words.Words(file.read())
        self._show = show
        self._read, self.descriptor = os.pipe()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        # With QEMU gone, this was the last writer: the thread comes to the end of the pipe.
        os.close(self.descriptor)
        self._thread.join()

    def _work(self):
        with os.fdopen(self._read, encoding="ascii", errors="backslashreplace") as lines:
            for line in lines:
                self._show((line_in_words(line.rstrip("\n"), self._abi) + "\n").encode())
