# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Holds what sources include against the headers that their target lists; called by aspect.bzl.

    deps PARAMETERS    a file with a line each: label, output, sources, --, headers

The output is an empty file, made when all is well.
"""

import sys

from testing.lint import includes

# What only we have: other headers are the compiler's affair.
_OURS = ("abi/", "bindings/", "hf/", "hypervisor/", "platforms/", "testing/")


def check(label, sources, headers):
    """Findings as text. sources: {path: text}. headers: paths, of which an include is the end."""
    known = {"/" + path for path in headers} | {"/" + path for path in sources}
    findings = []
    for path, text in sources.items():
        for number, _, name in includes.includes(text):
            if name.startswith(_OURS) and not any(k.endswith("/" + name) for k in known):
                findings.append(
                    f"{path}:{number}: {name} is not of {label}, nor of a target in its deps: "
                    "list the target that it is of")
    return findings


def main(parameters):
    with open(parameters, encoding="utf-8") as file:
        label, out, *rest = file.read().splitlines()
    split = rest.index("--")
    sources = {}
    for path in rest[:split]:
        with open(path, encoding="utf-8") as file:
            sources[path] = file.read()
    findings = check(label, sources, rest[split + 1:])
    if findings:
        sys.exit("\n".join(findings))
    with open(out, "w", encoding="utf-8"):
        pass


if __name__ == "__main__":
    main(sys.argv[1])
