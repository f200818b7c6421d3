#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

# Makes a private apt root in the current directory: package lists of Debian 12's main section for
# amd64, arm64 and sources, got from wherever the machine's own apt entries for Debian point. It
# reads the machine's entries and changes nothing of the machine, needs no root, and works as well
# where the machine follows another Debian release or has no package lists.
#
# Afterwards `apt-get -c apt.conf download name=version` works here. `apt_root.sh` alone prints
# nothing; what apt said is in apt.log, for the message of a package that is not found.
set -eu
umask 022
root=$PWD
mkdir -p parts lists/partial cache/archives/partial empty
: > status

suite=bookworm
# An entry counts as Debian's when it names one of Debian's own suites; others (of vendors, or of
# -security and -updates) are left out: what is pinned stays in the main suite.
names='bookworm|trixie|forky|sid|stable|oldstable|oldoldstable|testing|unstable'

eval "$(apt-config shell LIST Dir::Etc::sourcelist/f PARTS Dir::Etc::sourceparts/d)"

one_line() {
  sed -n 's/^[[:space:]]*deb\(-src\)\{0,1\}[[:space:]]/deb /p' "$@" |
    awk -v names="^($names)\$" -v suite="$suite" '
    {
      i = 2; options = ""
      if ($2 ~ /^\[/) {
        for (; i <= NF; i++) { options = options " " $i; if ($i ~ /\]$/) { i++; break } }
        gsub(/arch[+-]?=[^] ]*/, "", options)
      }
      if ($(i + 1) !~ names || $i ~ /^cdrom:/) next
      print "deb" options " " $i " " suite " main"
      print "deb-src" options " " $i " " suite " main"
    }'
}

# A stanza is kept when it is enabled and one of its suites is Debian's own; its types, suites and
# components are replaced, all else (addresses, keys) stays.
deb822() {
  awk -v names="^($names)\$" -v suite="$suite" '
    function flush() {
      if (body != "" && keep && enabled)
        print "Types: deb deb-src\nSuites: " suite "\nComponents: main\n" body
      body = ""; keep = 0; enabled = 1; field = ""
    }
    BEGIN { enabled = 1 }
    /^#/ { next }
    /^[[:space:]]*$/ { flush(); next }
    /^[^[:space:]]/ {
      field = tolower($0); sub(/:.*/, "", field)
      if (field == "enabled" && tolower($2) == "no") enabled = 0
    }
    field == "suites" { for (i = 1; i <= NF; i++) if ($i ~ names) keep = 1 }
    field ~ /^(types|suites|components|architectures|enabled)$/ { next }
    { body = body $0 "\n" }
    END { flush() }' "$1"
}

for f in "$LIST" "$PARTS"/*.list; do
  [ -f "$f" ] && one_line "$f"
done | sort -u > parts/debian.list
n=0
for f in "$PARTS"/*.sources; do
  [ -f "$f" ] || continue
  n=$((n + 1))
  deb822 "$f" > "parts/debian$n.sources"
done

if [ -z "$(cat parts/*)" ]; then
  echo "no apt source of this machine names a suite of Debian" > apt.log
fi

cat > apt.conf <<CONF
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
APT::Architecture "amd64";
#clear APT::Architectures;
APT::Architectures { "amd64"; "arm64"; };
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Retries "3";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
Dir::State::lists "$root/lists";
Dir::State::status "$root/status";
Dir::Cache "$root/cache";
Dir::Cache::archives "archives";
Dir::Cache::pkgcache "pkgcache.bin";
Dir::Cache::srcpkgcache "srcpkgcache.bin";
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$root/parts";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "$root/empty";
CONF

# A failure is no reason to stop: what matters is whether a package is found later.
apt-get -c apt.conf -q update >> apt.log 2>&1 || :
apt-cache -c apt.conf gencaches >> apt.log 2>&1 || :
