# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""Transitions into the platforms of bare-metal code.

A rule with an attribute `cfg = el2_transition` builds that attribute's targets for the hypervisor,
whatever platform it is itself built for; guest_transition does so for VMs, and
platform_transition for what the rule's attribute `platform` says, with the options of its attribute
`copts`. Such a rule also needs the attributes in TRANSITION_ATTRS.
"""

_PREFIX = "//command_line_option:"

_OUTPUTS = [
    _PREFIX + option
    for option in [
        "compilation_mode",
        "conlyopt",
        "copt",
        "cpu",
        "cxxopt",
        "features",
        "linkopt",
        "platforms",
    ]
]

# Guests have what a debugger needs in their ELF files; their images are without. The hypervisor's
# code changes with -g, so that it is a variant (//platforms/qemu_virt:hafnia_debug).
_COPTS = {
    "el2": [],
    "guest": ["-g"],
}

def _bare(platform, copts = []):
    # One way to build an image, whatever was asked of the host's code on the command line: a test
    # under --config=asan boots the same bits as any other. --cpu names the output directory.
    return {
        _PREFIX + "compilation_mode": "opt",
        _PREFIX + "conlyopt": [],
        _PREFIX + "copt": _COPTS[platform] + copts,
        _PREFIX + "cpu": platform,
        _PREFIX + "cxxopt": [],
        _PREFIX + "features": [],
        _PREFIX + "linkopt": [],
        _PREFIX + "platforms": str(Label("//platforms:" + platform)),
    }

def _el2_impl(_settings, _attr):
    return _bare("el2")

def _guest_impl(_settings, _attr):
    return _bare("guest")

def _platform_impl(_settings, attr):
    return _bare(attr.platform, attr.copts)

el2_transition = transition(
    implementation = _el2_impl,
    inputs = [],
    outputs = _OUTPUTS,
)

guest_transition = transition(
    implementation = _guest_impl,
    inputs = [],
    outputs = _OUTPUTS,
)

platform_transition = transition(
    implementation = _platform_impl,
    inputs = [],
    outputs = _OUTPUTS,
)

# The value of target_compatible_with for code that only a bare-metal platform can build: with it,
# `bazel test //...` leaves such targets to the images that need them.
BARE_METAL = [
    "@platforms//cpu:aarch64",
    "@platforms//os:none",
]

TRANSITION_ATTRS = {
    "_allowlist_function_transition": attr.label(
        default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
    ),
}
