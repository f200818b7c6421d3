# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""The rules that make virtual machines, and systems of them. What else is below may change.

    load("@hf//platforms:defs.bzl", "hf_system", "hf_vm")

    hf_vm(name = "primary", srcs = ["primary.cc"], deps = ["@hf//bindings/cc:hf"])
    hf_vm(name = "echo", srcs = ["echo.c"], deps = ["@hf//bindings/c:hf"], memory = "128K")
    hf_system(name = "hello", primary = "primary", secondaries = ["echo"])

`bazel run :hello` boots it. For a VM in Rust:

    rust_static_library(
        name = "lib",
        srcs = ["lib.rs"],
        deps = ["@hf//bindings/rust:hafnia"],
    )
    hf_vm(name = "counter", deps = ["lib"])

A system under gdb, with the symbols of all its VMs (docs/debugging.md):

    hf_debug(name = "hello_debug", system = "hello")

What tests load is in //testing:defs.bzl.
"""

load("//platforms/rules:debug.bzl", _hf_debug = "hf_debug")
load(
    "//platforms/rules:rust.bzl",
    _rust_library = "rust_library",
    _rust_static_library = "rust_static_library",
)
load("//platforms/rules:system.bzl", _HfSystemInfo = "HfSystemInfo", _hf_system = "hf_system")
load("//platforms/rules:transitions.bzl", "BARE_METAL")
load("//platforms/rules:vm.bzl", _HfVmInfo = "HfVmInfo", _hf_vm = "hf_vm")

HfSystemInfo = _HfSystemInfo
HfVmInfo = _HfVmInfo
hf_debug = _hf_debug
hf_system = _hf_system
hf_vm = _hf_vm

def rust_library(name, target_compatible_with = BARE_METAL, **kwargs):
    """A crate for other crates; `bazel build //...` leaves it to the VMs that need it.

    Args:
      name: The target's name, and the crate's unless `crate_name` says another.
      target_compatible_with: The platforms that it is for. Default: bare metal, as VMs are.
      **kwargs: srcs, deps, crate_name, crate_root, compile_data, as in platforms/rules/rust.bzl.
    """
    _rust_library(
        name = name,
        target_compatible_with = target_compatible_with,
        **kwargs
    )

def rust_static_library(name, target_compatible_with = BARE_METAL, **kwargs):
    """A crate with all that it needs, for `deps` of an hf_vm.

    Args:
      name: The target's name, and the crate's unless `crate_name` says another.
      target_compatible_with: The platforms that it is for. Default: bare metal, as VMs are.
      **kwargs: What rust_library takes, and alwayslink.
    """
    _rust_static_library(
        name = name,
        target_compatible_with = target_compatible_with,
        **kwargs
    )
