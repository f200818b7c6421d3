# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""hf_system: the hypervisor and its VMs, as a RAM disk to boot and a program that boots it."""

load("//platforms/rules:cpio.bzl", "CPIO_ATTRS", "make_cpio")
load("//platforms/rules:vm.bzl", "HfVmInfo")

# 16 VMs with the primary: the ABI's limit.
_MAX_SECONDARIES = 15

# The names that the boot protocol gives a meaning.
_RESERVED = ["vmlinuz", "initrd.img", "vms.txt"]

HfSystemInfo = provider(
    doc = "A bootable system.",
    fields = {
        "hypervisor": "File: the flat hypervisor image, for QEMU's -kernel.",
        "ramdisk": "File: the cpio archive with the VMs, for QEMU's -initrd.",
    },
)

def _check(ctx, secondaries):
    if len(secondaries) > _MAX_SECONDARIES:
        fail("%s: %d secondaries; there can be %d beside the primary" %
             (ctx.label, len(secondaries), _MAX_SECONDARIES))
    names = {}
    for target in ctx.attr.secondaries:
        name = target[HfVmInfo].name
        if name in _RESERVED:
            fail("%s: the VM %s cannot be called %r: the RAM disk has a file of that name" %
                 (ctx.label, target.label, name))
        if name in names:
            fail("%s: the VMs %s and %s have the same name" %
                 (ctx.label, names[name], target.label))
        names[name] = target.label

def _ramdisk(ctx, secondaries):
    """The archive that the boot protocol asks for; vms.txt in the order of the VMs' ids."""
    vms = ctx.actions.declare_file(ctx.label.name + ".vms.txt")
    ctx.actions.write(
        vms,
        "".join(["%d %d %s\n" % (vm.memory, vm.vcpus, vm.name) for vm in secondaries]),
    )
    files = {"vmlinuz": ctx.attr.primary[HfVmInfo].image, "vms.txt": vms}
    if ctx.file.initrd:
        files["initrd.img"] = ctx.file.initrd
    for vm in secondaries:
        files[vm.name] = vm.image
    out = ctx.actions.declare_file(ctx.label.name + ".cpio")
    make_cpio(ctx, out, [
        struct(executable = False, file = file, path = path)
        for path, file in files.items()
    ])
    return out

def _quote(text):
    return "'" + text.replace("'", "'\\''") + "'"

def _launcher(ctx, hypervisor, ramdisk):
    options = [
        "--name",
        ctx.label.name,
        "--qemu",
        ctx.executable._qemu.short_path,
        "--kernel",
        hypervisor.short_path,
        "--initrd",
        ramdisk.short_path,
        "--cpu",
        ctx.attr.cpu,
        "--smp",
        str(ctx.attr.smp),
        "--memory",
        ctx.attr.memory,
        "--timeout",
        str(ctx.attr.timeout_seconds),
    ]
    if ctx.attr.append:
        options += ["--append", ctx.attr.append]
    if ctx.attr.expect:
        options += ["--expect", ctx.attr.expect]
    options += ctx.attr.runner_args
    out = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(out, """#!/bin/sh
# Boots {label}; options of its own come after the rule's, so that they win.
set -eu
case "$0" in
  *.runfiles/*) runfiles="${{0%%.runfiles/*}}.runfiles" ;;
  *) runfiles="${{RUNFILES_DIR:-$0.runfiles}}" ;;
esac
case "$runfiles" in
  /*) ;;
  *) runfiles="$PWD/$runfiles" ;;
esac
export RUNFILES_DIR="$runfiles"
cd "$runfiles/{workspace}"
exec {runner} {options} "$@"
""".format(
        label = ctx.label,
        options = " ".join([_quote(option) for option in options]),
        runner = _quote(ctx.executable._runner.short_path),
        workspace = ctx.workspace_name,
    ), is_executable = True)
    return out

def _hf_system_impl(ctx):
    secondaries = [target[HfVmInfo] for target in ctx.attr.secondaries]
    _check(ctx, secondaries)
    hypervisor = ctx.file.hypervisor
    ramdisk = _ramdisk(ctx, secondaries)
    runfiles = ctx.runfiles([hypervisor, ramdisk])
    for tool in [ctx.attr._runner, ctx.attr._qemu]:
        runfiles = runfiles.merge(tool[DefaultInfo].default_runfiles)
    return [
        DefaultInfo(
            executable = _launcher(ctx, hypervisor, ramdisk),
            files = depset([ramdisk]),
            runfiles = runfiles,
        ),
        HfSystemInfo(hypervisor = hypervisor, ramdisk = ramdisk),
    ]

hf_system = rule(
    implementation = _hf_system_impl,
    attrs = dict(
        CPIO_ATTRS,
        append = attr.string(
            doc = "The command line in the device tree's /chosen, which Linux reads.",
        ),
        cpu = attr.string(
            default = "cortex-a57",
            doc = "QEMU's name of the CPU model to run on.",
        ),
        expect = attr.string(
            doc = "The line of the console, exactly, that means success when it is run.",
        ),
        hypervisor = attr.label(
            allow_single_file = True,
            default = "//platforms:qemu_virt",
            doc = "The hypervisor's flat image.",
        ),
        initrd = attr.label(
            allow_single_file = True,
            doc = "The primary's own RAM disk.",
        ),
        memory = attr.string(
            default = "256M",
            doc = "RAM of the machine to run on, with the unit M or G.",
        ),
        primary = attr.label(
            doc = "The hf_vm that schedules the others and owns the devices.",
            mandatory = True,
            providers = [HfVmInfo],
        ),
        runner_args = attr.string_list(
            doc = "Further options of the runner; see testing/runner/README.md.",
        ),
        secondaries = attr.label_list(
            doc = "The other hf_vms, at most 15, each once. The first has the VM id 1, and so on.",
            providers = [HfVmInfo],
        ),
        smp = attr.int(
            default = 1,
            doc = "Number of CPUs of the machine to run on, 1 to 8.",
        ),
        timeout_seconds = attr.int(
            default = 60,
            doc = "Seconds after which a run has failed.",
        ),
        _qemu = attr.label(
            cfg = "host",
            default = "@qemu//:qemu-system-aarch64",
            executable = True,
        ),
        _runner = attr.label(
            cfg = "host",
            default = "//testing/runner",
            executable = True,
        ),
    ),
    doc = """The hypervisor and its VMs.

Building it makes NAME.cpio, the RAM disk that the boot protocol asks for, the same bits wherever it
is made. `bazel run` boots it in QEMU; options after `--` go to the runner, such as --cpu
cortex-a76, --smp 4, --memory 16M, --verbose.""",
    executable = True,
    provides = [HfSystemInfo],
)
