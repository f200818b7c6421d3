# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""The machine to boot, as QEMU's command line. Pure but for a look whether the files exist."""

import dataclasses
import os
import re


class BadMachine(ValueError):
    """The machine cannot be booted; the text says why."""


def check_size(smp, memory):
    """Raises BadMachine when no board has so many CPUs, or memory is no size."""
    if not 1 <= smp <= 8:
        raise BadMachine(f"{smp} CPUs: the board has 1 to 8")
    if not re.fullmatch(r"[1-9][0-9]*[MG]", memory):
        raise BadMachine(f"memory {memory!r}: a number and M or G, such as 256M")


@dataclasses.dataclass(frozen=True)
class Machine:
    """One QEMU virt board.

    qemu, kernel: paths of qemu-system-aarch64 and of the flat hypervisor image; without an image,
        "", the devices have to bring the code.
    initrd, dtb: paths of the RAM disk and of a device tree in place of QEMU's; "" for none.
    append: the command line in /chosen.
    cpu: QEMU's name of the CPU model.
    smp: number of CPUs, 1 to 8.
    memory: RAM with its unit, such as 256M or 4G.
    devices: further -device options.
    counted: each instruction takes 1 ns of the machine's time, and nothing else takes any: what a
        run shows is the same each time.
    trace: file descriptor that EL2's trace goes to, if the image is the traced one; -1 for none.
    ram: file descriptor of the file that the RAM is to be, which outlives the machine; -1 for none.
    """

    qemu: str
    kernel: str = ""
    initrd: str = ""
    dtb: str = ""
    append: str = ""
    cpu: str = "cortex-a57"
    smp: int = 1
    memory: str = "256M"
    devices: tuple = ()
    counted: bool = False
    trace: int = -1
    ram: int = -1

    def check(self):
        """Raises BadMachine when QEMU could not even start, or would boot something else."""
        for what, path in (
            ("QEMU", self.qemu),
            ("the hypervisor image", self.kernel),
            ("the RAM disk", self.initrd),
            ("the device tree", self.dtb),
        ):
            if (path or what == "QEMU") and not os.path.isfile(path):
                raise BadMachine(f"{what} is missing: there is no file {path!r}")
        check_size(self.smp, self.memory)

    def command(self, interactive=False):
        """The argument list. Not interactive: the console alone is on stdin and stdout."""
        # QEMU computes pointer authentication of 'max' with the architected cipher unless told
        # otherwise, which makes Linux crawl.
        cpu = "max,pauth-impdef=on" if self.cpu == "max" else self.cpu
        board = "virt,virtualization=on,gic-version=3"
        if self.ram >= 0:
            board += ",memory-backend=ram"
        arguments = [self.qemu, "-M", board, "-cpu", cpu]
        arguments += ["-smp", str(self.smp), "-m", self.memory, "-nic", "none", "-no-reboot"]
        if interactive:
            arguments += ["-nographic"]
        else:
            arguments += ["-display", "none", "-monitor", "none", "-serial", "stdio"]
        if self.ram >= 0:
            file = f"size={self.memory},mem-path=/dev/fd/{self.ram},share=on"
            arguments += ["-object", f"memory-backend-file,id=ram,{file}"]
        if self.counted:
            arguments += ["-icount", "shift=0,sleep=off"]
        for option, value in (
            ("-kernel", self.kernel),
            ("-initrd", self.initrd),
            ("-dtb", self.dtb),
            ("-append", self.append),
        ):
            if value:
                arguments += [option, value]
        for device in self.devices:
            arguments += ["-device", device]
        if self.trace >= 0:
            # hypervisor/arch/trace.h says how EL2 writes to it.
            arguments += ["-chardev", f"file,id=trace,path=/dev/fd/{self.trace}"]
            arguments += ["-device", "virtio-serial-device,bus=virtio-mmio-bus.0"]
            arguments += ["-device", "virtconsole,chardev=trace"]
        return arguments

    def inherited(self):
        """The file descriptors that QEMU needs of its parent."""
        return tuple(descriptor for descriptor in (self.trace, self.ram) if descriptor >= 0)
