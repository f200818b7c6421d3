# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""hf_system_test: boots a system and demands that it says that all is well."""

load("//platforms/rules:launcher.bzl", "LAUNCHER_ATTRS", "write_launcher")
load("//platforms/rules:system.bzl", "HfSystemInfo", "rerun_command")

def launch_test(ctx, options):
    """The DefaultInfo of a test that boots ctx.attr.system with further options of the runner.

    Args:
      ctx: The rule's context; the rule has SYSTEM_TEST_ATTRS.
      options: List of strings; they come after the system's, so that they win.

    Returns:
      A DefaultInfo.
    """
    system = ctx.attr.system[HfSystemInfo]
    chosen = []
    for option, value in [
        ("--cpu", ctx.attr.cpu),
        ("--smp", str(ctx.attr.smp) if ctx.attr.smp else ""),
        ("--memory", ctx.attr.memory),
        ("--timeout", str(ctx.attr.timeout_seconds) if ctx.attr.timeout_seconds else ""),
    ]:
        chosen += [option, value] if value else []
    options = options + chosen
    files = [system.hypervisor, system.ramdisk]
    if ctx.attr.traced:
        if not system.trace.files:
            fail(("%s: its system %s has no `traced_hypervisor`: give it one, or do without " +
                  "`traced`") % (ctx.label, ctx.attr.system.label))
        options = options + system.trace.options + ["--trace-tail"]
        files += system.trace.files
    elif system.trace.files:
        options = options + ["--rerun", rerun_command(ctx.attr.system.label, chosen)]
    launcher = write_launcher(ctx, system.options + options)
    return DefaultInfo(
        executable = launcher.executable,
        runfiles = launcher.runfiles.merge(ctx.runfiles(files)),
    )

# What every rule has that calls launch_test.
SYSTEM_TEST_ATTRS = dict(
    LAUNCHER_ATTRS,
    cpu = attr.string(
        doc = "QEMU's name of the CPU model to run on. Default: the system's.",
    ),
    memory = attr.string(
        doc = "RAM of the machine to run on, with the unit M or G. Default: the system's.",
    ),
    smp = attr.int(
        doc = "Number of CPUs of the machine to run on, 1 to 8. Default: the system's.",
    ),
    system = attr.label(
        doc = "The hf_system to boot.",
        mandatory = True,
        providers = [HfSystemInfo],
    ),
    timeout_seconds = attr.int(
        doc = "Seconds after which a boot has failed. Default: the system's. Bazel's own limit, by " +
              "`size` or `timeout`, is for all boots of the test together, and should be later.",
    ),
    traced = attr.bool(
        doc = "Whether to boot the variant of the hypervisor that records every call and exit: the " +
              "report of a failure then ends with the last of them. Each in-VM case gets a boot of " +
              "its own.",
    ),
)

def _hf_system_test_impl(ctx):
    expect = ctx.attr.expect or ctx.attr.system[HfSystemInfo].expect
    if not expect:
        fail(("%s: neither the test nor its system %s has `expect`: say which line of the console " +
              "means success") % (ctx.label, ctx.attr.system.label))
    return [launch_test(ctx, ["--expect", expect] + ctx.attr.runner_args)]

hf_system_test = rule(
    implementation = _hf_system_test_impl,
    attrs = dict(
        SYSTEM_TEST_ATTRS,
        expect = attr.string(
            doc = "The line of the console, exactly, that means success. Default: the system's.",
        ),
        runner_args = attr.string_list(
            doc = "Further options of the runner; see testing/runner/README.md.",
        ),
    ),
    doc = """Boots a system in QEMU; passes when the console shows the expected line, QEMU ends by
itself, and the hypervisor has not stopped it.

    hf_system_test(name = "hello_test", size = "small", system = ":hello")

The console and QEMU's exact command line are among the test's undeclared outputs.""",
    test = True,
)
