# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""The version of the released bindings.

Major and minor are the ABI's own, as abi/hafnia.proto has them; the third number counts releases of
the bindings for that ABI.
"""

HAFNIA_ABI_VERSION = "1.1.0"
