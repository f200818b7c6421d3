# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Boots QEMU and lets a judge watch it. The only module here with a process and a clock.

QEMU never outlives boot(): it is killed, with all that it started, whatever happens.
"""

import ctypes
import dataclasses
import os
import selectors
import signal
import subprocess
import time

from testing.runner import console
from testing.runner import verdict

# How long a console that has already failed may go on: the lines after a panic say what happened.
_GRACE_SECONDS = 1.0

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


@dataclasses.dataclass(frozen=True)
class Outcome:
    """reason: None for success. lines: the console. status: QEMU's, None when it was killed."""

    reason: str
    lines: tuple
    status: int
    seconds: float


def boot(machine, expectation, timeout, show=lambda data: None, dialogue=()):
    """As watch(), judged by a verdict.Expectation."""
    return watch(machine, verdict.Judge(expectation), timeout, show, dialogue)


def watch(machine, judge, timeout, show=lambda data: None, dialogue=()):
    """Boots, watches and judges.

    machine: machine.Machine, checked here (raises BadMachine).
    judge: is told each line and the end, and says the verdict: verdict.Judge and its like.
    timeout: seconds after which QEMU is killed.
    show: called with the console's bytes as they come.
    dialogue: (when, send) pairs for the console.
    """
    machine.check()
    talk = console.Dialogue(dialogue)
    lines = []
    begin = time.monotonic()

    def judge_lines(new):
        lines.extend(new)
        for line in new:
            judge.line(line)

    process = subprocess.Popen(
        machine.command(),
        stdin=subprocess.PIPE if dialogue else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=_die_with_parent,
        pass_fds=machine.inherited(),
    )
    try:
        splitter = console.LineSplitter()
        end = begin + timeout
        for data in _pieces(process.stdout, lambda: end):
            show(data)
            judge_lines(splitter.feed(data))
            _send(process, talk.feed(data))
            if judge.failure:
                end = min(end, time.monotonic() + _GRACE_SECONDS)
        judge_lines(splitter.finish())
        status = _wait(process, end)
    finally:
        kill(process)
    timed_out = timeout if status is None else None
    reason = judge.verdict(status, timed_out)
    if talk.waiting_for:
        reason = f"{reason or 'QEMU ended'}; {talk.waiting_for!r} was still to come"
    return Outcome(reason, tuple(lines), status, time.monotonic() - begin)


def kill(process):
    """Kills the process and its group, and takes its status away. Does no harm to an ended one."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            try:
                pipe.close()
            except BrokenPipeError:
                pass


def _die_with_parent():
    """In the child: the kernel kills it when the runner is killed without a chance to clean up."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _pieces(pipe, deadline):
    """Yields what the pipe holds as it comes, until its end or the deadline, which may move."""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while (left := deadline() - time.monotonic()) > 0:
            if selector.select(left):
                data = os.read(pipe.fileno(), 65536)
                if not data:
                    return
                yield data


def _send(process, data):
    if not data:
        return
    try:
        process.stdin.write(data)
        process.stdin.flush()
    except BrokenPipeError:
        pass  # QEMU has ended; its status and the console say why.


def _wait(process, end):
    """The exit status, or None when the process has none at the deadline."""
    try:
        return process.wait(max(0.0, end - time.monotonic()))
    except subprocess.TimeoutExpired:
        return None
