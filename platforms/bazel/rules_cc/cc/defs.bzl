# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""Stand-in for @rules_cc: every symbol is Bazel 4.2.3's native rule.

Bazel 4.2.3 has the C++ rules built in, yet its own tools load them by this name, and so does every
BUILD file here. The rules_cc that Debian packages does not load in Debian's Bazel 4.2.3, and
nothing but Debian packages is fetched. To replace it with the real rules_cc, on a newer Bazel:
point the repository "rules_cc" in WORKSPACE to it; no other file has to change.
"""

cc_binary = native.cc_binary
cc_import = native.cc_import
cc_library = native.cc_library
cc_proto_library = native.cc_proto_library
cc_test = native.cc_test
cc_toolchain = native.cc_toolchain
cc_toolchain_suite = native.cc_toolchain_suite
fdo_prefetch_hints = native.fdo_prefetch_hints
fdo_profile = native.fdo_profile
objc_import = native.objc_import
objc_library = native.objc_library
