# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""The rules of tests that boot machines; docs/testing.md explains both.

    load("@hf//testing:defs.bzl", "hf_guest_test", "hf_system_test")
"""

load("//testing/rules:guest_test.bzl", _hf_guest_test = "hf_guest_test")
load("//testing/rules:system_test.bzl", _hf_system_test = "hf_system_test")

hf_guest_test = _hf_guest_test
hf_system_test = _hf_system_test
