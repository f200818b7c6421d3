# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""hf_debug: a system in QEMU under gdb."""

load("//platforms/rules:image.bzl", "HfImageInfo")
load("//platforms/rules:launcher.bzl", "LAUNCHER_ATTRS", "write_launcher")
load("//platforms/rules:system.bzl", "HfSystemInfo")

def _hf_debug_impl(ctx):
    system = ctx.attr.system[HfSystemInfo]
    elf = ctx.attr.hypervisor[HfImageInfo].elf
    files = [ctx.file.hypervisor, elf, system.hypervisor, system.ramdisk, ctx.executable._hfidl]

    # Of two --kernel the second one wins.
    options = system.machine + [
        "--kernel",
        ctx.file.hypervisor.short_path,
        "--gdb",
        ctx.executable._gdb.short_path,
        "--hfidl",
        ctx.executable._hfidl.short_path,
        "--elf",
        elf.short_path,
        "--address",
        ctx.attr.address,
    ]
    for vm in system.vms:
        options += ["--vm", "%s=%s" % (vm.name, vm.elf.short_path if vm.elf else "")]
        if vm.elf:
            files.append(vm.elf)
    launcher = write_launcher(ctx, options, user_paths = False)
    runfiles = launcher.runfiles.merge(ctx.runfiles(files))
    return [DefaultInfo(
        executable = launcher.executable,
        runfiles = runfiles.merge(ctx.attr._gdb[DefaultInfo].default_runfiles),
    )]

hf_debug = rule(
    implementation = _hf_debug_impl,
    attrs = dict(
        LAUNCHER_ATTRS,
        address = attr.string(
            default = "0x40001000",
            doc = "Where the machine loads the hypervisor.",
        ),
        hypervisor = attr.label(
            allow_single_file = True,
            default = "//platforms/qemu_virt:hafnia_debug",
            doc = "The hf_flat_image to boot in place of the system's.",
            providers = [HfImageInfo],
        ),
        system = attr.label(
            doc = "The hf_system to debug.",
            mandatory = True,
            providers = [HfSystemInfo],
        ),
        _gdb = attr.label(
            cfg = "host",
            default = "@gdb//:gdb",
            executable = True,
        ),
        _hfidl = attr.label(
            cfg = "host",
            default = "//abi/compiler/commands:decoder",
            executable = True,
        ),
        # Takes the runner's place.
        _runner = attr.label(
            cfg = "host",
            default = "//testing/debug",
            executable = True,
        ),
    ),
    doc = """Boots a system under gdb: `bazel run`.

gdb has the symbols of EL2 and of every VM that is built here, each where it is loaded, and the
commands of docs/debugging.md. Options after `--` are those of //testing/debug.""",
    executable = True,
)
