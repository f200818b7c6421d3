# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""What .bazelrc promises of the sandbox: no network, no headers of the machine, no host name.

It fails where Bazel has no linux-sandbox, which needs user namespaces: the promise is not kept
there.
"""

import errno
import os
import socket
import unittest

# Of those reserved for documentation (RFC 5737): nobody is there.
_ADDRESS = ("192.0.2.1", 80)


class SandboxTest(unittest.TestCase):

    def test_only_the_loopback_interface_is_there(self):
        self.assertEqual([name for _, name in socket.if_nameindex()], ["lo"])

    def test_network_is_unreachable(self):
        with socket.socket() as connection:
            with self.assertRaises(OSError) as raised:
                connection.connect(_ADDRESS)
        self.assertEqual(raised.exception.errno, errno.ENETUNREACH)

    def test_headers_of_the_machine_cannot_be_read(self):
        try:
            names = os.listdir("/usr/include")
        except (PermissionError, NotADirectoryError, FileNotFoundError):
            names = []
        self.assertEqual(names, [])

    def test_host_name_is_not_the_machine_s(self):
        self.assertEqual(socket.gethostname(), "localhost")


if __name__ == "__main__":
    unittest.main()
