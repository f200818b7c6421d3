# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""hf_vm: one virtual machine, that is an image and what it is to be given."""

load("@rules_cc//cc:defs.bzl", "cc_binary")
load("//platforms/rules:configured.bzl", "when_configured")
load("//platforms/rules:image.bzl", "HfImageInfo", "hf_flat_image")

# The ABI's limit.
_MAX_VCPUS = 8

# The levels of the ABI that VMs are served at.
_LEVELS = [
    "0.1",
    "1.0",
    "1.1",
]

_PAGE = 4096

_UNITS = {
    "K": 1 << 10,
    "M": 1 << 20,
    "G": 1 << 30,
}

HfVmInfo = provider(
    doc = "A virtual machine, as hf_system needs it.",
    fields = {
        "abi": "string: the level of the ABI that it was built for; empty if that is not stated.",
        "elf": "File: the image's program for a debugger, linked at 0; None for a ready image.",
        "image": "File: the flat image, entered at its first byte (Linux: its Image).",
        "memory": "int: bytes of memory, a multiple of a page. Means nothing for a primary.",
        "name": "string: the name of its image in a RAM disk, for people to read.",
        "vcpus": "int: number of vCPUs, 1 to 8. Means nothing for a primary.",
    },
)

def parse_memory(text):
    """Reads a size of memory.

    Args:
      text: Such as "64K", "1M" or "8192".

    Returns:
      The bytes, or None when it is no such size.
    """
    unit = _UNITS.get(text[-1:], 1)
    digits = text[:-1] if unit != 1 else text
    if not digits.isdigit():
        return None
    return int(digits) * unit

# A flat image is entered at its first byte; an ELF file's are no instructions.
_CHECK = """
if [ "$(od -A n -N 4 -t x1 "$1" | tr -d ' ')" = 7f454c46 ]; then
  echo "$3: the image $1 is an ELF file, perhaps a program for the host. 'image' is a flat binary," >&2
  echo "entered at its first byte: give the guest's sources as 'srcs' instead, or its cc_binary as" >&2
  echo "'binary', and hf_vm builds it for a VM." >&2
  exit 1
fi
cp "$1" "$2"
"""

def _checked(ctx):
    """A copy of a ready image, once it is known to be no ELF file."""
    out = ctx.actions.declare_file(ctx.label.name + ".checked")
    ctx.actions.run_shell(
        arguments = [ctx.file.image.path, out.path, str(ctx.label)],
        command = _CHECK,
        inputs = [ctx.file.image],
        mnemonic = "HfCheckImage",
        outputs = [out],
        progress_message = "Checking the image of %s" % ctx.label,
    )
    return out

def _hf_vm_impl(ctx):
    memory = parse_memory(ctx.attr.memory)
    if not memory or memory % _PAGE != 0:
        fail(("%s: memory is %r; it must be a positive multiple of 4K, with an optional unit " +
              "K, M or G") % (ctx.label, ctx.attr.memory))
    if ctx.attr.vcpus < 1 or ctx.attr.vcpus > _MAX_VCPUS:
        fail("%s: vcpus is %d; it must be 1 to %d" % (ctx.label, ctx.attr.vcpus, _MAX_VCPUS))
    if ctx.attr.abi and ctx.attr.abi not in _LEVELS:
        fail("%s: abi is %r; it must be one of %s, or not be given, which means 1.0" %
             (ctx.label, ctx.attr.abi, ", ".join(_LEVELS)))
    image = _checked(ctx) if ctx.attr.ready else ctx.file.image
    return [
        DefaultInfo(
            files = depset([image]),
            runfiles = ctx.runfiles([image]),
        ),
        HfVmInfo(
            abi = ctx.attr.abi,
            elf = ctx.attr.image[HfImageInfo].elf if HfImageInfo in ctx.attr.image else None,
            image = image,
            memory = memory,
            name = ctx.label.name,
            vcpus = ctx.attr.vcpus,
        ),
    ]

_hf_vm = rule(
    implementation = _hf_vm_impl,
    attrs = {
        "abi": attr.string(
            doc = "The level of the ABI to serve the VM at.",
        ),
        "configured": attr.bool(
            doc = "Whether platforms/hafnia.bazelrc, or what does as well, is imported.",
            mandatory = True,
        ),
        "image": attr.label(
            allow_single_file = True,
            doc = "The flat image.",
            mandatory = True,
        ),
        "memory": attr.string(
            doc = "Size of the VM's memory: bytes, or a number with the unit K, M or G.",
            mandatory = True,
        ),
        "ready": attr.bool(
            doc = "Whether the image was given as it is, so that it has to be checked.",
        ),
        "vcpus": attr.int(
            doc = "Number of vCPUs, 1 to 8.",
            mandatory = True,
        ),
    },
    doc = "What the macro hf_vm makes.",
    provides = [HfVmInfo],
)

def hf_vm(
        name,
        srcs = None,
        deps = [],
        copts = [],
        binary = None,
        image = None,
        vcpus = 1,
        memory = "1M",
        abi = None,
        **kwargs):
    """Declares a virtual machine; hf_system puts it beside others.

    Its image comes from exactly one of `srcs`, `binary` and `image`.

    Args:
      name: The VM's name, also that of its image in the RAM disk.
      srcs: C, C++ or assembly sources of the guest, with headers. They are built for
        //platforms:guest and linked with //bindings/start, which calls their guest_main.
      deps: cc_library and rust_static_library targets for `srcs`; may also be all there is.
      copts: Compiler options for `srcs`.
      binary: A cc_binary with the guest's program, linked so that its first byte is its entry.
      image: A flat image as it is, such as Linux's Image.
      vcpus: Number of vCPUs, 1 to 8. Means nothing for a primary, which has the machine's CPUs.
      memory: Size of its memory: bytes, or a number with the unit K, M or G; a multiple of 4K.
        The link fails when image, .bss and stack do not fit, and says how many bytes are missing.
        Means nothing for a primary.
      abi: The level of the ABI that it was built for and is to be served at: "0.1", "1.0" or "1.1".
        Without one it is 1.0.
      **kwargs: What every rule takes: visibility, testonly, tags.
    """
    from_sources = srcs != None or bool(deps)
    if int(from_sources) + int(binary != None) + int(image != None) != 1:
        fail("hf_vm %r: it needs exactly one of `srcs` (with `deps`), `binary` and `image`" % name)
    if from_sources:
        binary = name + ".elf"
        memory_bytes = parse_memory(memory)
        cc_binary(
            name = binary,
            srcs = srcs or [],
            additional_linker_inputs = [Label("//bindings/start:image.ld")],
            copts = copts,
            linkopts = ["-Wl,-T,$(location %s)" % Label("//bindings/start:image.ld")] +
                       (["-Wl,--defsym=__memory_bytes=%d" % memory_bytes] if memory_bytes else []),
            linkstatic = True,
            tags = ["manual"],
            target_compatible_with = [Label("//platforms:guest_env")],
            visibility = ["//visibility:private"],
            deps = deps + [Label("//bindings/start")],
        )
    ready = image != None
    if binary:
        image = name + ".image"
        hf_flat_image(
            name = image,
            elf = binary,
            platform = "guest",
            tags = ["manual"],
            visibility = ["//visibility:private"],
        )
    _hf_vm(
        name = name,
        abi = abi,
        configured = when_configured(True),
        image = image,
        memory = memory,
        ready = ready,
        vcpus = vcpus,
        **kwargs
    )
