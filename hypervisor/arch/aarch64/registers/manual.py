# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""docs/sysregs.md, made of a policy."""

from hypervisor.arch.aarch64.registers import policy as p

_HEAD = """\
<!-- Generated from hypervisor/arch/aarch64/registers/registers.policy by
`bazel run //hypervisor/arch/aarch64/registers:renew_manual`. Do not edit. -->

# System registers

What becomes of a system register or a system instruction when a VM uses it at EL1. Every one of
the 2^16 encodings is in exactly one row. EL2's trap registers, what it emulates and what it
switches are made of the same table ([hypervisor/arch/aarch64/registers][registers]), and in
`//testing/sysregs/...` VMs try all encodings on several CPU models.

[registers]: ../hypervisor/arch/aarch64/registers/README.md

| answer | meaning |
| --- | --- |
| switched | the vCPU's own: saved and loaded when the CPU goes to another vCPU |
| switched-apart, switched-with-fp | the same, by code of their own |
| pstate | the vCPU's own: part of PSTATE |
| virtual | the CPU shows what EL2 has put there for this vCPU |
| constant | the CPU's; no VM can change it |
| own | the primary's alone: no secondary can reach it, so it stays in the hardware |
| executed | the CPU executes it |
| zero | EL2 answers: reads 0, ignores writes |
| id | EL2 answers with what is offered, [below](#what-secondaries-read-in-id-registers) |
| undefined | EL2 traps it and gives the VM an undefined-instruction exception at its own EL1 |
| absent | the CPU itself gives that exception |

A register that needs a feature is undefined where the CPU has not got it; "may be there" says what
else decides. The traps are fields of EL2's registers; the Arm ARM describes each in chapter D17,
with what it traps.
"""


def _encoding(row):
    def one(bounds, prefix=""):
        first, last = bounds
        return f"{prefix}{first}" if first == last else f"{prefix}{first}-{last}"

    op0, op1, crn, crm, op2 = row.ranges
    return " ".join((one(op0), one(op1), one(crn, "c"), one(crm, "c"), one(op2)))


def _answer(answer):
    return answer.kind + (": " + ", ".join(answer.traps) if answer.traps else "")


def _name(row):
    return row.name.replace("<", "&lt;").replace(">", "&gt;")


def _group(group):
    out = [f"\n### {group.title}\n", group.why + "\n"]
    if group.rest:
        out.append("But for what has another row.\n")
    if not group.rows:
        out.append(", ".join(f"{c}: {_answer(a)}" for c, a in group.answers.items()) + ".")
        return out
    out += ["| encoding | name | access | needs | secondary | primary |",
            "| --- | --- | --- | --- | --- | --- |"]
    for row in group.rows:
        needs = " or ".join(row.needs)
        if row.maybe:
            needs += ("; " if needs else "") + f"may be there: {row.maybe}"
        out.append(f"| {_encoding(row)} | {_name(row)} | {row.access} | {needs} | "
                   f"{_answer(row.answers['secondary'])} | {_answer(row.answers['primary'])} |")
    return out


def _id(row):
    def text(f):
        rule = {"<=": f" at most {f.value}", "=": f" = {f.value}", None: ""}[f.rule]
        return f"{f.name}[{f.high}:{f.low}]{rule}"

    return ", ".join(text(f) for f in row.id_fields) or "0"


def manual(policy, _):
    kinds = {}
    for row in policy.rows:
        kind = row.answers["secondary"].kind
        kinds[kind] = kinds.get(kind, 0) + len(row.encodings)
    out = [_HEAD, "Of the 65,536 encodings a secondary gets: " +
           ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items())) + ".",
           "\n## Registers and instructions"]
    for group in policy.groups:
        out += _group(group)
    out += ["\n## What secondaries read in ID registers\n",
            "Fields are the CPU's own, or limited. What is not named reads 0.\n",
            "| register | fields |", "| --- | --- |"]
    out += [f"| {row.name} | {_id(row)} |" for row in policy.rows
            if row.id_fields is not None and row.named]
    out += ["\n## What EL2 sets\n",
            "Bits that trap a register or an instruction:\n",
            "| field | bit | traps when | for | where there is |",
            "| --- | --- | --- | --- | --- |"]
    out += [f"| {t.name} | {t.bit} | {'clear' if t.clear else 'set'} | "
            f"{' and '.join(c for c in p.CLASSES if c in t.classes)} | {t.needs or ''} |"
            for t in policy.traps.values()]
    out += ["\nAnd others of the same registers:\n",
            "| field | bit | value | for | why |", "| --- | --- | --- | --- | --- |"]
    out += [f"| {c.register}.{c.field} | {c.bit} | {c.value:#x} | {' and '.join(c.classes)} | "
            f"{c.why}{' (where there is ' + c.needs + ')' if c.needs else ''} |"
            for c in policy.controls]
    out += ["\n## Features\n", "| feature | where it says so |", "| --- | --- |"]
    for f in policy.features.values():
        span = f"at least {f.least}" if f.most == 15 else f"{f.least} to {f.most}"
        out.append(f"| {f.name} | {f.register}[{f.low + 3}:{f.low}] is {span} |")
    out += ["\n## Where the CPU models that are tried differ\n",
            "| model | VM | encodings | why |", "| --- | --- | --- | --- |"]
    out += [f"| {e.cpu} | {e.vm_class} | {', '.join(p.assembler_name(n) for n in e.encodings)} | "
            f"{e.why} |" for e in policy.exempt]
    return "\n".join(out) + "\n"
