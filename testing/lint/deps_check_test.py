# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of deps.py."""

import unittest

from testing.lint import deps

_TEXT = """#include "hypervisor/x/x.h"

#include <array>

#include "abi/el2/types.h"
#include "gtest/gtest.h"
"""


class DepsTest(unittest.TestCase):
    def check(self, *headers, text=_TEXT):
        return deps.check("//hypervisor/x", {"hypervisor/x/x.cc": text}, headers)

    def test_own_and_listed(self):
        self.assertEqual(
            self.check("hypervisor/x/x.h", "bazel-out/el2/bin/abi/el2/types.h"), [])

    def test_missing(self):
        (finding,) = self.check("hypervisor/x/x.h")
        self.assertTrue(finding.startswith("hypervisor/x/x.cc:5: abi/el2/types.h is not of"))
        (finding,) = self.check("hypervisor/y/hypervisor_x/x.h", "abi/el2/types.h")
        self.assertIn("hypervisor/x/x.h is not of //hypervisor/x", finding)

    def test_bindings(self):
        self.assertEqual(self.check("bazel-out/x/hf/abi.h", text="#include <hf/abi.h>\n"), [])
        self.assertEqual(len(self.check("bazel-out/xhf/abi.h", text="#include <hf/abi.h>\n")), 1)


if __name__ == "__main__":
    unittest.main()
