# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""RAM disks: cpio archives (newc) that are the same bits whenever and wherever they are made."""

# Arguments: the cpio program, the output, then <path in the archive> <mode> <file> for each entry.
_SCRIPT = """
set -eu
cpio="$1" out="$2" root="$2.root"
shift 2
rm -rf "$root"
while [ $# -gt 0 ]; do
  mkdir -p "$root/$(dirname "$1")"
  cp "$3" "$root/$1"
  chmod "$2" "$root/$1"
  shift 3
done
find "$root" -type d -exec chmod 755 {} +
find "$root" -exec touch -h -d @0 {} +
find "$root" -mindepth 1 -printf '%P\\n' | LC_ALL=C sort |
  "$cpio" --create --format=newc --reproducible --owner=+0:+0 --quiet --directory="$root" > "$out"
rm -rf "$root"
"""

# The attribute that a rule needs for make_cpio.
CPIO_ATTRS = {
    "_cpio": attr.label(
        cfg = "host",
        default = "@cpio//:cpio",
        executable = True,
    ),
}

def make_cpio(ctx, out, entries):
    """Declares the action that makes an archive.

    Args:
      ctx: The rule's context; the rule has CPIO_ATTRS.
      out: The archive, a declared file.
      entries: List of struct(path, file, executable). Paths are relative; their directories are
        made. Entries are sorted by path, belong to root and are dated 1970-01-01.
    """
    args = ctx.actions.args()
    args.add(ctx.executable._cpio)
    args.add(out)
    for entry in entries:
        args.add(entry.path)
        args.add("755" if entry.executable else "644")
        args.add(entry.file)
    ctx.actions.run_shell(
        arguments = [args],
        command = _SCRIPT,
        inputs = [entry.file for entry in entries],
        mnemonic = "HfCpio",
        outputs = [out],
        progress_message = "Packing %s" % out.short_path,
        tools = [ctx.executable._cpio],
    )

def _hf_cpio_impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name + ".cpio")
    entries = []
    for target, path in ctx.attr.entries.items():
        files = target.files.to_list()
        if len(files) != 1:
            fail("%s: %s has %d files, an entry is one file" %
                 (ctx.label, target.label, len(files)))
        entries.append(struct(
            executable = path in ctx.attr.executables,
            file = files[0],
            path = path,
        ))
    for path in ctx.attr.executables:
        if path not in ctx.attr.entries.values():
            fail("%s: %r in `executables` is no path in `entries`" % (ctx.label, path))
    make_cpio(ctx, out, entries)
    return [DefaultInfo(
        files = depset([out]),
        runfiles = ctx.runfiles([out]),
    )]

hf_cpio = rule(
    implementation = _hf_cpio_impl,
    attrs = dict(
        CPIO_ATTRS,
        entries = attr.label_keyed_string_dict(
            allow_files = True,
            doc = "The files, each with its path in the archive, without a leading \"/\".",
            mandatory = True,
        ),
        executables = attr.string_list(
            doc = "Which of the paths in `entries` are programs (mode 755 instead of 644).",
        ),
    ),
    doc = "A cpio archive (newc), as NAME.cpio: a RAM disk for Linux, for one.",
)
