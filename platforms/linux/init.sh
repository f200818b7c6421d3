#!/bin/busybox sh
# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
#
# Process 1 of the Linux that runs as Hafnia's primary VM: a shell on the console. Leaving the shell
# powers the machine off.

/bin/busybox mkdir -p /proc /sys /dev /tmp
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs devtmpfs /dev
/bin/busybox --install -s /bin
export PATH=/bin HOME=/ PS1='hafnia-linux# '

# From here on the kernel may only interrupt the console when it is dying.
dmesg -n 1

echo "Linux $(uname -r) runs as Hafnia's primary VM. 'exit' powers the machine off."
setsid cttyhack sh
poweroff -f
