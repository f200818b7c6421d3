# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever is missing of a new call is said: by the compiler of the ABI, the C++ compiler, the
linker, the checker and the comparison of what is generated.

missing_test.py HFIDL
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

from abi import goldens

_HERE = pathlib.Path("hypervisor/testing/add_call")
_RELEASED = "abi/released/1.0.textproto"

_COMMENT = "  // Returns the index of the calling vCPU in its VM.\n"
_ROW = """\
    // Every vCPU has an index.
    option (hf.idl.outcome) = { name: "index" result: "caller.vcpu" };
"""
_UNUSED = """\
// The index of a vCPU.
message VcpuIndex {
  option (hf.idl.word) = {};
  option (hf.idl.unused) = { msb: 63 lsb: 32 is: ZERO };
"""


class MissingTest(unittest.TestCase):
    hfidl = ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name) / "hafnia.proto"
        self.text = (_HERE / "hafnia.proto").read_text(encoding="utf-8")

    def run_hfidl(self, command, *arguments):
        run = subprocess.run([self.hfidl, command, *arguments], capture_output=True, text=True,
                             check=False)
        return run.returncode, run.stdout + run.stderr

    def lower(self, old, new):
        self.assertEqual(self.text.count(old), 1, old)
        self.path.write_text(self.text.replace(old, new), encoding="utf-8")
        return self.run_hfidl("lower", self.path)

    def assert_refused(self, message, old, new):
        status, output = self.lower(old, new)
        self.assertEqual(status, 1, output)
        self.assertRegex(output, r"hafnia\.proto:\d+:\d+: error: ")
        self.assertIn(message, output)

    def test_nothing_is_missing(self):
        self.assertNotEqual(self.text,
                            pathlib.Path("abi/hafnia.proto").read_text(encoding="utf-8"))
        status, output = self.run_hfidl("lower", _HERE / "hafnia.proto")
        self.assertEqual(status, 0, output)
        self.assertIn('name: "VcpuGetIndex"', output)

    def test_no_comment(self):
        self.assert_refused("call 'VcpuGetIndex' has no comment", _COMMENT, "")

    def test_no_row(self):
        self.assert_refused("the rows of VcpuGetIndex are not total", _ROW, "")

    def test_a_row_for_some_cases(self):
        self.assert_refused("the rows of VcpuGetIndex are not total: none matches when",
                            'name: "index"', 'name: "index" when: "caller == PRIMARY"')

    def test_a_number_that_is_taken(self):
        self.assert_refused("0xff0e", "number: 0xff10", "number: 0xff0e")

    def test_bits_that_nobody_has(self):
        self.assert_refused("bits 63:32 of x0 in VcpuIndex belong to no field", _UNUSED,
                            _UNUSED[:_UNUSED.rindex("  option")])

    def test_no_since(self):
        status, _ = self.lower('0xff10 caller: ANY since: "1.1"', "0xff10 caller: ANY")
        self.assertEqual(status, 0)
        status, output = self.run_hfidl("check", _RELEASED, self.path)
        self.assertEqual(status, 1, output)
        self.assertIn("HF082", output)
        self.assertIn("vcpu_get_index", output)

    def test_too_low_a_version(self):
        self.path.write_text(
            self.text.replace("major: 1 minor: 1", "major: 1 minor: 0").replace('"1.1"', '"1.0"'),
            encoding="utf-8")
        status, output = self.run_hfidl("check", _RELEASED, self.path)
        self.assertEqual(status, 1, output)
        self.assertIn("HF080", output)

    def test_with_all_that_is_needed_the_checker_is_content(self):
        status, output = self.run_hfidl("check", _RELEASED, _HERE / "hafnia.proto")
        self.assertEqual(status, 0, output)
        self.assertRegex(output, "HF004.*")
        self.assertIn("vcpu_get_index", output)

    def log(self, name):
        text = (_HERE / f"{name}.log").read_text(encoding="utf-8")
        self.assertRegex(text, r"exit status [1-9]", text)
        return text

    def test_no_handler(self):
        self.assertIn("undefined symbol: hf::calls::VcpuGetIndex(hf::CallContext&)",
                      self.log("no_handler"))

    def test_no_call(self):
        log = self.log("no_call")
        self.assertIn("no previous prototype for function 'VcpuGetIndex'", log)
        self.assertIn("-Wmissing-prototypes", log)

    def test_the_rest_is_generated_and_shown_for_review(self):
        expected = {
            "c_abi": "HF_VCPU_GET_INDEX",
            "c_call": "hf_vcpu_get_index",
            "cc": "VcpuGetIndex",
            "el2_dispatch_h": "VcpuGetIndex",
            "manual": "vcpu_get_index",
            "model_rows": "VcpuGetIndex",
            "rust": "vcpu_get_index",
        }
        outputs = {kind: self.path.with_name(kind) for kind in expected}
        status, output = self.run_hfidl(
            "gen", _HERE / "hafnia.proto", *[f"{kind}={path}" for kind, path in outputs.items()])
        self.assertEqual(status, 0, output)
        for kind, path in outputs.items():
            generated = path.read_text(encoding="utf-8")
            self.assertIn(expected[kind], generated, kind)
            # What //abi:goldens_test says as long as the difference is not accepted.
            difference = "".join(
                goldens.difference({kind: "as it was\n"}, {kind: generated}, pathlib.Path("abi")))
            self.assertIn(expected[kind], difference)


if __name__ == "__main__":
    MissingTest.hfidl = sys.argv.pop()
    unittest.main()
