# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""hf_system: the hypervisor and its VMs, as files to boot and a program that boots them."""

load("//platforms/rules:cpio.bzl", "CPIO_ATTRS", "make_cpio")
load("//platforms/rules:launcher.bzl", "LAUNCHER_ATTRS", "quote", "write_launcher")
load("//platforms/rules:vm.bzl", "HfVmInfo", "parse_memory")

# 16 VMs with the primary: the ABI's limit.
_MAX_SECONDARIES = 15

# A line of vms.txt has 255 characters; two numbers and a field stand beside the name.
_MAX_NAME = 200

# The names that the boot protocol gives a meaning.
_RESERVED = ["vmlinuz", "initrd.img", "vms.txt"]

# The ABI's limit.
_MAX_CPUS = 8

_MIB = 1 << 20

# The hypervisor is loaded below the first 2 MiB boundary above the beginning of RAM, the primary at
# that boundary: so much is never a secondary's.
_BELOW_PRIMARY = 2 * _MIB

HfSystemInfo = provider(
    doc = "A bootable system.",
    fields = {
        "expect": "string: the line of the console that means success, or empty.",
        "hypervisor": "File: the flat hypervisor image, for QEMU's -kernel.",
        "machine": "list of strings: those of the options that describe the machine.",
        "options": "list of strings: the runner's options that describe machine and system, with " +
                   "the paths of files in the runfiles.",
        "ramdisk": "File: the cpio archive with the VMs, for QEMU's -initrd.",
        "trace": "struct of the runner's options for tracing and the files that they name: none of " +
                 "both if the hypervisor has no traced variant.",
        "vms": "list of HfVmInfo, the primary first.",
    },
)

def _check_vms(ctx, secondaries):
    if not ctx.attr.primary:
        fail(("%s: it has no primary: set `primary` to the hf_vm that schedules the others " +
              "(a system of one VM consists of a primary)") % ctx.label)
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
            fail(("%s: the VMs %s and %s have the same name: rename one, the RAM disk holds one " +
                  "file of a name") % (ctx.label, names[name], target.label))
        if target.label == ctx.attr.primary.label:
            fail("%s: %s is its primary: take it out of `secondaries`" % (ctx.label, target.label))
        if " " in name or "=" in name or len(name) > _MAX_NAME:
            fail(("%s: the VM %s cannot be called %r: its name stands in vms.txt, so it has no " +
                  "blank and no '=', and %d characters at most") %
                 (ctx.label, target.label, name, _MAX_NAME))
        names[name] = target.label

def _check_machine(ctx, secondaries):
    if ctx.attr.smp < 1 or ctx.attr.smp > _MAX_CPUS:
        fail("%s: smp is %d; it must be 1 to %d" % (ctx.label, ctx.attr.smp, _MAX_CPUS))
    memory = parse_memory(ctx.attr.memory) if ctx.attr.memory[-1:] in ("M", "G") else None
    if not memory:
        fail("%s: memory is %r; it must be a positive number with the unit M or G, such as 256M" %
             (ctx.label, ctx.attr.memory))
    taken = 0
    for vm in secondaries:
        taken += vm.memory
    if taken + _BELOW_PRIMARY >= memory:
        # In whole MiB, rounded up, and for a small primary and what QEMU puts beside it.
        needed = (taken + _BELOW_PRIMARY + _MIB - 1) // _MIB + 3
        fail(("%s: the machine has %s of memory, but its secondaries take %d bytes and the " +
              "hypervisor the first 2 MiB: raise `memory` of the system to %dM or more, or lower " +
              "`memory` of its VMs") % (ctx.label, ctx.attr.memory, taken, needed))

def _ramdisk(ctx, secondaries):
    """The archive that the boot protocol asks for; vms.txt in the order of the VMs' ids."""
    vms = ctx.actions.declare_file(ctx.label.name + ".vms.txt")
    level = ctx.attr.primary[HfVmInfo].abi
    ctx.actions.write(
        vms,
        ("primary abi=%s\n" % level if level else "") + "".join([
            "%d %d %s%s\n" % (vm.memory, vm.vcpus, vm.name, " abi=" + vm.abi if vm.abi else "")
            for vm in secondaries
        ]),
    )
    files = {"vmlinuz": ctx.attr.primary[HfVmInfo].image, "vms.txt": vms}
    if ctx.file.initrd:
        files["initrd.img"] = ctx.file.initrd
    for vm in secondaries:
        files[vm.name] = vm.image
    make_cpio(ctx, ctx.outputs.initrd, [
        struct(executable = False, file = file, path = path)
        for path, file in files.items()
    ])

def _machine_options(ctx, kernel, initrd):
    options = [
        "--kernel",
        kernel,
        "--initrd",
        initrd,
        "--cpu",
        ctx.attr.cpu,
        "--smp",
        str(ctx.attr.smp),
        "--memory",
        ctx.attr.memory,
    ]
    return options + (["--append", ctx.attr.append] if ctx.attr.append else [])

def rerun_command(label, options):
    """The command that boots an hf_system and tells of the last calls and exits if it fails.

    Args:
      label: The hf_system's label.
      options: List of strings: further options of the runner.

    Returns:
      A string for a shell.
    """
    words = ["bazel", "run", str(label), "--"] + options + ["--trace-tail"]
    return " ".join([word if _is_plain(word) else quote(word) for word in words])

def _is_plain(word):
    """Whether a shell takes the word as it is."""
    for mark in "=-./:@_,".elems():
        word = word.replace(mark, "")
    return word.isalnum() or word == ""

def _write_command(ctx):
    """NAME.qemu, made by the runner, so that there is one place that knows QEMU's options."""
    ctx.actions.run(
        arguments = [
            "--write-command",
            ctx.outputs.command.path,
            "--qemu",
            "qemu-system-aarch64",
        ] + _machine_options(ctx, ctx.outputs.image.path, ctx.outputs.initrd.path),
        executable = ctx.executable._runner,
        mnemonic = "HfQemuCommand",
        outputs = [ctx.outputs.command],
        progress_message = "Writing QEMU's command line for %s" % ctx.label,
    )

def _hf_system_impl(ctx):
    secondaries = [target[HfVmInfo] for target in ctx.attr.secondaries]
    _check_vms(ctx, secondaries)
    _check_machine(ctx, secondaries)
    hypervisor = ctx.file.hypervisor
    ramdisk = ctx.outputs.initrd
    _ramdisk(ctx, secondaries)
    ctx.actions.symlink(output = ctx.outputs.image, target_file = hypervisor)
    _write_command(ctx)
    machine = _machine_options(ctx, hypervisor.short_path, ramdisk.short_path)
    options = machine + [
        "--timeout",
        str(ctx.attr.timeout_seconds),
    ] + ctx.attr.runner_args
    run_options = options + (["--expect", ctx.attr.expect] if ctx.attr.expect else [])
    trace = struct(files = [], options = [])
    if ctx.file.traced_hypervisor:
        trace = struct(
            files = [ctx.file.traced_hypervisor, ctx.executable._hfidl],
            options = [
                "--trace-kernel",
                ctx.file.traced_hypervisor.short_path,
                "--hfidl",
                ctx.executable._hfidl.short_path,
            ],
        )
        run_options += trace.options + ["--rerun", rerun_command(ctx.label, [])]
    launcher = write_launcher(ctx, run_options)
    return [
        DefaultInfo(
            executable = launcher.executable,
            files = depset([ramdisk]),
            runfiles = launcher.runfiles.merge(ctx.runfiles([hypervisor, ramdisk] + trace.files)),
        ),
        HfSystemInfo(
            expect = ctx.attr.expect,
            hypervisor = hypervisor,
            machine = machine,
            options = options,
            ramdisk = ramdisk,
            trace = trace,
            vms = [ctx.attr.primary[HfVmInfo]] + secondaries,
        ),
        OutputGroupInfo(
            image = depset([ctx.outputs.image]),
            initrd = depset([ramdisk]),
            qemu = depset([ctx.outputs.command, ctx.outputs.image, ramdisk]),
        ),
    ]

hf_system = rule(
    implementation = _hf_system_impl,
    attrs = dict(
        dict(CPIO_ATTRS, **LAUNCHER_ATTRS),
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
            doc = "The hf_vm that schedules the others and owns the devices. There must be one.",
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
        traced_hypervisor = attr.label(
            allow_single_file = True,
            default = "//platforms/qemu_virt:hafnia_trace",
            doc = "Its variant that records every exit, for --trace. None: there is no --trace.",
        ),
        _hfidl = attr.label(
            cfg = "host",
            default = "//abi/compiler/commands:decoder",
            executable = True,
        ),
    ),
    doc = """The hypervisor and its VMs.

`bazel run` boots it in QEMU; options after `--` go to the runner, such as --cpu cortex-a76, --smp 4,
--memory 16M, --trace, --verbose. Building it makes NAME.initrd. All its files, the same bits wherever they
are made, are also targets of their own and output groups:

  NAME.image   (group image)   the hypervisor's flat image, for QEMU's -kernel
  NAME.initrd  (group initrd)  the RAM disk that the boot protocol asks for, for QEMU's -initrd
  NAME.qemu    (group qemu)    the command line that boots both, as seen from the workspace's root""",
    executable = True,
    outputs = {
        "command": "%{name}.qemu",
        "image": "%{name}.image",
        "initrd": "%{name}.initrd",
    },
    provides = [HfSystemInfo],
)
