# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of projects.py on small action graphs."""

import tempfile
import unittest

from testing.editors import projects

_CONFIGURATIONS = [
    {"id": 1, "mnemonic": "k8-fastbuild"},
    {"id": 2, "mnemonic": "el2-opt-ST-0123456789ab"},
]


def graph(*actions):
    """A graph of (label, configuration, mnemonic, arguments)."""
    labels = sorted({action[0] for action in actions})
    return {
        "configuration": _CONFIGURATIONS,
        "targets": [{"id": i, "label": label} for i, label in enumerate(labels)],
        "actions": [
            {"targetId": labels.index(label), "configurationId": configuration,
             "mnemonic": mnemonic, "arguments": arguments}
            for label, configuration, mnemonic, arguments in actions
        ],
    }


def compiled(label, configuration, source):
    return label, configuration, "CppCompile", ["clang", "-iquote", ".", "-c", source, "-o", "x.o"]


def crate(label, name, root, output, *needed):
    arguments = ["rustc", root, "--crate-name", name, "--edition=2021"]
    for rlib in needed:
        arguments += ["--extern", rlib]
    return label, 2, "Rustc", arguments + ["-o", output]


class CompileCommandsTest(unittest.TestCase):
    def commands(self, *actions):
        return projects.compile_commands(graph(*actions), "/base/execroot/hf", "/home/hf")

    def test_bare_metal_comes_first(self):
        entries, labels = self.commands(
            compiled("//a:x", 1, "a/x.cc"), compiled("//a:x", 2, "a/x.cc"))
        self.assertEqual(labels, {"//a:x"})
        self.assertEqual([e["file"] for e in entries], ["/home/hf/a/x.cc"] * 2)
        self.assertEqual(entries[0]["directory"], "/home/hf")
        self.assertEqual(
            entries[0]["arguments"],
            ["clang", "-iquote", ".", "-c", "/home/hf/a/x.cc", "-o", "x.o"])

    def test_of_variants_the_plain_one_is_shown(self):
        label, configuration, mnemonic, arguments = compiled("//a:x", 2, "a/x.cc")
        plain = (label, configuration, mnemonic, arguments)
        variant = (label, configuration, mnemonic, arguments + ["-g"])
        for actions in ([plain, variant], [variant, plain]):
            (entry,), _ = self.commands(*actions)
            self.assertNotIn("-g", entry["arguments"])

    def test_of_generated_variants_too(self):
        (entry,), _ = self.commands(
            compiled("//a:x", 2, "bazel-out/el2-1/bin/a/x.cc"),
            compiled("//a:x", 2, "bazel-out/el2/bin/a/x.cc"))
        self.assertEqual(entry["file"], "/base/execroot/hf/bazel-out/el2-1/bin/a/x.cc")

    def test_generated_sources_stay_where_they_are(self):
        (entry,), _ = self.commands(compiled("//a:x", 1, "bazel-out/k8/bin/a/x.cc"))
        self.assertEqual(entry["file"], "/base/execroot/hf/bazel-out/k8/bin/a/x.cc")

    def test_what_is_elsewhere_is_named_where_it_is(self):
        label, configuration, mnemonic, arguments = compiled("//a:x", 1, "a/x.cc")
        arguments += ["--sysroot=external/sysroot", "-isystem", "external/y", "-Ibazel-out/k8/bin",
                      "-DX=external", "-fdir=."]
        (entry,), _ = self.commands((label, configuration, mnemonic, arguments))
        self.assertEqual(
            entry["arguments"][-6:],
            ["--sysroot=/base/external/sysroot", "-isystem", "/base/external/y",
             "-I/base/execroot/hf/bazel-out/k8/bin", "-DX=external", "-fdir=."])

    def test_others_code_is_left_out(self):
        self.assertEqual(self.commands(compiled("@x//:y", 1, "external/x/y.cc")), ([], set()))

    def test_unknown_command(self):
        with self.assertRaisesRegex(projects.NotUnderstood, "no -c in"):
            self.commands(("//a:x", 1, "CppCompile", ["clang", "@params"]))


class RustProjectTest(unittest.TestCase):
    def test_crates_and_what_they_need(self):
        project = projects.rust_project(graph(
            crate("//a:app", "app", "a/lib.rs", "libapp.a", "core=libcore.rlib", "hf=libhf.rlib"),
            crate("//r:core", "core", "external/rust/core.rs", "libcore.rlib"),
            crate("//b:hf", "hf", "bazel-out/el2/b/lib.rs", "libhf.rlib", "core=libcore.rlib"),
        ), "/base/execroot/hf", "/home/hf")
        names = [c["display_name"] for c in project["crates"]]
        roots = {c["display_name"]: c["root_module"] for c in project["crates"]}
        self.assertEqual(roots, {
            "app": "/home/hf/a/lib.rs", "core": "/base/external/rust/core.rs",
            "hf": "/base/execroot/hf/bazel-out/el2/b/lib.rs"})
        app = project["crates"][names.index("app")]
        self.assertEqual({d["name"]: names[d["crate"]] for d in app["deps"]},
                         {"core": "core", "hf": "hf"})
        self.assertEqual(app["build"]["build_file"], "/home/hf/a/BUILD.bazel")
        self.assertFalse(project["crates"][names.index("core")]["is_workspace_member"])

    def test_same_crate_twice_is_one(self):
        one = crate("//a:app", "app", "a/lib.rs", "libapp.a")
        self.assertEqual(len(projects.rust_project(graph(one, one), "/e", "/w")["crates"]), 1)


class MissingTest(unittest.TestCase):
    def test_missing(self):
        with tempfile.NamedTemporaryFile() as there:
            entries = [{"directory": "/", "file": there.name}, {"directory": "/", "file": "no/x.c"}]
            project = {"crates": [{"root_module": there.name}, {"root_module": "/no/lib.rs"}]}
            self.assertEqual(projects.missing(entries, project), ["/no/lib.rs", "/no/x.c"])


if __name__ == "__main__":
    unittest.main()
