# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""Stand-in for @rules_python: every symbol is Bazel 4.2.3's native rule.

Our own Python programs use //platforms/rules:python.bzl, which runs the pinned interpreter.
"""

py_binary = native.py_binary
py_library = native.py_library
py_runtime = native.py_runtime
py_test = native.py_test
