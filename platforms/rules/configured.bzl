# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""What images ask for before anything that they are made of is looked at: the toolchains.

Without them Bazel's answer depends on the machine: it would name a toolchain of its own.
"""

_CONFIGURED = str(Label("//platforms:configured"))

_NOT_CONFIGURED = ("Bazel has not been told of Hafnia's toolchains. The file .bazelrc beside the " +
                   "WORKSPACE has to have the line 'import <path>/platforms/hafnia.bazelrc', with " +
                   "the path of Hafnia's tree; it may begin with %workspace%/. See " +
                   "docs/user_guide.md there")

def when_configured(value):
    """The value of an attribute, which cannot be had without platforms/hafnia.bazelrc.

    Args:
      value: What the attribute has.

    Returns:
      A select() of it, whose error says what to do.
    """
    return select({_CONFIGURED: value}, no_match_error = _NOT_CONFIGURED)
