# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""JUnit's XML, as Bazel and others read it: one testcase for each in-VM case. Pure."""

import re
from xml.etree import ElementTree

from testing.runner import session

# What XML 1.0 cannot hold at all.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(name, cases):
    """The document, as bytes.

    name: the target's.
    cases: session.Cases, each with an outcome. Those of one suite are put together.
    """
    suites = {}
    for case in cases:
        suites.setdefault(_suite(name, case), []).append(case)
    root = ElementTree.Element("testsuites", _attributes(name, cases))
    for suite, members in suites.items():
        element = ElementTree.SubElement(root, "testsuite", _attributes(suite, members))
        for case in members:
            _add_case(element, suite, case)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _suite(target, case):
    """The case's suite; what is no case of the guest's, such as a boot, belongs to the target."""
    found = re.fullmatch(r"(\w+)\.\w+", case.name)
    return found[1] if found else target


def _attributes(name, cases):
    return {
        "name": name,
        "tests": str(len(cases)),
        "failures": str(sum(case.outcome == session.FAIL for case in cases)),
        "errors": "0",
        "skipped": str(sum(case.outcome == session.SKIP for case in cases)),
        "time": f"{sum(case.seconds for case in cases):.3f}",
    }


def _add_case(parent, suite, case):
    attributes = {
        "classname": suite,
        "name": case.name.removeprefix(suite + "."),
        "time": f"{case.seconds:.3f}",
    }
    element = ElementTree.SubElement(parent, "testcase", attributes)
    message = _clean(case.message)
    if case.outcome == session.FAIL:
        failure = ElementTree.SubElement(element, "failure", {"message": message.split("\n")[0]})
        failure.text = message
    elif case.outcome == session.SKIP:
        ElementTree.SubElement(element, "skipped", {"message": message})
    if case.output:
        ElementTree.SubElement(element, "system-out").text = _clean("\n".join(case.output))


def _clean(text):
    return _FORBIDDEN.sub("\ufffd", text)
