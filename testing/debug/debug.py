# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Boots a machine that waits, and attaches gdb to it: what hf_debug targets run.

    bazel run //platforms:qemu_debug                      from the primary's first instruction
    bazel run //platforms:qemu_debug -- --reset           from reset: EL2's own boot
    bazel run //platforms:qemu_debug -- --batch --execute CMD
                                                          without a terminal: CMDs, then the end

The console is printed between gdb's own lines; gdb has the keyboard. QEMU ends with gdb.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

from testing.runner import machine as machines

_WAIT_SECONDS = 30


def parse(arguments):
    parser = argparse.ArgumentParser(prog="debug")
    for name in ("name", "qemu", "kernel", "initrd", "gdb", "hfidl", "elf", "address"):
        parser.add_argument("--" + name, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--vm", action="append", default=[], help=argparse.SUPPRESS)
    parser.add_argument("--append", default="", help="command line in /chosen, read by Linux")
    parser.add_argument("--cpu", default="cortex-a57", help="CPU model")
    parser.add_argument("--smp", type=int, default=1, help="number of CPUs, 1 to 8")
    parser.add_argument("--memory", default="256M", help="RAM, such as 16M or 4G")
    parser.add_argument("--reset", action="store_true", help="stop at reset, not at the primary")
    parser.add_argument("--batch", action="store_true", help="end after the commands")
    parser.add_argument("--execute", action="append", default=[], help="a command of gdb")
    parser.add_argument("--verbose", action="store_true", help="show the command lines")
    return parser.parse_args(arguments)


def gdb_command(options, socket):
    """gdb's command line. Nothing of the user's or the machine's own settings is read."""
    data = os.path.join(_repository(options.gdb), "usr/share/gdb")
    commands = [
        "set confirm off",
        "set pagination off" if options.batch else "set pagination on",
        "set architecture aarch64",
        f"add-symbol-file {options.elf} -o {options.address}",
        f"source {_here('hafnia_gdb.py')}",
        f"target remote {socket}",
        *([] if options.reset else ["hf-boot"]),
        *options.execute,
        # Otherwise the machine would go on.
        *(["hf-end"] if options.batch else []),
    ]
    source = os.environ.get("BUILD_WORKSPACE_DIRECTORY")
    if source:
        commands.insert(0, f"directory {source}")
    command = [options.gdb, "-nx", "-q", f"--data-directory={data}"]
    if options.batch:
        command += ["-batch"]
    for text in commands:
        command += ["-ex", text]
    return command


def gdb_environment(options, cache):
    """gdb's Python is the unpacked one too. cache: a folder for what gdb would keep."""
    environment = dict(os.environ)
    environment["PYTHONHOME"] = os.path.join(os.getcwd(), _repository(options.gdb), "usr")
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    environment["PYTHONPATH"] = ""
    environment["XDG_CACHE_HOME"] = cache
    environment["HF_DEBUG"] = json.dumps({
        "hfidl": os.path.abspath(options.hfidl),
        "vms": options.vm,
    })
    return environment


def _repository(program):
    return os.path.dirname(program)


def _here(name):
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), name)


def main(arguments):
    options = parse(arguments)
    machine = machines.Machine(
        qemu=options.qemu, kernel=options.kernel, initrd=options.initrd, append=options.append,
        cpu=options.cpu, smp=options.smp, memory=options.memory)
    try:
        machine.check()
    except machines.BadMachine as error:
        sys.exit(f"debug: {error}")
    with tempfile.TemporaryDirectory(prefix="hf-debug-") as folder:
        socket = os.path.join(folder, "gdb")
        qemu_command = machine.command() + ["-S", "-gdb", f"unix:{socket},server=on,wait=off"]
        command = gdb_command(options, socket)
        if options.verbose:
            print(qemu_command, command, sep="\n", flush=True)
        # A session of its own: Ctrl-C stops the machine through gdb, and does not end QEMU.
        qemu = subprocess.Popen(qemu_command, stdin=subprocess.DEVNULL, start_new_session=True)
        try:
            _wait_for(socket, qemu)
            if not options.batch:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
            return subprocess.call(
                command, env=gdb_environment(options, folder),
                stdin=subprocess.DEVNULL if options.batch else None,
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        finally:
            qemu.kill()
            qemu.wait()


def _wait_for(socket, qemu):
    """Until QEMU listens. There is nothing to wait on but the file itself."""
    end = time.monotonic() + _WAIT_SECONDS
    while not os.path.exists(socket):
        if qemu.poll() is not None or time.monotonic() > end:
            sys.exit("debug: QEMU did not start; what it said is above")
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
