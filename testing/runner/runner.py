# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Boots a system in QEMU; exits 0 only if nothing failed and the console showed what was expected.

Expected is what --expect, --require and --when say, or --guest-tests. Without them nothing is, and
the last line says so. See README.md.
"""

import argparse
import contextlib
import dataclasses
import os
import re
import shlex
import signal
import subprocess
import sys

from testing.debug import trace
from testing.runner import artifacts
from testing.runner import boot
from testing.runner import guest_tests
from testing.runner import junit
from testing.runner import machine as machines
from testing.runner import session
from testing.runner import verdict


# About what the system calls that wait can be told: they count milliseconds in 31 bits.
_MOST_SECONDS = 1_000_000


# How many records --trace-tail is about.
_TAIL = 40

# What --write-command says of it.
_COMMAND_HEAD = """\
# Boots the system without Bazel: sh THIS_FILE, in the workspace's root, from where the paths start.
# The qemu-system-aarch64 is one's own, in PATH.
"""


class _Signalled(BaseException):
    """A signal ends the runner. Like KeyboardInterrupt, nothing on the way up handles it."""


class _Path(argparse.Action):
    """A file, relative to the --folder that was said before it."""

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values and os.path.join(namespace.folder, values))


def parse(arguments):
    """The options; argparse exits with status 2 for bad ones."""
    # What is called is a system or a test, of which this program is a part.
    name = argparse.ArgumentParser(add_help=False)
    name.add_argument("--name", default="runner")
    parser = argparse.ArgumentParser(
        prog=name.parse_known_args(arguments)[0].name, description=__doc__)
    # Launchers say it twice: their own files lie in the runfiles, the user's where the user is.
    parser.add_argument(
        "--folder",
        default=os.environ.get("BUILD_WORKING_DIRECTORY", ""),
        help="what relative paths after it start from (default: where 'bazel run' was called)",
    )
    parser.add_argument("--qemu", action=_Path, required=True, help="qemu-system-aarch64")
    parser.add_argument("--kernel", action=_Path, default="", help="flat hypervisor image")
    parser.add_argument("--initrd", action=_Path, default="", help="RAM disk: the VMs")
    parser.add_argument("--dtb", action=_Path, default="", help="device tree in place of QEMU's")
    parser.add_argument("--append", default="", help="command line in /chosen, read by Linux")
    parser.add_argument("--cpu", default="cortex-a57", help="CPU model")
    parser.add_argument("--smp", type=int, default=1, help="number of CPUs, 1 to 8")
    parser.add_argument("--memory", default="256M", help="RAM, such as 16M or 4G")
    parser.add_argument("--timeout", type=float, default=60.0, help="seconds until it has failed")
    parser.add_argument("--expect", default="", help="line that means success")
    parser.add_argument("--expect-last", action="store_true", help="and nothing may follow it")
    parser.add_argument("--require", action="append", default=[], help="regex of a needed line")
    parser.add_argument("--forbid", action="append", default=[], help="regex that no line has")
    parser.add_argument("--when", action="append", default=[], help="text to wait for, then --send")
    parser.add_argument("--send", action="append", default=[], help="line to type after its --when")
    parser.add_argument("--name", default="runner", help="what the runner calls itself")
    parser.add_argument("--announce", action="store_true", help="say '<name>: PASS' at the end")
    parser.add_argument(
        "--interactive", action="store_true", help="hand a terminal on stdin to QEMU (no judgement)"
    )
    parser.add_argument(
        "--guest-tests",
        choices=list(guest_tests.BOOTS),
        help="the system is one of in-VM tests; what shares a boot",
    )
    parser.add_argument(
        "--only",
        default=os.environ.get("TESTBRIDGE_TEST_ONLY", ""),
        help="pattern of the in-VM tests to run (default: what --test_filter says)",
    )
    parser.add_argument(
        "--write-command", action=_Path, default="", help="write QEMU's command line; no boot"
    )
    parser.add_argument(
        "--trace",
        action=_Path,
        nargs="?",
        const="",
        default=None,
        metavar="FILE",
        help="tell of every hypercall and exit: on the console, or in FILE.txt, .json or .bin",
    )
    parser.add_argument(
        "--trace-tail",
        type=int,
        nargs="?",
        const=_TAIL,
        default=0,
        metavar="N",
        help=f"of a run that fails, tell of the last N hypercalls and exits (N: {_TAIL})",
    )
    parser.add_argument(
        "--trace-kernel", action=_Path, default="", help="the image that is traced"
    )
    parser.add_argument(
        "--hfidl", action=_Path, default="", help="the program that puts traces into words"
    )
    parser.add_argument(
        "--rerun", default="", help="the command that says more of a failure, by its trace"
    )
    parser.add_argument("--verbose", action="store_true", help="show QEMU's command line")
    options = parser.parse_args(arguments)
    traced = options.trace is not None or options.trace_tail != 0
    if traced and not (options.trace_kernel and options.hfidl):
        parser.error("--trace: this system's hypervisor has no traced variant")
    if options.trace:
        try:
            trace.format_of(options.trace)
        except ValueError as error:
            parser.error(f"--trace: {error}")
    if options.trace_tail < 0:
        parser.error(f"--trace-tail {options.trace_tail}: 1 record or more")
    if traced:
        options.kernel = options.trace_kernel
        # With the file there is a place for all of them, without it all of them are on the console.
        if options.trace:
            options.trace_tail = options.trace_tail or _TAIL
    if len(options.when) != len(options.send):
        parser.error("each --when needs its --send")
    if not 0 < options.timeout <= _MOST_SECONDS:  # Nor is it for nan.
        parser.error(f"--timeout {options.timeout:g}: more than 0 seconds, {_MOST_SECONDS} at most")
    for option, patterns in (("--require", options.require), ("--forbid", options.forbid)):
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                parser.error(f"{option} {pattern!r}: no regular expression: {error}")
    try:
        machines.check_size(options.smp, options.memory)
    except machines.BadMachine as error:
        parser.error(str(error))
    return options


def main(arguments):
    """Returns the exit status: 0 success, 1 failure, 128 + its number when a signal ended it."""
    options = parse(arguments)
    # The default action would leave QEMU behind.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _on_signal)
    try:
        return _run(options)
    except KeyboardInterrupt:
        number, why = signal.SIGINT, "interrupted"
    except _Signalled as end:
        number = end.args[0]
        why = f"interrupted by {signal.Signals(number).name}"
    with contextlib.suppress(OSError):  # After SIGHUP the terminal is gone.
        _show(f"\n{options.name}: FAIL: {why}\n".encode())
    return 128 + number


def _on_signal(number, _):
    raise _Signalled(number)


def _run(options):
    machine = machines.Machine(
        qemu=options.qemu,
        kernel=options.kernel,
        initrd=options.initrd,
        dtb=options.dtb,
        append=options.append,
        cpu=options.cpu,
        smp=options.smp,
        memory=options.memory,
    )
    if options.write_command:
        with open(options.write_command, "w", encoding="utf-8") as file:
            file.write(_COMMAND_HEAD + shlex.join(machine.command(options.interactive)) + "\n")
        return 0
    if not options.guest_tests:  # Those tell test.xml, too.
        try:
            machine.check()
        except machines.BadMachine as error:
            _say(f"{options.name}: FAIL: {error}")
            return 1
    if options.trace:
        # Each boot adds to it.
        with open(options.trace, "wb"):
            pass
    interactive = options.interactive and sys.stdin.isatty()
    cpus = "1 CPU" if machine.smp == 1 else f"{machine.smp} CPUs"
    _say(f"{options.name}: booting {machine.cpu}, {cpus}, {machine.memory}")
    if options.verbose:
        _say(f"{options.name}: {shlex.join(machine.command(interactive))}")
    kept = artifacts.Artifacts(os.environ)

    def show(data):
        kept.console(data)
        _show(data)

    try:
        if interactive:
            _say(f"{options.name}: the terminal is the machine's; Ctrl-A x ends QEMU")
            with _tracing(options, machine) as (machine, _):
                return _hand_over(machine)
        if options.guest_tests:
            return _guest_tests(options, machine, kept, show)
        kept.command(machine.command())
        expectation = verdict.Expectation(
            marker=options.expect,
            marker_is_last=options.expect_last,
            required=tuple(options.require),
            forbidden=tuple(options.forbid),
        )
        dialogue = list(zip(options.when, options.send))
        judge = verdict.Judge(expectation)
        reason = _watch(options, machine, judge, show, dialogue)
    except (machines.BadMachine, OSError) as error:
        reason = str(error)
    if reason:
        _say("")
        _say_rerun(options, "")
        _say(f"{options.name}: FAIL: {reason}")
        return 1
    if not (options.expect or options.require or options.when):
        _say(f"{options.name}: ended; nothing was expected of it")
    elif options.announce:
        _say(f"{options.name}: PASS")
    return 0


@contextlib.contextmanager
def _tracing(options, machine):
    """The machine with what tracing needs, and its trace.Memory if --trace-tail is wanted."""
    with contextlib.ExitStack() as stack:
        memory = None
        if options.trace_tail:
            memory = stack.enter_context(trace.Memory(options.hfidl))
            machine = dataclasses.replace(machine, ram=memory.descriptor)
        if options.trace is not None:
            stream = stack.enter_context(trace.Stream(options.hfidl, _show, options.trace))
            machine = dataclasses.replace(machine, trace=stream.descriptor)
        yield machine, memory


def _watch(options, machine, judge, show, dialogue=()):
    """Boots it, and returns why it has failed, or None. What EL2 did last is shown if it has."""
    with _tracing(options, machine) as (machine, memory):
        reason = boot.watch(machine, judge, options.timeout, show, dialogue).reason
        if reason and memory:
            lines = memory.tail(options.trace_tail)
            text = [f"the last of what EL2 has recorded before: {reason}", *lines]
            show("".join(f"\ntrace: {line}" for line in text).encode() + b"\n")
    return reason


def _say_rerun(options, case):
    """How to see the calls and exits before a failure, if they were not recorded."""
    if options.rerun and not options.trace_tail and options.trace is None:
        only = f" --only={shlex.quote(case)}" if case else ""
        _say(f"{options.name}: to see the calls and exits before: {options.rerun}{only}")


def _guest_tests(options, machine, kept, show):
    def watch(machine, judge):
        kept.command(machine.command())
        _watch(options, machine, judge, show)

    # The tail of a boot is to be a case's own.
    boots = "case" if options.trace_tail else options.guest_tests
    run = guest_tests.Run(machine, boots, options.only, watch)
    why = "the runner was stopped, perhaps by the time-out of its test"
    try:
        run.run()
        why = None
    except (machines.BadMachine, OSError) as error:
        why = str(error)
    finally:
        # Also when a signal ends it: what is known is written.
        if why:
            run.stop(why)
        kept.junit(junit.render(options.name, run.cases))
        failed = [case.name for case in run.cases if case.outcome == session.FAIL]
        if failed:
            _say_rerun(options, failed[0])
        lines, good = guest_tests.summary(run.cases)
        for line in lines:
            _say(f"{options.name}: {line}")
    return 0 if good else 1


def _hand_over(machine):
    machine.check()
    process = subprocess.Popen(
        machine.command(interactive=True), pass_fds=machine.inherited())
    try:
        return 0 if process.wait() == 0 else 1
    finally:
        process.terminate()  # QEMU then gives the terminal back as it was.
        try:
            process.wait(2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _show(data):
    os.write(sys.stdout.fileno(), data)


def _say(text):
    print(text, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
