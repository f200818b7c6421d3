# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""The ways to build host programs that watch themselves.

Each row makes a constraint value //platforms:NAME, a platform //platforms:host_NAME, a toolchain of
that name and an output directory of that --cpu; .bazelrc makes it a --config=NAME, but for fuzz,
which the rule in testing/fuzz/fuzz.bzl chooses by itself. The flags are given when compiling and when
linking.
"""

_ASAN = [
    "-fsanitize=address,undefined",
    "-fno-sanitize-recover=all",
]

INSTRUMENTATIONS = {
    # AddressSanitizer and UndefinedBehaviorSanitizer.
    "asan": _ASAN,
    # The same with the counters that libFuzzer goes by; its main() is linked by the rule.
    "fuzz": _ASAN + [
        "-fsanitize=fuzzer-no-link",
        "-O1",
    ],
    # ThreadSanitizer.
    "tsan": [
        "-fsanitize=thread",
        "-O1",
    ],
    # Which lines and branches ran, for llvm-cov.
    "coverage": [
        "-fprofile-instr-generate",
        "-fcoverage-mapping",
        # Several threads count.
        "-fprofile-update=atomic",
    ],
}
