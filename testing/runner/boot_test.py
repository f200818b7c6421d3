# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of boot.py and runner.py with shell scripts in QEMU's place."""

import contextlib
import io
import os
import pty
import signal
import sys
import tempfile
import time
import unittest
from unittest import mock

from testing.runner import boot
from testing.runner import machine as machines
from testing.runner import runner
from testing.runner import verdict

_PASS = verdict.Expectation(marker="demo: PASS", marker_is_last=True)


def _alive(pid):
    """Whether the process exists and is not merely waiting for its status to be taken."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


class _ScriptTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def script(self, body):
        path = os.path.join(self.folder, "qemu")
        with open(path, "w", encoding="ascii") as file:
            file.write("#!/bin/sh\n" + body)
        os.chmod(path, 0o755)
        return machines.Machine(qemu=path, kernel=path)

    def _until(self, condition):
        end = time.monotonic() + 30
        while not condition():
            self.assertLess(time.monotonic(), end, "waited for 30 s")
            time.sleep(0.01)


class BootTest(_ScriptTest):
    def boot(self, body, timeout=30.0, dialogue=(), expectation=_PASS):
        shown = []
        outcome = boot.boot(self.script(body), expectation, timeout, shown.append, dialogue)
        self.shown = b"".join(shown)
        return outcome

    def test_success_shows_everything(self):
        outcome = self.boot("echo hello; echo demo: PASS")
        self.assertIsNone(outcome.reason)
        self.assertEqual(outcome.lines, ("hello", "demo: PASS"))
        self.assertEqual(outcome.status, 0)
        self.assertEqual(self.shown, b"hello\ndemo: PASS\n")

    def test_errors_of_qemu_itself_are_shown(self):
        outcome = self.boot("echo no such CPU >&2; exit 1")
        self.assertEqual(outcome.lines, ("no such CPU",))
        self.assertIn("exit status 1; the last line was 'no such CPU'", outcome.reason)

    def test_timeout_kills_qemu_and_its_children(self):
        outcome = self.boot("echo $$; sleep 1000 & echo $!; echo demo: PASS; wait", timeout=2.0)
        self.assertIn("no end after 2 s", outcome.reason)
        self.assertIsNone(outcome.status)
        self.assertGreaterEqual(outcome.seconds, 2.0)
        for pid in outcome.lines[:2]:
            self._until(lambda pid=pid: not _alive(int(pid)))

    def test_silent_hang(self):
        reason = self.boot("exec sleep 1000", timeout=0.5).reason
        self.assertEqual(reason, "no end after 0.5 s; the console was empty")

    def test_console_closed_but_still_running(self):
        reason = self.boot("echo demo: PASS; exec >/dev/null 2>&1; sleep 1000", timeout=1.0).reason
        self.assertIn("no end after 1 s", reason)

    def test_panic_ends_a_hanging_machine_long_before_the_deadline(self):
        outcome = self.boot("echo hafnia: panic: x; echo CPU 0; exec sleep 1000", timeout=60.0)
        self.assertEqual(outcome.reason, "the hypervisor stops: hafnia: panic: x")
        self.assertEqual(outcome.lines[-1], "CPU 0")
        self.assertLess(outcome.seconds, 30.0)

    def test_killed_by_a_signal(self):
        self.assertIn("signal 9", self.boot("echo demo: PASS; kill -9 $$").reason)

    def test_dialogue(self):
        body = "printf '# '; read a; echo got $a; read b; test $b = off && echo demo: PASS"
        outcome = self.boot(body, dialogue=[("# ", "id"), ("got id", "off")])
        self.assertIsNone(outcome.reason)

    def test_dialogue_that_never_comes(self):
        reason = self.boot("echo demo: PASS", dialogue=[("# ", "id")]).reason
        self.assertEqual(reason, "QEMU ended; '# ' was still to come")
        reason = self.boot("echo x", dialogue=[("# ", "id")]).reason
        self.assertIn("; '# ' was still to come", reason)

    def test_exception_kills_qemu(self):
        def show(data):
            self.pid = int(data)
            raise KeyboardInterrupt

        with self.assertRaises(KeyboardInterrupt):
            boot.boot(self.script("echo $$; exec sleep 1000"), _PASS, 30.0, show)
        self.assertFalse(_alive(self.pid))

    def test_runner_killed_takes_qemu_along(self):
        machine = self.script(f"echo $$ > {self.folder}/pid; exec sleep 1000")
        child = os.fork()
        if child == 0:
            boot.boot(machine, _PASS, 1000.0)
            os._exit(0)
        path = os.path.join(self.folder, "pid")
        self._until(lambda: os.path.exists(path) and os.path.getsize(path) > 0)
        with open(path, encoding="ascii") as file:
            pid = int(file.read())
        os.kill(child, 9)
        os.waitpid(child, 0)
        self._until(lambda: not _alive(pid))


class RunnerTest(_ScriptTest):
    def run_main(self, body, *options):
        machine = self.script(body)
        output = io.StringIO()
        with contextlib.redirect_stdout(output), mock.patch.object(runner, "_show"):
            status = runner.main(["--qemu", machine.qemu, "--kernel", machine.kernel, *options])
        return status, output.getvalue()

    def test_exit_0_and_progress_at_once(self):
        status, output = self.run_main("echo demo: PASS", "--expect", "demo: PASS", "--expect-last")
        self.assertEqual(status, 0)
        self.assertEqual(output, "runner: booting cortex-a57, 1 CPU, 256M\n")

    def test_exit_1_with_the_reason(self):
        status, output = self.run_main("echo x", "--expect", "demo: PASS", "--name", "demo")
        self.assertEqual(status, 1)
        self.assertIn("demo: FAIL: QEMU ended without the line 'demo: PASS'", output)

    def test_missing_qemu(self):
        status, output = self.run_main("", "--qemu", "/no/qemu")
        self.assertEqual(status, 1)
        self.assertIn("FAIL: QEMU is missing: there is no file '/no/qemu'", output)

    def test_qemu_that_cannot_be_executed(self):
        status, output = self.run_main("", "--qemu", "/etc/passwd")
        self.assertEqual(status, 1)
        self.assertIn("FAIL: [Errno 13] Permission denied", output)

    def test_verbose_shows_the_command(self):
        _, output = self.run_main("", "--verbose", "--smp", "2")
        self.assertIn("booting cortex-a57, 2 CPUs, 256M\n", output)
        self.assertIn("-smp 2 -m 256M", output)

    def test_announce(self):
        _, output = self.run_main("echo x", "--name", "linux", "--announce", "--expect=x")
        self.assertEqual(output.splitlines()[-1], "linux: PASS")
        _, output = self.run_main("exit 1", "--name", "linux", "--announce")
        self.assertIn("linux: FAIL: QEMU ended with exit status 1", output)

    def test_nothing_expected_is_said(self):
        ended = "demo: ended; nothing was expected of it"
        for options in ((), ("--forbid=y",), ("--announce",)):
            status, output = self.run_main("echo x", "--name=demo", *options)
            self.assertEqual(status, 0)
            self.assertEqual(output.splitlines()[-1], ended, options)
        for options in (("--expect=x",), ("--require=x",), ("--when=x", "--send=y")):
            status, output = self.run_main("echo x; read y; exit 0", "--name=demo", *options)
            self.assertEqual(status, 0)
            self.assertNotIn("nothing was expected", output, options)
        _, output = self.run_main("exit 1", "--name=demo")
        self.assertNotIn("nothing was expected", output)

    def test_signals_are_told(self):
        for number, why in (
            (signal.SIGINT, b"interrupted"),
            (signal.SIGTERM, b"interrupted by SIGTERM"),
            (signal.SIGHUP, b"interrupted by SIGHUP"),
        ):
            machine = self.script("printf $$; exec sleep 1000")
            reader, writer = os.pipe()
            child = os.fork()
            if child == 0:
                os.dup2(writer, 1)
                sys.stdout = open(1, "w", encoding="ascii", closefd=False)
                signal.signal(signal.SIGINT, signal.default_int_handler)
                try:
                    os._exit(runner.main(["--name=demo", "--qemu", machine.qemu]))
                finally:
                    os._exit(99)
            os.close(writer)
            with open(reader, "rb", buffering=0) as console:
                console.readline()
                pid = int(console.read(65536))
                os.kill(child, number)
                rest = console.read()
            _, status = os.waitpid(child, 0)
            self.assertEqual(rest, b"\ndemo: FAIL: " + why + b"\n")
            self.assertEqual(os.waitstatus_to_exitcode(status), 128 + number)
            self.assertFalse(_alive(pid))

    def test_interactive_without_a_terminal_judges(self):
        with mock.patch("sys.stdin", io.StringIO()):
            status, _ = self.run_main("echo x", "--interactive", "--expect", "demo: PASS")
        self.assertEqual(status, 1)

    def test_interactive_with_a_terminal_hands_it_over(self):
        """QEMU itself sees the terminal, and its exit status decides."""
        for body, wanted in (("test -t 0 && test -t 1", 0), ("exit 3", 1)):
            machine = self.script(body)
            child, terminal = pty.fork()
            if child == 0:
                arguments = ["--qemu", machine.qemu, "--kernel", machine.kernel]
                os._exit(runner.main(arguments + ["--interactive", "--expect", "never"]))
            output = b""
            with contextlib.suppress(OSError):  # The end of a terminal is an error of reading it.
                while data := os.read(terminal, 4096):
                    output += data
            _, status = os.waitpid(child, 0)
            self.assertEqual(os.waitstatus_to_exitcode(status), wanted, output)
            self.assertIn(b"the terminal is the machine's", output)

    def test_bad_options(self):
        for options, why in (
            (("--when", "x"), "each --when needs its --send"),
            (("--require", "("), "--require '(': no regular expression: missing ), "),
            (("--forbid", "*"), "--forbid '*': no regular expression: nothing to repeat"),
            (("--timeout", "nan"), "--timeout nan: more than 0 seconds, 1000000 at most"),
            (("--timeout", "0"), "--timeout 0: more than 0"),
            (("--timeout=-1",), "--timeout -1: more than 0"),
            (("--timeout", "inf"), "--timeout inf: more than 0"),
            (("--smp", "0"), "0 CPUs: the board has 1 to 8"),
            (("--smp", "9"), "9 CPUs: the board has 1 to 8"),
            (("--memory", "16"), "memory '16': a number and M or G, such as 256M"),
        ):
            output, errors = io.StringIO(), io.StringIO()
            with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
                with self.assertRaises(SystemExit, msg=options) as end:
                    runner.main(["--qemu", "/no/qemu", *options])
            self.assertEqual(end.exception.code, 2)
            self.assertIn(why, errors.getvalue())
            self.assertEqual(output.getvalue(), "")

    def test_paths_are_relative_to_the_folder_said_before(self):
        with mock.patch.dict(os.environ, {"BUILD_WORKING_DIRECTORY": "/user"}):
            options = runner.parse(["--qemu=q", "--kernel=/k", "--initrd="])
            self.assertEqual([options.qemu, options.kernel, options.initrd], ["/user/q", "/k", ""])
            options = runner.parse(["--folder=", "--qemu=q", "--kernel=k", "--initrd=i",
                                    "--folder=/mine", "--dtb=d", "--kernel=k"])
            self.assertEqual([options.qemu, options.initrd], ["q", "i"])
            self.assertEqual([options.kernel, options.dtb], ["/mine/k", "/mine/d"])
        with mock.patch.dict(os.environ):
            os.environ.pop("BUILD_WORKING_DIRECTORY", None)
            self.assertEqual(runner.parse(["--qemu=q"]).qemu, "q")


if __name__ == "__main__":
    unittest.main()
