# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Registers in the words of the ABI: calls with their arguments, results, run codes.

Names and bits are those of the intermediate representation that the ABI's compiler makes of
abi/hafnia.proto; nothing of the ABI is stated here again. Pure.
"""

import re

_TOKEN = re.compile(r'\s+|#[^\n]*|(?P<word>[\w.+-]+)|(?P<text>"(?:[^"\\]|\\.)*")|(?P<mark>[:{}])')


class BadText(ValueError):
    """The text is no message in the text format of protocol buffers."""


def parse(text):
    """A message as {field: [values]}; a value is a string, a number, or such a message."""
    tokens, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise BadText(f"not understood: {text[at:at + 20]!r}")
        if match.lastgroup:
            tokens.append(match.group())
        at = match.end()
    tokens.reverse()
    return _message(tokens, inner=False)


def _message(tokens, inner):
    message = {}
    while tokens:
        name = tokens.pop()
        if name == "}" and inner:
            return message
        mark = tokens.pop() if tokens else ""
        if mark == "{":
            value = _message(tokens, inner=True)
        elif mark == ":" and tokens:
            value = _value(tokens.pop())
        else:
            raise BadText(f"{name!r} has no value")
        message.setdefault(name, []).append(value)
    if inner:
        raise BadText("a message has no end")
    return message


def _value(token):
    if token.startswith('"'):
        return re.sub(r"\\(.)", r"\1", token[1:-1])
    if re.fullmatch(r"-?[0-9]+", token):
        return int(token)
    return token


def _one(message, name, default=None):
    return message.get(name, [default])[0]


def _snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


class Words:
    """The ABI of an intermediate representation, given as text."""

    def __init__(self, text):
        abi = parse(text)
        self._mask = _one(abi, "id_mask")
        self._unknown = _one(abi, "unknown_result")
        self._calls = {_one(call, "number"): call for call in abi["call"]}
        self._records = {_one(record, "name"): record for record in abi["record"]}
        self._constants = {_one(c, "name"): _one(c, "value") for c in abi.get("constant", [])}
        self._enums = {
            _one(e, "name"): {_one(v, "number"): _one(v, "name") for v in e["value"]}
            for e in abi["enumeration"]
        }

    def call(self, x):
        """The call that the registers x0 to x3 make, such as 'vcpu_run(vm_id=1, vcpu=0)'."""
        call = self._calls.get(x[0] & self._mask)
        if call is None:
            return f"call {x[0]:#x}"
        record = self._records.get(_one(call, "args"), {})
        fields = [self._field(f, x) for f in record.get("field", [])]
        return f"{_snake(_one(call, 'name'))}({', '.join(fields)})"

    def result(self, number, word):
        """What x0 means as the result of the call of this number."""
        call = self._calls.get(number & self._mask)
        if call is None or word == self._unknown % 2**64:
            return str(_signed(word))
        return self.word(_one(call, "result"), word)

    def word(self, name, word):
        """A result of a record's name, such as 'MESSAGE(size=12 bytes)' of a VcpuRunReturn."""
        record = self._records[name]
        fields = record.get("field", [])
        if "tag" not in record:
            if len(fields) == 1:
                return self._field(fields[0], [word]).split("=", 1)[1]
            return ", ".join(self._field(f, [word]) for f in fields)
        tag = fields[_one(record, "tag")]
        value = _bits(tag, [word])
        code = self._enums[_one(tag, "enumeration")].get(value)
        for variant in record.get("variant", []):
            if code is not None and _one(variant, "on") == code:
                inner = ", ".join(self._field(f, [word]) for f in variant["field"])
                return f"{code}({inner})"
        return code or f"unknown {value}"

    def run_code(self, word):
        """Why a vCPU has left, as vcpu_run returns it."""
        return self.word(_one(self._calls[self.number("VcpuRun")], "result"), word)

    def number(self, name):
        """The number of a call by its name in the IDL, such as VcpuRun."""
        return next(n for n, call in self._calls.items() if _one(call, "name") == name)

    def _field(self, field, x):
        value = _bits(field, x)
        kind, name = _one(field, "type"), _one(field, "name")
        none = _one(field, "none")
        if none and self._constants.get(none) == value:
            text = none
        elif kind == "TYPE_ENUM":
            text = self._enums[_one(field, "enumeration")].get(value, f"unknown {value}")
        elif kind == "TYPE_BOOL":
            text = "true" if value else "false"
        elif kind == "TYPE_SIGNED":
            text = str(_signed(value))
        elif _one(field, "kind") == "KIND_IPA":
            text = f"{value:#x}"
        else:
            text = str(value)
        unit = _one(field, "unit")
        return f"{name}={text}" + (f" {unit}" if unit else "")


def _bits(field, x):
    low, high = _one(field, "lsb"), _one(field, "msb")
    return (x[_one(field, "x")] >> low) & (2 ** (high - low + 1) - 1)


def _signed(word):
    return word - 2**64 if word >= 2**63 else word
