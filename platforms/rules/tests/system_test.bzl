# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""Tests of hf_vm and hf_system: wrong systems are refused when they are analysed, with a reason."""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts")
load("//platforms:defs.bzl", "HfSystemInfo", "HfVmInfo", "hf_system", "hf_vm")
load("//testing:defs.bzl", "hf_system_test")

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

def _system_impl(ctx):
    env = analysistest.begin(ctx)
    target = analysistest.target_under_test(env)
    info = target[HfSystemInfo]
    asserts.equals(env, "fits.initrd", info.ramdisk.basename)
    groups = target[OutputGroupInfo]
    for group, names in [
        ("image", ["fits.image"]),
        ("initrd", ["fits.initrd"]),
        ("qemu", ["fits.image", "fits.initrd", "fits.qemu"]),
    ]:
        files = [file.basename for file in getattr(groups, group).to_list()]
        asserts.equals(env, names, sorted(files))
    return analysistest.end(env)

_system_test = analysistest.make(_system_impl)

def _vm(name, **kwargs):
    hf_vm(
        name = name,
        image = "BUILD.bazel",
        tags = ["manual"],
        **kwargs
    )

def _system(name, secondaries = [], primary = "chief", **kwargs):
    hf_system(
        name = name,
        # Never booted, so that any file will do.
        hypervisor = "BUILD.bazel",
        primary = primary,
        secondaries = secondaries,
        tags = ["manual"],
        **kwargs
    )

def _refused(name, reason):
    _refused_test(
        name = name + "_test",
        reason = reason,
        target_under_test = name,
    )

def system_tests():
    """Declares the tests."""
    _vm("chief")
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
    _refused("twice", "have the same name: rename one")

    _vm("abi=1.0")
    _system("field", ["abi=1.0"])
    _refused("field", "its name stands in vms.txt, so it has no blank and no '='")

    _system("headless", primary = None)
    _refused("headless", "it has no primary: set `primary` to the hf_vm that schedules the others")
    _system("both", ["chief"])
    _refused("both", "is its primary: take it out of `secondaries`")

    for smp in [0, 9]:
        name = "smp_%d" % smp
        _system(name, smp = smp)
        _refused(name, "smp is %d; it must be 1 to 8" % smp)
    for name, memory in [
        ("machine_no_unit", "256"),
        ("machine_kilobytes", "65536K"),
        ("machine_nothing", "0M"),
    ]:
        _system(name, memory = memory)
        _refused(name, "memory is \"%s\"; it must be a positive number with the unit M" % memory)

    # 14 MiB of VMs and 2 MiB below the primary: nothing is left of 16 MiB.
    _vm("big", memory = "10M")
    _vm("bigger", memory = "4M")
    _vm("less", memory = "4092K")
    _system("full", ["big", "bigger"], memory = "16M")
    _refused("full", "raise `memory` of the system to 19M or more, or lower `memory` of its VMs")
    _system("fits", ["big", "less"], memory = "16M")
    _system_test(
        name = "fits_test",
        target_under_test = "fits",
    )

    hf_system_test(
        name = "speechless",
        system = "fits",
        tags = ["manual"],
    )
    _refused("speechless", "neither the test nor its system //platforms/rules/tests:fits has `expect`")

    secondaries = ["secondary_%d" % i for i in range(16)]
    for name in secondaries:
        _vm(name)
    _system("many", secondaries)
    _refused("many", "16 secondaries; there can be 15 beside the primary")
