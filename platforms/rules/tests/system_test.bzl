# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""Tests of hf_vm and hf_system: wrong systems are refused when they are analysed, with a reason."""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts")
load("//platforms/rules:system.bzl", "hf_system")
load("//platforms/rules:vm.bzl", "HfVmInfo", "hf_vm")

def _refused_impl(ctx):
    env = analysistest.begin(ctx)
    asserts.expect_failure(env, ctx.attr.reason)
    return analysistest.end(env)

_refused_test = analysistest.make(
    _refused_impl,
    attrs = {"reason": attr.string(doc = "A part of the message.", mandatory = True)},
    expect_failure = True,
)

def _vm_impl(ctx):
    env = analysistest.begin(ctx)
    vm = analysistest.target_under_test(env)[HfVmInfo]
    asserts.equals(env, "good", vm.name)
    asserts.equals(env, 65536, vm.memory)
    asserts.equals(env, 8, vm.vcpus)
    return analysistest.end(env)

_vm_test = analysistest.make(_vm_impl)

def _vm(name, **kwargs):
    hf_vm(
        name = name,
        image = "BUILD.bazel",
        tags = ["manual"],
        **kwargs
    )

def _system(name, secondaries):
    hf_system(
        name = name,
        # Never booted, so that any file will do.
        hypervisor = "BUILD.bazel",
        primary = "good",
        secondaries = secondaries,
        tags = ["manual"],
    )

def _refused(name, reason):
    _refused_test(
        name = name + "_test",
        reason = reason,
        target_under_test = name,
    )

def system_tests():
    """Declares the tests."""
    _vm("good", memory = "64K", vcpus = 8)
    _vm_test(
        name = "good_test",
        target_under_test = "good",
    )

    _vm("no_vcpu", vcpus = 0)
    _refused("no_vcpu", "vcpus is 0; it must be 1 to 8")
    _vm("nine_vcpus", vcpus = 9)
    _refused("nine_vcpus", "vcpus is 9; it must be 1 to 8")
    for name, memory in [
        ("no_memory", "0"),
        ("no_unit", "64KB"),
        ("no_number", "much"),
        ("no_pages", "6000"),
        ("negative", "-4K"),
    ]:
        _vm(name, memory = memory)
        _refused(name, "memory is \"%s\"; it must be a positive multiple of 4K" % memory)

    _vm("vms.txt")
    _system("reserved", ["vms.txt"])
    _refused("reserved", "cannot be called \"vms.txt\"")

    _system("twice", [
        "good",
        "//platforms/rules/tests/other:good",
    ])
    _refused("twice", "have the same name")

    secondaries = ["secondary_%d" % i for i in range(16)]
    for name in secondaries:
        _vm(name)
    _system("many", secondaries)
    _refused("many", "16 secondaries; there can be 15 beside the primary")
