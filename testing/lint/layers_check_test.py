# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of layers.py: each way to go round the layers is found."""

import unittest

from testing.lint import layers

_ROOT = """
package_group(name = "l2_up", includes = [":l3_up"], packages = ["//hypervisor/mm/..."])
package_group(name = "l3_up", packages = ["//hypervisor/vm/...", "//hypervisor/testing/..."])
"""


def target(*deps, rule="cc_library", more=""):
    return f"{rule}(name = 'x', deps = {list(deps)!r}, {more})\n"


class LayersTest(unittest.TestCase):
    def check(self, **files):
        texts = {"BUILD.bazel": _ROOT}
        for folder, text in files.items():
            texts[f"hypervisor/{folder}/BUILD.bazel"] = text
        return [f"{f.path}: {f.message}" for f in layers.check(texts)]

    def one(self, findings, words):
        self.assertEqual(len(findings), 1, findings)
        self.assertIn(words, findings[0])

    def test_good(self):
        self.assertEqual(self.check(
            base=target(), sync=target("//hypervisor/base"),
            mm=target("//hypervisor/base", "//abi:el2", more="visibility = ['//:l2_up']"),
            vm=target("//hypervisor/mm", "//hypervisor/arch/aarch64/model")), [])

    def test_upwards(self):
        self.one(self.check(base=target("//hypervisor/sync")), "layer 0, hypervisor/base, depends")
        self.one(self.check(mm=target("//hypervisor/vm:x")), "depends on layer 3, hypervisor/vm")
        self.one(self.check(mm="[cc_library(name = n, deps = ['//hypervisor/vm']) for n in 'a']"),
                 "depends on layer 3")

    def test_upwards_in_a_test(self):
        upwards = "//hypervisor/testing:system"
        self.assertEqual(self.check(mm=target(upwards, rule="cc_test")), [])
        self.assertEqual(self.check(mm=target(upwards, more="testonly = True")), [])
        self.assertEqual(
            self.check(mm="package(default_testonly = True)\n" + target(upwards)), [])

    def test_backend(self):
        self.one(self.check(vm=target("//hypervisor/arch/aarch64/hw")), "names a backend")

    def test_other_trees(self):
        self.one(self.check(vm=target("//bindings/c:hf")), "hypervisor/ may not")
        findings = layers.check(
            {"BUILD.bazel": _ROOT, "bindings/c/BUILD.bazel": target("//hypervisor/base")})
        self.one([str(f) for f in findings], "bindings/ may not")

    def test_visible_to_more_than_its_layer(self):
        for value in ("//visibility:public", "//hypervisor:__subpackages__",
                      "//hypervisor/base:__pkg__", "//:l2_up"):
            findings = self.check(vm=target(more=f"visibility = [{value!r}]"))
            self.one(findings, f"layer 3 is visible to {value}")

    def test_no_layer(self):
        self.one(self.check(new=target()), "in no layer")

    def test_include_upwards(self):
        texts = {
            "BUILD.bazel": _ROOT,
            "hypervisor/mm/BUILD.bazel": target(rule="cc_test", more="srcs = ['walk.cc']"),
            "hypervisor/mm/walk.cc": '#include "hypervisor/vm/vm.h"\n',
            "hypervisor/mm/mm_test.cc": '#include "hypervisor/vm/vm.h"\n',
        }
        self.assertEqual(layers.check(texts), [])
        texts["hypervisor/mm/mm.cc"] = '\n#include "hypervisor/vm/vm.h"\n'
        self.one([str(f) for f in layers.check(texts)], "hypervisor/mm/mm.cc:2: layer 2")

    def test_groups_in_no_order(self):
        texts = {"BUILD.bazel": _ROOT + "package_group(name = 'beside')\n"}
        self.one([str(f) for f in layers.check(texts)], "in no order")


if __name__ == "__main__":
    unittest.main()
