# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""hf_guest_test: tests that run in a VM, as a test of Bazel's with one case for each of them."""

load("//platforms/rules:system.bzl", "hf_system")
load("//platforms/rules:vm.bzl", "hf_vm")
load("//testing/rules:system_test.bzl", "SYSTEM_TEST_ATTRS", "launch_test")

def _hf_guest_test_impl(ctx):
    return [launch_test(ctx, ["--guest-tests", ctx.attr.boots] + ctx.attr.runner_args)]

_hf_guest_test = rule(
    implementation = _hf_guest_test_impl,
    attrs = dict(
        SYSTEM_TEST_ATTRS,
        boots = attr.string(
            default = "suite",
            doc = "What shares a boot: the cases of one suite, all, or none.",
            values = ["all", "case", "suite"],
        ),
        runner_args = attr.string_list(
            doc = "Further options of the runner; see testing/runner/README.md.",
        ),
    ),
    doc = "What the macro hf_guest_test makes.",
    test = True,
)

def _name(service):
    """The last part of a label: "//a:b" and "//a/b" are both called b."""
    return service.split("/")[-1].split(":")[-1]

def hf_guest_test(
        name,
        srcs,
        services = [],
        deps = [],
        copts = [],
        boots = "suite",
        cpu = "cortex-a57",
        smp = 1,
        memory = "64M",
        hypervisor = None,
        timeout_seconds = 30,
        size = "small",
        tags = [],
        visibility = None,
        **kwargs):
    """Declares tests that run in the primary VM, with helper VMs beside it.

        hf_guest_test(
            name = "mailbox_guest_test",
            srcs = ["mailbox_guest_test.cc"],
            services = [":echo"],
        )

    The sources use testing/guest/test.h. The image boots once for each suite, or as `boots` says;
    each case is one in the test's XML. `--test_filter='Mailbox.*'` runs some cases only. The system
    of it is NAME.system: `bazel run NAME.system` boots it by hand.

    Args:
      name: The test's name.
      srcs: C++ sources with TEST()s, and headers.
      services: hf_vms beside the primary; the first has the VM id 1. In `srcs`,
        hf::test::Service("echo") is the id of the service whose target is called echo.
      deps: cc_library targets that `srcs` use, beside the framework and the bindings.
      copts: Compiler options for `srcs`.
      boots: Which cases share a boot: those of one "suite" (the default), "all", or none: "case".
      cpu: QEMU's name of the CPU model to run on.
      smp: Number of CPUs of the machine, 1 to 8.
      memory: RAM of the machine, with the unit M or G.
      hypervisor: Another flat image of the hypervisor than hf_system's.
      timeout_seconds: Seconds after which one boot has failed. Bazel's own limit, by `size` or
        `timeout`, is for all boots together.
      size: Bazel's size of the test.
      tags: Bazel's tags of the test.
      visibility: Bazel's visibility of the test.
      **kwargs: Whatever else tests take: timeout, flaky, runner_args; and traced, as of hf_system_test.
    """
    hf_vm(
        name = name + ".primary",
        testonly = True,
        srcs = srcs,
        copts = copts + [
            "-DHF_TEST_SERVICES=\\\"%s\\\"" % ",".join([_name(service) for service in services]),
        ],
        tags = ["manual"],
        visibility = ["//visibility:private"],
        deps = deps + [
            Label("//bindings/cc:hf"),
            Label("//testing/guest:test"),
        ],
    )
    hf_system(
        name = name + ".system",
        testonly = True,
        cpu = cpu,
        hypervisor = hypervisor,
        memory = memory,
        primary = name + ".primary",
        runner_args = ["--guest-tests=all"],
        secondaries = services,
        smp = smp,
        tags = ["manual"],
        timeout_seconds = timeout_seconds,
        visibility = ["//visibility:private"],
    )
    _hf_guest_test(
        name = name,
        boots = boots,
        size = size,
        system = name + ".system",
        tags = tags,
        visibility = visibility,
        **kwargs
    )
