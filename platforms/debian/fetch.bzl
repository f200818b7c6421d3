# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""Gets pinned files of the Debian archive for a repository rule.

Ways, in this order, each checked by SHA-256:
  1. Bazel's repository cache;
  2. a mirror given by --repo_env=HF_DEBIAN_MIRROR=URL, if any, and then nothing else;
  3. --distdir;
  4. apt, through the private root that @debian_apt makes.
No .bzl file that a rule is defined with loads the lock: a rule gets its rows of it as attributes, so
that only those repositories are made anew whose pins have moved.
A file that none of them has, or has with another checksum, ends in one sentence that names it and
says what to do.
"""

# One call of apt for all that is missing. $1 is the private apt root, $2 what to do.
_APT = """
set -eu
root=$1 verb=$2; shift 2
case "$verb" in
  download) apt-get -c "$root/apt.conf" -q download "$@" ;;
  source) apt-get -c "$root/apt.conf" -q source --download-only --only-source "$@" ;;
esac
"""

def _and_others(names):
    return names[0] + (" and %d more" % (len(names) - 1) if len(names) > 1 else "")

def _ways_out(file):
    return ("give a mirror that has it (--repo_env=HF_DEBIAN_MIRROR=URL), or a --distdir that " +
            "holds %s, or move the pins (platforms/debian/renew_lock.py, see docs/build.md)" % file)

def _sha256(ctx, path):
    result = ctx.execute(["sha256sum", path])
    return result.stdout.split(" ")[0] if result.return_code == 0 else "none"

def _apt(ctx, verb, items):
    """Runs apt for items; returns the names of files that appeared, and what apt said."""
    if not ctx.which("apt-get"):
        return {}, ["this machine has no apt-get"]
    root = ctx.path(Label("@debian_apt//:BUILD.bazel")).dirname
    ctx.file(".apt/log", "")
    directory = ctx.path(".apt/log").dirname
    ctx.report_progress("apt-get %s of %d packages" % (verb, len(items)))
    result = ctx.execute(
        ["/bin/sh", "-c", _APT, "apt", str(root), verb] +
        ["%s=%s" % (item.apt_name, item.version) for item in items],
        timeout = 1800,
        working_directory = str(directory),
    )
    said = [
        line
        for line in ctx.read(root.get_child("apt.log")).split("\n") +
                    (result.stdout + result.stderr).split("\n")
        if line.startswith("E: ") or line.startswith("Err:") or line.startswith("no apt ") or
           "not found" in line
    ]
    return {f.basename: f for f in directory.readdir()}, said

def _not_in_distdir(ctx, items):
    """Takes what --distdir holds; returns the rest."""
    return [
        item
        for item in items
        if not ctx.download(
            # Never read: a file of that name is looked for.
            "file:///nonexistent/" + item.pool.split("/")[-1],
            item.output,
            sha256 = item.sha256,
            allow_fail = True,
        ).success
    ]

def fetch(ctx, items, verb = "download"):
    """Downloads what each item names.

    Args:
      ctx: the repository rule's context.
      items: list of structs: what (for messages), apt_name, version, sha256, pool (path in the
        archive), output (path in the repository).
      verb: "download" for packages, "source" for source packages.
    """

    # Without an address the cache alone is asked, and a miss is silent.
    missing = [
        item
        for item in items
        if not ctx.download([], item.output, sha256 = item.sha256, allow_fail = True).success
    ]

    # Not in the rule's `environ`: another mirror gives the same bits, so nothing is to be redone.
    mirror = ctx.os.environ.get("HF_DEBIAN_MIRROR")
    if mirror:
        if "://" not in mirror:
            fail("HF_DEBIAN_MIRROR is %r; it must be a URL, such as file://%s" % (mirror, mirror))
        for item in missing:
            url = "%s/%s" % (mirror.rstrip("/"), item.pool)
            ctx.report_progress("downloading " + item.what)
            if not ctx.download(url, item.output, sha256 = item.sha256, allow_fail = True).success:
                fail(("Debian's %s is not at the mirror HF_DEBIAN_MIRROR with the pinned SHA-256 %s " +
                      "(%s): give one that has it, or move the pins " +
                      "(platforms/debian/renew_lock.py, see docs/build.md)") %
                     (item.what, item.sha256, url))
        return

    # A probe of --distdir prints a warning when it misses, so that it is made before apt only where
    # @debian_distdir has found one.
    if missing and ctx.read(Label("@debian_distdir//:found")).strip() == "yes":
        missing = _not_in_distdir(ctx, missing)
    if not missing:
        return

    files, said = _apt(ctx, verb, missing)
    for item in missing:
        # apt's own name of the file has the version's colon escaped; the archive's has no epoch.
        name = item.pool.split("/")[-1]
        for candidate in files:
            if candidate.startswith(name.split("_")[0] + "_") and candidate.endswith(name.split("_")[-1]):
                name = candidate
        if name not in files:
            # What @debian_distdir has found may be out of date.
            if not _not_in_distdir(ctx, [item]):
                continue

            # One that is not there keeps apt from getting any: of all, those it complains of.
            blamed = [
                other
                for other in missing
                if [
                    line
                    for line in said
                    if "'%s'" % other.apt_name in line or line.endswith(" " + other.apt_name)
                ]
            ] or [item]
            fail("Debian's %s cannot be got through this machine's apt (%s): %s" % (
                _and_others([other.what for other in blamed]),
                _and_others(said or ["it gave no reason"]),
                _ways_out(blamed[0].pool.split("/")[-1]),
            ))
        found = _sha256(ctx, files[name])
        if found != item.sha256:
            fail("Debian's %s has SHA-256 %s, but %s is pinned: %s" % (
                item.what,
                found,
                item.sha256,
                _ways_out(item.pool.split("/")[-1]),
            ))

        # Through Bazel, so that it lands in the repository cache.
        ctx.download(
            "file://" + str(files[name]).replace("%", "%25"),
            item.output,
            sha256 = item.sha256,
        )
    ctx.delete(".apt")

def locked_package(row, output):
    """The item of a package, for fetch().

    Args:
      row: its row of the lock.
      output: where it goes.
    Returns:
      a struct.
    """
    package, architecture, version, sha256, pool = row
    return struct(
        what = "package %s %s (%s)" % (package, version, architecture),
        apt_name = package + (":arm64" if architecture == "arm64" else ""),
        version = version,
        sha256 = sha256,
        pool = pool,
        output = output,
    )

def locked_source(row, output):
    """The item of a source package, for fetch().

    Args:
      row: its row of the lock, with its name before it.
      output: where it goes.
    Returns:
      a struct.
    """
    package, version, sha256, pool = row
    return struct(
        what = "source package %s %s" % (package, version),
        apt_name = package,
        version = version,
        sha256 = sha256,
        pool = pool,
        output = output,
    )
