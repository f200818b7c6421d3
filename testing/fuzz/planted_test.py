# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""A bug that only an input with three right bytes reaches is found, kept and reported."""

import os
import subprocess
import sys
import unittest

_COMMAND = [sys.executable, "-I", "-B", "-c", """
import runpy, sys
sys.path.insert(0, sys.argv[1])
sys.argv = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")
""", os.getcwd(), "testing/fuzz/driver.py"]


class PlantedTest(unittest.TestCase):

    def run_driver(self, *arguments):
        return subprocess.run(
            _COMMAND + options + list(arguments), capture_output=True, text=True, check=False)

    def test_a_bug_is_found(self):
        done = self.run_driver("--runs=200000")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("ERROR: AddressSanitizer: heap-buffer-overflow", done.stdout)
        self.assertIn("testing/fuzz/planted_fuzz.cc:", done.stdout, "no symbols")
        self.assertRegex(done.stdout, r"the input: bug.")
        self.assertIn("./bazelw run //testing/fuzz:planted -- --replay FILE", done.stdout)
        outputs = os.environ["TEST_UNDECLARED_OUTPUTS_DIR"]
        crashes = [name for name in os.listdir(outputs) if name.startswith("crash-")]
        self.assertEqual(len(crashes), 1)
        # And is there again.
        again = self.run_driver("--replay", os.path.join(outputs, crashes[0]))
        self.assertEqual(again.returncode, 1)
        self.assertIn("heap-buffer-overflow", again.stdout)

    def test_no_bug_is_found_where_there_is_none(self):
        done = self.run_driver("--runs=5", "-only_ascii=1", "-max_len=2")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertRegex(done.stdout, r"planted: PASS: \d+ inputs, 1 of them from the corpus")

    def test_a_run_that_is_cut_short_is_no_pass(self):
        done = self.run_driver("--runs=1000000", "-runs=10")
        self.assertEqual(done.returncode, 1)
        self.assertIn("was to say that it is done with", done.stdout)


options = sys.argv[1:]
unittest.main(argv=sys.argv[:1])
