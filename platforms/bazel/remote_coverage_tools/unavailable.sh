#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

echo "bazel coverage is not offered: its tools are Java programs that no Debian package has" >&2
exit 1
