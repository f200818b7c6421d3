# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Hygiene of #include: paths from the root, one's own header first, guards named after the path.

That a file includes only what its target lists is checked where targets are known, in aspect.bzl.
"""

import re

from testing.lint.tree import Finding, kind

_INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]')
_GUARD = re.compile(r"#ifndef (\w+)\n#define (\w+)\n")

# What users of the bindings include lies below the folder of its language.
_BINDINGS = re.compile(r"^bindings/[a-z]+/(?=hf/)")

# Headers that a build writes: of the IDL's compiler, of the policy of registers, and of protoc.
_WRITTEN = re.compile(r"^abi/(el2/\w+|model/(apply|ids|rows))\.h$|\.pb\.h$|"
                      r"^abi/vectors/(vectors|tour)\.inc$|"
                      r"^testing/suites/rows/callers_\w+\.inc$|"
                      r"^testing/sysregs/expected\.h$|"
                      r"^hypervisor/arch/aarch64/registers/"
                      r"(answers|id_registers|switched|trap_values)\.h$")

# libc++ asks for these two by their bare names.
_EXEMPT = ("platforms/toolchains/libcxx_site/",)


def includes(text):
    """(line number, is_quoted, path) of each #include."""
    for number, line in enumerate(text.split("\n"), 1):
        match = _INCLUDE.match(line)
        if match:
            yield number, match.group(1) == '"', match.group(2)


def guards(path):
    """The names that the guard of a header may have; the first is what a repair makes it."""
    name = re.sub(r"\W", "_", _BINDINGS.sub("", path)).upper() + "_"
    return (name, "HF_" + name)


def check(texts):
    findings = []
    for path, text in texts.items():
        if kind(path) != "c" or text is None or path.startswith(_EXEMPT):
            continue
        findings += _check_paths(path, text, texts)
        if path.endswith(".h"):
            findings += _check_guard(path, text)
        else:
            findings += _check_own_first(path, text, texts)
    return findings


def _check_paths(path, text, texts):
    roots = {name.split("/")[0] for name in texts if "/" in name}
    seen = set()
    for number, quoted, name in includes(text):
        if name in seen:
            yield Finding(path, number, f"{name} is included twice")
        seen.add(name)
        if "/../" in f"/{name}/" or "/./" in f"/{name}/":
            yield Finding(path, number, f"{name} is relative: write the path from the root")
        elif quoted and "/" not in name:
            yield Finding(path, number, f'"{name}" is relative: write the path from the root')
        elif name.split("/")[0] in roots:
            if not quoted:
                yield Finding(path, number, f'<{name}> is ours: write "{name}"')
            if name not in texts and not _WRITTEN.search(name):
                yield Finding(path, number, f"there is no {name}, and nothing writes it")
            # A test may compile what it tests in another language or with other settings.
            if name.endswith((".cc", ".c")) and "_test." not in path:
                yield Finding(path, number, f"{name} is no header")


def _check_guard(path, text):
    match = _GUARD.search(text)
    wanted = guards(path)
    if not match:
        # A header may be made to be included several times, but then says so.
        yield Finding(path, 1, f"there is no include guard: #ifndef {wanted[0]}")
        return
    number = text[:match.start()].count("\n") + 1
    if match.group(1) != match.group(2) or match.group(1) not in wanted:
        yield Finding(path, number, f"the include guard {match.group(1)} should be {wanted[0]}")
        return
    # The second is how C of before 1999 comments.
    ends = (f"#endif  // {match.group(1)}", f"#endif /* {match.group(1)} */")
    if text.rstrip().split("\n")[-1] not in ends:
        yield Finding(path, text.rstrip().count("\n") + 1, f"the last line should be '{ends[0]}'")


def _check_own_first(path, text, texts):
    own = re.sub(r"(_test)?\.(cc|c)$", ".h", path)
    if own == path or own not in texts:
        return
    names = [name for _, _, name in includes(text)]
    seen_as = _BINDINGS.sub("", own)
    for wanted in {own, seen_as}:
        if wanted in names and names[0] != wanted:
            number = next(n for n, _, name in includes(text) if name == wanted)
            yield Finding(path, number, f"its own header, {wanted}, should be included first")
    if own not in names and seen_as not in names and not path.endswith("_test.cc"):
        yield Finding(path, 1, f"it does not include its own header, {own}")


def repair_guard(path, text):
    """The text of a header with the guard that the path asks for, if it has one at all."""
    match = _GUARD.search(text)
    if not match or match.group(1) != match.group(2) or match.group(1) in guards(path):
        return text
    return re.sub(rf"\b{match.group(1)}\b", guards(path)[0], text)
