# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of includes.py: each finding, and that good files have none."""

import unittest

from testing.lint import includes

_HEADER = "#ifndef A_B_H_\n#define A_B_H_\n#include <cstdint>\n#endif  // A_B_H_\n"
_GOOD = {
    "a/b.h": _HEADER,
    "a/b.cc": '#include "a/b.h"\n\n#include <array>\n\n#include "abi/el2/types.h"\n',
    "a/b_test.cc": '#include "a/b.h"\n#include "gtest/gtest.h"\n#include "a/other.cc"\n',
    "a/other.cc": "#include <array>\n",
    "abi/x.proto": "",
}


class IncludesTest(unittest.TestCase):
    def check(self, path, text):
        return [(f.line, f.message) for f in includes.check({**_GOOD, path: text})
                if f.path == path]

    def test_good(self):
        self.assertEqual(includes.check(_GOOD), [])

    def one(self, path, text, line, words):
        findings = self.check(path, text)
        self.assertEqual(len(findings), 1, findings)
        self.assertEqual(findings[0][0], line)
        self.assertIn(words, findings[0][1])

    def test_paths(self):
        self.one("a/c.cc", '#include "b.h"\n', 1, "is relative")
        self.one("a/c.cc", '#include "../a/b.h"\n', 1, "is relative")
        self.one("a/c.cc", '#include "./a/b.h"\n', 1, "is relative")
        self.one("a/c.cc", "#include <a/b.h>\n", 1, "is ours")
        self.one("a/c.cc", '\n#include "a/missing.h"\n', 2, "there is no a/missing.h")
        self.one("a/c.cc", '#include "a/other.cc"\n', 1, "is no header")
        self.one("a/c.cc", "#include <array>\n#include <array>\n", 2, "twice")

    def test_own_header_first(self):
        self.one("a/b.cc", '#include <array>\n#include "a/b.h"\n', 2, "first")
        self.one("a/b.cc", "#include <array>\n", 1, "does not include its own header")
        self.one("a/b_test.cc", '#include <array>\n#include "a/b.h"\n', 2, "first")

    def test_guards(self):
        self.one("a/b.h", "#include <array>\n", 1, "no include guard")
        self.one("a/b.h", "#pragma once\n", 1, "no include guard")
        self.one("a/b.h", "\n" + _HEADER.replace("A_B_H_", "B_H"), 2, "should be A_B_H_")
        self.one("a/b.h", _HEADER.replace("define A", "define X_A"), 1, "should be A_B_H_")
        self.one("a/b.h", _HEADER.replace("  // A_B_H_", ""), 4, "the last line should be")
        self.assertEqual(self.check("a/b.h", _HEADER.replace("A_B_H_", "HF_A_B_H_")), [])
        binding = _HEADER.replace("A_B_H_", "HF_BASE_H_")
        self.assertEqual(self.check("bindings/cc/hf/base.h", binding), [])

    def test_repair(self):
        wrong = _HEADER.replace("A_B_H_", "WRONG")
        self.assertEqual(includes.repair_guard("a/b.h", wrong), _HEADER)
        self.assertEqual(includes.repair_guard("a/b.h", _HEADER), _HEADER)
        self.assertEqual(includes.repair_guard("a/b.h", "int x;\n"), "int x;\n")


if __name__ == "__main__":
    unittest.main()
