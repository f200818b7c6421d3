# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of words.py, with the intermediate representation of today's ABI and with broken ones."""

import sys
import unittest

from testing.debug import words


class ParseTest(unittest.TestCase):
    def test_messages(self):
        text = '# c\na: "x \\"y\\" {"\nb { c: -1 d: KIND }\nb { }\n'
        self.assertEqual(
            words.parse(text), {"a": ['x "y" {'], "b": [{"c": [-1], "d": ["KIND"]}, {}]})

    def test_broken(self):
        for text in ("a", "a:", "a { b: 1", "a } b", "a: 1 ?"):
            with self.assertRaises(words.BadText, msg=text):
                words.parse(text)


class WordsTest(unittest.TestCase):
    def setUp(self):
        with open(_IR, encoding="utf-8") as file:
            self.words = words.Words(file.read())

    def test_calls(self):
        for x, text in (
            ([0xFF00, 9, 9, 9], "vm_get_id()"),
            ([0xFF03, 2, 1, 9], "vcpu_run(vm_id=2, vcpu=1)"),
            # Bits that do not count.
            ([0xAB_4000_FF03, 0xAB_0000_0002, 1, 9], "vcpu_run(vm_id=2, vcpu=1)"),
            ([0xFF05, 0x4010_1000, 0x4010_2000, 0],
             "vm_configure(send=0x40101000, receive=0x40102000)"),
            ([0xFF06, 0, 12, 1], "mailbox_send(vm_id=0, size=12 bytes, notify=true)"),
            ([0xFF07, 0, 0, 0], "mailbox_receive(block=false)"),
            ([0xC400_0003, 0, 0, 0], "call 0xc4000003"),
        ):
            self.assertEqual(self.words.call(x), text)

    def test_results(self):
        self.assertEqual(self.words.result(0xFF00, 3), "3")
        self.assertEqual(self.words.result(0xFF02, 2**64 - 1), "-1")
        self.assertEqual(self.words.result(0xFF07, 12 << 32 | 1), "vm_id=1, size=12 bytes")
        self.assertIn("vm_id=INVALID_VM_ID", self.words.result(0xFF07, 0xFFFF_FFFF))
        self.assertEqual(self.words.result(0xFF03, 12 << 32 | 4), "MESSAGE(size=12 bytes)")
        self.assertEqual(self.words.result(0x1234, 2**64 - 1), "-1")

    def test_run_codes(self):
        self.assertEqual(self.words.run_code(0), "PREEMPTED")
        self.assertEqual(self.words.run_code(3 << 32 | 1 << 16 | 3), "WAKE_UP(vm_id=3, vcpu=1)")
        self.assertIn("vcpu=INVALID_VCPU", self.words.run_code(3 << 32 | 0xFFFF << 16 | 3))
        self.assertEqual(self.words.run_code(7), "ABORTED")
        self.assertEqual(self.words.run_code(0xEE), "unknown 238")


if __name__ == "__main__":
    _IR = sys.argv.pop()
    unittest.main()
