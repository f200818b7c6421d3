# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Makes files of a register policy: generate.py POLICY KIND=OUT=INCLUDED_AS...

KIND is the name of an emitter (emit.py), or `manual` (manual.py). INCLUDED_AS is the path that the
header's guard is made of.
"""

import sys

from hypervisor.arch.aarch64.registers import emit, manual, policy

_KINDS = {
    "answers": emit.answers,
    "expected": emit.expected,
    "id_registers": emit.id_registers,
    "manual": manual.manual,
    "switched": emit.switched,
    "trap_values": emit.trap_values,
}


def main(arguments):
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    path, *wanted = arguments
    with open(path, encoding="utf-8") as file:
        text = file.read()
    try:
        parsed = policy.parse(path, text)
    except policy.Problems as problems:
        print(problems, file=sys.stderr)
        return 1
    for item in wanted:
        parts = item.split("=")
        if len(parts) != 3 or parts[0] not in _KINDS:
            print(f"generate.py: '{item}' is no KIND=OUT=INCLUDED_AS with a KIND of "
                  f"{', '.join(_KINDS)}", file=sys.stderr)
            return 2
        kind, out, included_as = parts
        with open(out, "w", encoding="utf-8") as file:
            file.write(_KINDS[kind](parsed, included_as))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
