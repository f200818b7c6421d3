# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Reads a register policy; README.md describes the language.

parse() returns a Policy or raises Problems, which holds one line "file:line:column: error: ..." for
each mistake. What the emitters rely on is checked here.
"""

import dataclasses
import re

# What a register can be to a VM. `passes`: the CPU does it, EL2 sees nothing.
PASSING = ("constant", "executed", "own", "pstate", "switched", "switched-apart",
           "switched-with-fp", "virtual")
TRAPPED = ("id", "undefined", "zero")
KINDS = PASSING + TRAPPED + ("absent",)

# A secondary may write these: each vCPU has its own, or what it writes stays with it.
SWITCHED = ("pstate", "switched", "switched-apart", "switched-with-fp", "virtual")

ACCESSES = ("rw", "ro", "wo", "op", "--")
CLASSES = ("secondary", "primary")

_LIMITS = (3, 7, 15, 15, 7)
_TOKEN = re.compile(r'(?:[^\s"(#]|"[^"]*"|\([^)]*\))+|#.*|\S')
_RANGE = re.compile(r"^(c?)(\d+)(?:-(\d+))?$")
_ID_FIELD = re.compile(r"^(\w+)\[(\d+):(\d+)\](?:(<=|=)(\d+))?$")
_NUMBERED = re.compile(r"<n(?:\+(\d+))?>")
_ATTRIBUTES = ("field", "id", "maybe", "needs", "primary", "secondary")


class Problems(Exception):
    """All that is wrong with a policy."""


@dataclasses.dataclass(frozen=True)
class Token:
    text: str
    line: int
    column: int


@dataclasses.dataclass
class Feature:
    name: str
    register: str
    low: int
    least: int
    most: int
    el2: bool  # a member of CpuFeatures
    token: Token
    used: bool = False


@dataclasses.dataclass
class Trap:
    register: str
    field: str
    bit: int
    clear: bool  # traps when the bit is 0
    needs: str | None
    otherwise: int  # the bit where `needs` is absent
    token: Token
    classes: set = dataclasses.field(default_factory=set)  # whose accesses it traps

    @property
    def name(self):
        return f"{self.register}.{self.field}"


@dataclasses.dataclass
class Control:
    register: str
    field: str
    bit: int
    value: int
    classes: tuple
    why: str
    needs: str | None
    token: Token


@dataclasses.dataclass(frozen=True)
class Answer:
    """What a register is to a class of VM."""
    kind: str
    traps: tuple = ()


@dataclasses.dataclass(frozen=True)
class IdField:
    name: str
    high: int
    low: int
    rule: str | None  # "<=", "=" or None: the CPU's own
    value: int

    @property
    def mask(self):
        return ((1 << (self.high - self.low + 1)) - 1) << self.low


@dataclasses.dataclass
class Row:
    ranges: list  # op0, op1, CRn, CRm, op2, each (first, last)
    access: str
    name: str
    answers: dict  # of each class
    needs: tuple  # any of these features
    maybe: str | None
    field: str | None
    id_fields: tuple | None
    group: "Group"
    token: Token
    encodings: list = dataclasses.field(default_factory=list)

    @property
    def named(self):
        """Whether the name is one that an assembler knows."""
        return not self.name.startswith("(")

    def name_of(self, index):
        """The name of its index-th encoding, counted in ascending order."""
        return _NUMBERED.sub(lambda m: str(index + int(m.group(1) or 0)), self.name)


@dataclasses.dataclass
class Group:
    title: str
    rest: bool
    token: Token
    why: str = ""
    needs: tuple = ()
    answers: dict = dataclasses.field(default_factory=dict)
    rows: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Exempt:
    cpu: str
    vm_class: str
    encodings: list
    why: str
    token: Token


@dataclasses.dataclass
class Policy:
    features: dict
    traps: dict
    controls: list
    groups: list
    exempt: list

    @property
    def rows(self):
        return [row for group in self.groups for row in group.rows]

    def row_of(self):
        """The row of each of the 2^16 encodings."""
        result = [None] * (1 << 16)
        for row in self.rows:
            for encoding in row.encodings:
                result[encoding] = row
        return result


def encode(op0, op1, crn, crm, op2):
    """The encoding as it stands in bits 20:5 of the instruction."""
    return op0 << 14 | op1 << 11 | crn << 7 | crm << 3 | op2


def decode(encoding):
    return (encoding >> 14, encoding >> 11 & 7, encoding >> 7 & 15, encoding >> 3 & 15,
            encoding & 7)


def assembler_name(encoding):
    return "S%d_%d_C%d_C%d_%d" % decode(encoding)


def _expand(ranges):
    (a, b), (c, d), (e, f), (g, h), (i, j) = ranges
    return [
        encode(op0, op1, crn, crm, op2)
        for op0 in range(a, b + 1) for op1 in range(c, d + 1) for crn in range(e, f + 1)
        for crm in range(g, h + 1) for op2 in range(i, j + 1)
    ]


def _unquote(text):
    return text[1:-1] if len(text) >= 2 and text[0] == text[-1] == '"' else text


class _Parser:

    def __init__(self, path, text):
        self.path = path
        self.lines = text.split("\n")
        self.problems = []
        self.policy = Policy({}, {}, [], [], [])
        self.group = None

    def problem(self, token, message):
        self.problems.append(f"{self.path}:{token.line}:{token.column}: error: {message}")

    def parse(self):
        for number, line in enumerate(self.lines, 1):
            tokens = [
                Token(m.group(), number, m.start() + 1)
                for m in _TOKEN.finditer(line)
                if not m.group().startswith("#")
            ]
            if tokens:
                try:
                    self.statement(tokens)
                except _Skip:
                    pass
        if not self.problems:
            self.check()
        if self.problems:
            raise Problems("\n".join(self.problems))
        return self.policy

    def fail(self, token, message):
        self.problem(token, message)
        raise _Skip()

    def need(self, tokens, count, form):
        if len(tokens) < count:
            self.fail(tokens[-1], f"this is too short: expected {form}")

    def number(self, token, most):
        try:
            value = int(token.text, 0)
        except ValueError:
            self.fail(token, f"'{token.text}' is no number")
        if not 0 <= value <= most:
            self.fail(token, f"{value} is not within 0 to {most}")
        return value

    def statement(self, tokens):
        first = tokens[0].text
        handler = {
            "control": self.control,
            "except": self.exception,
            "feature": self.feature,
            "group": self.begin_group,
            "trap": self.trap,
        }.get(first)
        if handler:
            return handler(tokens)
        if first in ("why", "needs", "secondary", "primary"):
            return self.attribute(tokens)
        if first[0].isdigit():
            return self.row(tokens)
        self.fail(tokens[0], f"'{first}' begins no statement; expected control, except, feature, "
                  "group, trap, an attribute of a group, or the encoding of a row")

    def feature(self, tokens):
        form = "feature NAME REGISTER LOW LEAST MOST [el2]"
        self.need(tokens, 6, form)
        if len(tokens) > 7 or (len(tokens) == 7 and tokens[6].text != "el2"):
            self.fail(tokens[6], f"'{tokens[6].text}' is too much: expected {form}")
        name = tokens[1].text
        if name in self.policy.features:
            self.fail(tokens[1], f"feature '{name}' is there already")
        self.policy.features[name] = Feature(name, tokens[2].text, self.number(tokens[3], 60),
                                             self.number(tokens[4], 15),
                                             self.number(tokens[5], 15), len(tokens) == 7,
                                             tokens[1], len(tokens) == 7)

    def field_name(self, token):
        parts = token.text.split(".")
        if len(parts) != 2 or not all(parts):
            self.fail(token, f"'{token.text}' is no REGISTER.FIELD")
        return parts

    def trap(self, tokens):
        form = "trap REGISTER.FIELD BIT set|clear [needs FEATURE [else BIT]]"
        self.need(tokens, 4, form)
        register, field = self.field_name(tokens[1])
        if tokens[1].text in self.policy.traps:
            self.fail(tokens[1], f"trap '{tokens[1].text}' is there already")
        if tokens[3].text not in ("set", "clear"):
            self.fail(tokens[3], f"'{tokens[3].text}' is neither set nor clear")
        needs, otherwise = None, 0
        rest = tokens[4:]
        if rest and rest[0].text == "needs":
            self.need(rest, 2, form)
            needs = self.known_feature(rest[1])
            rest = rest[2:]
            if rest and rest[0].text == "else":
                self.need(rest, 2, form)
                otherwise = self.number(rest[1], 1)
                rest = rest[2:]
        if rest:
            self.fail(rest[0], f"'{rest[0].text}' is too much: expected {form}")
        self.policy.traps[tokens[1].text] = Trap(register, field, self.number(tokens[2], 63),
                                                 tokens[3].text == "clear", needs, otherwise,
                                                 tokens[1])

    def known_feature(self, token, text=None):
        name = text or token.text
        if name not in self.policy.features:
            self.fail(token, f"there is no feature '{name}'")
        self.policy.features[name].used = True
        return name

    def control(self, tokens):
        form = 'control REGISTER.FIELD BIT VALUE secondary|primary|both "why" [needs FEATURE]'
        self.need(tokens, 6, form)
        register, field = self.field_name(tokens[1])
        classes = {"secondary": ("secondary",), "primary": ("primary",),
                   "both": CLASSES}.get(tokens[4].text)
        if not classes:
            self.fail(tokens[4], f"'{tokens[4].text}' is none of secondary, primary, both")
        needs = None
        if len(tokens) > 6:
            if len(tokens) != 8 or tokens[6].text != "needs":
                self.fail(tokens[6], f"'{tokens[6].text}' is too much: expected {form}")
            needs = self.known_feature(tokens[7])
        self.policy.controls.append(
            Control(register, field, self.number(tokens[2], 63), self.number(tokens[3], 0xffff),
                    classes, _unquote(tokens[5].text), needs, tokens[1]))

    def begin_group(self, tokens):
        self.need(tokens, 2, 'group "TITLE" [rest]')
        rest = len(tokens) > 2
        if rest and (tokens[2].text != "rest" or len(tokens) > 3):
            self.fail(tokens[2], f"'{tokens[2].text}' is too much: expected group \"TITLE\" [rest]")
        self.group = Group(_unquote(tokens[1].text), rest, tokens[0])
        self.policy.groups.append(self.group)

    def attribute(self, tokens):
        first = tokens[0].text
        if not self.group:
            self.fail(tokens[0], f"'{first}' is an attribute of a group, and there is none yet")
        self.need(tokens, 2, f"{first} and its value")
        if first == "why":
            self.group.why = _unquote(tokens[1].text)
        elif first == "needs":
            self.group.needs = self.features(tokens[1:])
        else:
            self.group.answers[first] = self.answer(tokens[1:])

    def features(self, tokens):
        if len(tokens) % 2 == 0 or any(t.text != "or" for t in tokens[1::2]):
            self.fail(tokens[-1], "expected FEATURE [or FEATURE]...")
        return tuple(self.known_feature(t) for t in tokens[::2])

    def answer(self, tokens):
        traps = []
        if len(tokens) > 1:
            if tokens[1].text != "by" or len(tokens) == 2:
                self.fail(tokens[1], "expected KIND [by TRAP, TRAP...]")
            for token in tokens[2:]:
                traps.append((token, token.text.rstrip(",")))
        return self.make_answer(tokens[0], tokens[0].text, traps)

    def make_answer(self, token, kind, traps):
        if kind not in KINDS:
            self.fail(token, f"'{kind}' is none of {', '.join(sorted(KINDS))}")
        for at, name in traps:
            if name not in self.policy.traps:
                self.fail(at, f"there is no trap '{name}'")
        if kind in TRAPPED and not traps:
            self.fail(token, f"'{kind}' needs a trap: {kind} by REGISTER.FIELD")
        if kind not in TRAPPED and traps:
            self.fail(token, f"'{kind}' is what the CPU does: nothing traps it")
        return Answer(kind, tuple(name for _, name in traps))

    def encoding(self, tokens):
        self.need(tokens, 5, "op0 op1 CRn CRm op2")
        ranges = []
        for token, limit, name in zip(tokens, _LIMITS, ("op0", "op1", "CRn", "CRm", "op2")):
            match = _RANGE.match(token.text)
            if not match or bool(match.group(1)) != name.startswith("C"):
                form = "c0 or c0-15" if name.startswith("C") else "0 or 0-7"
                self.fail(token, f"'{token.text}' is no {name}; expected such as {form}")
            first = int(match.group(2))
            last = int(match.group(3) or first)
            if not first <= last <= limit:
                self.fail(token, f"'{token.text}' is no {name}: it goes from 0 to {limit}")
            ranges.append((first, last))
        return ranges

    def row(self, tokens):
        group = self.group
        if not group:
            self.fail(tokens[0], "a row outside of a group")
        ranges = self.encoding(tokens)
        self.need(tokens, 7, "op0 op1 CRn CRm op2 ACCESS NAME [ATTRIBUTE=VALUE]...")
        access = tokens[5].text
        if access not in ACCESSES:
            self.fail(tokens[5], f"'{access}' is none of {', '.join(ACCESSES)}")
        row = Row(ranges, access, _unquote(tokens[6].text), dict(group.answers), group.needs, None,
                  None, None, group, tokens[0], _expand(ranges))
        for token in tokens[7:]:
            self.row_attribute(row, token)
        for vm_class in CLASSES:
            if vm_class not in row.answers:
                self.fail(tokens[0], f"neither the row nor its group says what a {vm_class} gets")
        group.rows.append(row)

    def row_attribute(self, row, token):
        key, equals, value = token.text.partition("=")
        if not equals or key not in _ATTRIBUTES:
            self.fail(token, f"'{token.text}' is no attribute; there are "
                      f"{', '.join(a + '=' for a in _ATTRIBUTES)}")
        value = _unquote(value)
        if key == "needs":
            row.needs = (self.known_feature(token, value),)
        elif key == "maybe":
            row.maybe = value
        elif key == "field":
            row.field = value
        elif key == "id":
            row.id_fields = self.id_fields(token, value)
        else:
            kind, *traps = value.split(",")
            row.answers[key] = self.make_answer(token, kind, [(token, name) for name in traps])

    def id_fields(self, token, value):
        if value == "none":
            return ()
        fields, seen = [], 0
        for part in value.split(","):
            match = _ID_FIELD.match(part)
            if not match:
                self.fail(token, f"'{part}' is no field; expected such as FP[19:16] or EL1[7:4]<=1")
            field = IdField(match.group(1), int(match.group(2)), int(match.group(3)),
                            match.group(4), int(match.group(5) or 0))
            if not field.low <= field.high <= 63:
                self.fail(token, f"'{part}': bits go from 63 down to 0, the higher one first")
            if field.rule and field.high - field.low != 3:
                self.fail(token, f"'{part}': only a field of 4 bits can be compared")
            if field.value > 15:
                self.fail(token, f"'{part}': a field of 4 bits is at most 15")
            if seen & field.mask:
                self.fail(token, f"'{part}' overlaps with another field of the register")
            seen |= field.mask
            fields.append(field)
        return tuple(fields)

    def exception(self, tokens):
        form = 'except CPU|any secondary|primary op0 op1 CRn CRm op2 "why"'
        self.need(tokens, 9, form)
        if tokens[2].text not in CLASSES:
            self.fail(tokens[2], f"'{tokens[2].text}' is none of {', '.join(CLASSES)}")
        self.policy.exempt.append(
            Exempt(tokens[1].text, tokens[2].text, _expand(self.encoding(tokens[3:8])),
                   _unquote(tokens[8].text), tokens[0]))

    # What only the whole can tell.

    def check(self):
        self.check_overlaps()
        fields = {}
        for row in self.policy.rows:
            self.check_row(row, fields)
            for vm_class, answer in row.answers.items():
                for name in answer.traps:
                    self.policy.traps[name].classes.add(vm_class)
        for group in self.policy.groups:  # one without rows has traps of instructions
            for vm_class, answer in group.answers.items():
                for name in answer.traps:
                    self.policy.traps[name].classes.add(vm_class)
            if not group.why:
                self.problem(group.token, f"the group '{group.title}' does not say why")
        for trap in self.policy.traps.values():
            if "secondary" not in trap.classes:
                self.problem(trap.token, f"nothing uses the trap '{trap.name}' for secondaries")
        for feature in self.policy.features.values():
            if not feature.used:
                self.problem(feature.token, f"nothing needs the feature '{feature.name}'")
        self.check_names()

    def check_overlaps(self):
        taken = {}
        for row in self.policy.rows:
            if row.group.rest:
                row.encodings = [e for e in row.encodings if e not in taken]
            for encoding in row.encodings:
                if encoding in taken:
                    self.problem(row.token, f"{assembler_name(encoding)} is in line "
                                 f"{taken[encoding].token.line} already: {taken[encoding].name}")
                    break
                taken[encoding] = row
        missing = (1 << 16) - len(taken)
        if missing:
            first = next(e for e in range(1 << 16) if e not in taken)
            end = Token("", len(self.lines), 1)
            self.problem(end, f"{missing} of the 65536 encodings are in no row; the first is "
                         f"{assembler_name(first)}")

    def check_row(self, row, fields):
        secondary, primary = row.answers["secondary"], row.answers["primary"]
        kinds = (secondary.kind, primary.kind)
        if row.access in ("rw", "wo") and secondary.kind in PASSING and (
                secondary.kind not in SWITCHED):
            self.problem(row.token, f"a secondary could write {row.name}, which is not switched "
                         f"('{secondary.kind}')")
        for kind in ("switched", "switched-apart", "switched-with-fp"):
            if secondary.kind == kind and primary.kind != kind:
                self.problem(row.token, f"{row.name} is switched for secondaries only")
        if "switched" in kinds and not row.field:
            self.problem(row.token, f"{row.name} is switched, but has no field= of El1Registers")
        if row.field:
            if row.field in fields:
                self.problem(row.token, f"the field '{row.field}' is that of line "
                             f"{fields[row.field].token.line} too")
            fields[row.field] = row
        if ("id" in kinds) != (row.id_fields is not None):
            self.problem(row.token, f"{row.name}: id= goes with the answer 'id'")
        if "id" in kinds:
            for encoding in row.encodings:
                if decode(encoding)[:3] != (3, 0, 0) or not 1 <= decode(encoding)[3] <= 7:
                    self.problem(row.token, f"{row.name}: ID registers are S3_0_C0_C1_0 to "
                                 "S3_0_C0_C7_7")
                    break
        if secondary.kind == "executed" and row.access != "op":
            self.problem(row.token, f"{row.name} is no instruction: 'executed' is for op")

    def check_names(self):
        rows = {row.name: row for row in self.policy.rows if row.named}
        for feature in self.policy.features.values():
            row = rows.get(feature.register)
            if row is None or row.answers["secondary"].kind != "id":
                self.problem(feature.token, f"{feature.register} is no ID register of this policy")


class _Skip(Exception):
    """The rest of the statement cannot be read."""


def parse(path, text):
    return _Parser(path, text).parse()
