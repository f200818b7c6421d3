# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

import dataclasses
import unittest

from abi.spin import pan

_COMPLETE = """
State-vector 60 byte, depth reached 473, errors: 0
      230 states, stored
   183085 states, matched
   183315 transitions (= stored+matched)
  235.007 total actual memory usage
pan: elapsed time 0.11 seconds
"""


class PanTest(unittest.TestCase):

    def test_a_complete_search(self):
        found = pan.parse(_COMPLETE)
        self.assertEqual(found, pan.Search(
            errors=0, states=230, transitions=183315, depth=473, state_bytes=60,
            memory_mb=235.007, seconds=0.11, truncated=""))
        self.assertIsNone(pan.why_not(found, 230))

    def test_figures_with_an_exponent(self):
        text = _COMPLETE.replace("      230 states, stored", " 1.0012e+08 states, stored")
        self.assertEqual(pan.parse(text).states, 100120000)

    def test_fewer_states_than_there_should_be(self):
        self.assertEqual(
            pan.why_not(pan.parse(_COMPLETE), 231),
            "there are 230 states, fewer than 231: the model has lost some behaviour, or the "
            "figure in abi/spin/BUILD.bazel should be lower")

    def test_a_search_that_was_cut_short(self):
        for why in ("error: max search depth too small", "Warning: Search not completed",
                    "pan: reached -DMEMLIM bound", "pan: out of memory"):
            found = pan.parse(why + "\n" + _COMPLETE)
            self.assertEqual(pan.why_not(found, 1), "the search is not complete: " + why)

    def test_errors(self):
        found = dataclasses.replace(pan.parse(_COMPLETE), errors=2)
        self.assertEqual(pan.why_not(found, 1), "2 properties are violated")

    def test_a_verifier_that_crashed(self):
        with self.assertRaisesRegex(ValueError, "does not say the errors"):
            pan.parse("Segmentation fault")


if __name__ == "__main__":
    unittest.main()
