# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""What a verifier that Spin has made says about its search. Pure."""

import dataclasses
import re

# What a search says that did not look at all states.
_TRUNCATED = (
    "max search depth too small",
    "Search not completed",
    "out of memory",
    "reached -DMEMLIM bound",
    "VECTORSZ",
    "resource temporarily",
)


@dataclasses.dataclass(frozen=True)
class Search:
    """A search: what it has found, and what it took."""

    errors: int
    states: int
    transitions: int
    depth: int
    # Of a state, before compression.
    state_bytes: int
    memory_mb: float
    seconds: float
    # Why the search is not complete, or "".
    truncated: str


def parse(text):
    """The search that the verifier's output is of; a ValueError that names what is not there."""
    truncated = [line.strip() for line in text.splitlines() if any(t in line for t in _TRUNCATED)]
    return Search(
        errors=int(_number(text, "errors", r"errors:\s*(\d+)")),
        states=int(_number(text, "states", r"([\d.e+]+) states, stored")),
        transitions=int(_number(text, "transitions", r"([\d.e+]+) transitions")),
        depth=int(_number(text, "depth", r"depth reached (\d+)")),
        state_bytes=int(_number(text, "size of a state", r"State-vector (\d+) byte")),
        memory_mb=_number(text, "memory", r"([\d.]+)\s+total actual memory usage"),
        seconds=_number(text, "time", r"elapsed time ([\d.e+-]+) seconds"),
        truncated=truncated[0] if truncated else "",
    )


def _number(text, what, pattern):
    match = re.search(pattern, text)
    if not match:
        raise ValueError(f"the verifier's output does not say the {what}:\n{text}")
    return float(match[1])


def why_not(search, least_states):
    """Why a search does not show that a model's properties hold, or None if it does."""
    if search.errors:
        return f"{search.errors} properties are violated"
    if search.truncated:
        return f"the search is not complete: {search.truncated}"
    if search.states < least_states:
        return (f"there are {search.states:,} states, fewer than {least_states:,}: the model has "
                "lost some behaviour, or the figure in abi/spin/BUILD.bazel should be lower")
    return None
