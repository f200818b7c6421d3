# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""A trail in words: the calls and events on the way to a violated property. Pure.

What comes in is what the verifier prints as it replays the trail. The generated rows print a line

    call NAME VM VCPU ARGUMENT...   or   event NAME VM VCPU

and then `row NAME: RESULT`, and `, leaves: CODE` if the vCPU leaves its CPU. The model prints
`note VM VCPU WHAT` for what is no call, and `violated: PROPERTY`. All other lines are the
verifier's own.
"""

import re

_PRIMARY = 0


def trail(text):
    """(lines, the violated property or None)."""
    lines = []
    violated = None
    began = None
    code = ""
    several = bool(re.search(r"^\s*(call|event) \w+ \d+ [1-9]", text, re.M))
    for line in text.splitlines():
        line = line.strip()
        if line.startswith(("call ", "event ")):
            began = line.split()
        elif line.startswith("row ") and began:
            said = _said(began, line, several)
            # What the event Leaves says only counts if it says otherwise than the row before.
            if began[1] != "leaves" or code and code not in line and ", leaves: " in line:
                lines.append(said)
            code = line.partition(", leaves: ")[2]
            began = None
        elif line.startswith("note "):
            _, vm, vcpu, what = line.split(" ", 3)
            lines.append(f"{_who(vm, vcpu, several)}: {what}")
        elif line.startswith("violated: "):
            violated = line[len("violated: "):]
    if violated and began:
        lines.append(_step(began, several))
    return lines, violated


def _who(vm, vcpu, several):
    if int(vm) == _PRIMARY:
        return f"primary, CPU {vcpu}" if several else "primary"
    return f"VM {vm}, vCPU {vcpu}" if several else f"VM {vm}"


def _step(began, several):
    kind, name, vm, vcpu, *arguments = began
    what = f"{name}({', '.join(arguments)})" if kind == "call" else _EVENTS.get(name, name)
    return f"{_who(vm, vcpu, several)}: {what}"


_EVENTS = {
    "abort": "aborts",
    "leaves": "its VM has aborted: not that",
    "loaded": "is loaded",
    "physical_interrupt": "a physical interrupt arrives",
    "receive_ends": "mailbox_receive returns",
    "timer_expired": "its timer expires",
    "wait_for_interrupt": "WFI",
}


def _said(began, row, several):
    name, rest = re.fullmatch(r"row (\w+):(.*)", row).groups()
    result, _, leaves = rest.partition(", leaves: ")
    result = result.strip().replace("deferred", "later")
    line = _step(began, several)
    if result:
        line += f" → {result}"
    if leaves:
        line += f", leaves with {leaves}"
    return f"{line} ({name})"
