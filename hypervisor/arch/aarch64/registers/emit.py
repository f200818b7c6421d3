# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""What EL2 and the tests are compiled with, made of a policy. An emitter returns a file's text."""

from hypervisor.arch.aarch64.registers import policy as p

_HEAD = """\
// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Generated from registers.policy. {what}

#ifndef {guard}
#define {guard}

"""

_FIRST_ID = p.encode(3, 0, 0, 1, 0)
ID_REGISTERS = 56


def _header(path, what, includes, body):
    guard = path.upper().replace("/", "_").replace(".", "_") + "_"
    lines = "".join(f"#include {name}\n" for name in includes)
    return (_HEAD.format(what=what, guard=guard) + lines + ("\n" if includes else "") + body +
            f"\n#endif  // {guard}\n")


def _hex(value):
    return f"0x{value:x}"


def _member(register):
    return register.removesuffix("_EL2").lower()


def trap_registers(policy):
    """The members of TrapControls: register names, in the order of the policy."""
    names = [t.register for t in policy.traps.values()] + [c.register for c in policy.controls]
    return list(dict.fromkeys(names))


def _bits(policy, vm_class):
    """(register, value of the bits, feature or None, value without the feature) of each setting."""
    for control in policy.controls:
        if vm_class in control.classes:
            yield control.register, control.value << control.bit, control.needs, 0
    for trap in policy.traps.values():
        traps = vm_class in trap.classes
        bit = 1 << trap.bit
        value = bit if traps != trap.clear else 0
        yield trap.register, value, trap.needs, bit if trap.needs and trap.otherwise else 0


def trap_values(policy, path):
    registers = trap_registers(policy)
    out = ["namespace hf::arch {\n", "struct TrapControls {"]
    out += [f"  uint64_t {_member(r)};" for r in registers]
    out += ["};\n", "// What does not depend on the CPU's numbers.",
            "constexpr TrapControls TrapBits(VmClass vm_class, const CpuFeatures& cpu) {",
            "  TrapControls t = {};"]
    for vm_class, condition in (("primary", "if (vm_class == VmClass::kPrimary) {"),
                                ("secondary", "} else {")):
        out.append(f"  {condition}")
        base = {r: 0 for r in registers}
        changes = {}  # (feature, register) -> bits to set, bits to clear
        for register, value, needs, without in _bits(policy, vm_class):
            base[register] |= without if needs else value
            if needs and value != without:
                sets, clears = changes.get((needs, register), (0, 0))
                changes[needs, register] = (sets | value, clears | without)
        out += [f"    t.{_member(r)} = {_hex(v)};" for r, v in base.items() if v]
        for (needs, register), (sets, clears) in changes.items():
            change = f"    if (cpu.{needs}) t.{_member(register)}"
            if sets:
                out.append(f"{change} |= {_hex(sets)};")
            if clears:
                out.append(f"{change} &= ~uint64_t{{{_hex(clears)}}};")
    out += ["  }", "  return t;", "}\n", "}  // namespace hf::arch", ""]
    return _header(path, "The values of the trap registers.",
                   ["<cstdint>\n", '"hypervisor/arch/features.h"', '"hypervisor/arch/switch.h"'],
                   "\n".join(out))


def _runs(values):
    """(first, last, value) of runs of equal values that are not None."""
    runs = []
    for index, value in enumerate(values):
        if value is None:
            continue
        if runs and runs[-1][1] == index - 1 and runs[-1][2] == value:
            runs[-1][1] = index
        else:
            runs.append([index, index, value])
    return runs


def _id_fields(policy):
    """The fields of each of the 56 ID registers."""
    row_of = policy.row_of()
    return [row_of[_FIRST_ID + slot].id_fields for slot in range(ID_REGISTERS)]


def id_tables(policy):
    """Masks of the fields that are the CPU's; (slot, low bit, value, exact) of the others."""
    masks, limits = [], []
    for slot, fields in enumerate(_id_fields(policy)):
        masks.append(sum(f.mask for f in fields if f.rule != "="))
        limits += [(slot, f.low, f.value, f.rule == "=") for f in fields if f.rule]
    return masks, limits


def _id_arrays(policy):
    masks, limits = id_tables(policy)
    out = [f"inline constexpr uint64_t kIdMasks[{ID_REGISTERS}] = {{"]
    out += [f"    {_hex(mask)}," for mask in masks]
    out += ["};\n", "inline constexpr IdLimit kIdLimits[] = {"]
    out += [f"    {{{s}, {low}, {v}, {'true' if exact else 'false'}}},"
            for s, low, v, exact in limits]
    out.append("};\n")
    return out


def answers(policy, path):
    kinds = {"zero": "kZero", "id": "kId"}
    values = [kinds.get(row.answers["secondary"].kind) for row in policy.row_of()]
    out = ["namespace hf::arch {\n",
           "// Ascending. What is not in it is undefined to a secondary when it traps.",
           "inline constexpr AnswerRange kAnswers[] = {"]
    out += [f"    {{{_hex(a)}, {_hex(b)}, RegisterAnswer::{v}}}," for a, b, v in _runs(values)]
    out += ["};\n"] + _id_arrays(policy) + ["}  // namespace hf::arch", ""]
    return _header(path, "What EL2 answers to a secondary's trapped accesses.",
                   ["<cstdint>\n", '"hypervisor/arch/aarch64/registers/types.h"'], "\n".join(out))


def _slots(policy):
    row_of = policy.row_of()
    return {row_of[_FIRST_ID + s].name: s for s in range(ID_REGISTERS)}


def id_registers(policy, path):
    slots = _slots(policy)
    masks, _ = id_tables(policy)
    features = [f for f in policy.features.values() if f.el2]
    read = sorted({s for s, mask in enumerate(masks) if mask} |
                  {slots[f.register] for f in features})
    out = ["// Those that are looked at or shown: F(index, name).",
           "#define HF_EACH_ID_REGISTER(F) \\"]
    out += [f"  F({s}, {p.assembler_name(_FIRST_ID + s)}) \\" for s in read]
    out[-1] = out[-1].removesuffix(" \\")
    out += ["\nnamespace hf::arch {\n", "constexpr CpuFeatures FeaturesOf(const IdRegisters& id) {",
            "  const auto field = [&id](unsigned index, unsigned low) {",
            "    return static_cast<unsigned>(id[index] >> low) & 0xf;", "  };",
            "  CpuFeatures cpu;"]
    for f in features:
        value = f"field({slots[f.register]}, {f.low})"
        test = f"{value} >= {f.least}" if f.least != 1 else f"{value} != 0"
        if f.most != 15:
            test += f" && {value} <= {f.most}"
        out.append(f"  cpu.{f.name} = {test};  // {f.register}")
    out += ["  return cpu;", "}\n", "}  // namespace hf::arch", ""]
    return _header(path, "The ID registers and what they say.",
                   ['"hypervisor/arch/features.h"'], "\n".join(out))


def switched(policy, path):
    plain, optional, apart = [], [], []
    for row in policy.rows:
        if not row.field:
            continue
        kind = row.answers["primary"].kind
        encoding = p.assembler_name(row.encodings[0])
        if kind == "switched-apart":
            apart.append(row.field)
        elif row.needs:
            optional.append(f"F({row.needs[0]}, {row.field}, {encoding})")
        else:
            name = row.name.lower()
            plain.append(f"F({row.field}, {name})")
    fields = len(plain) + len(optional) + len(apart)

    def macro(name, items):
        return [f"#define {name}(F) \\"] + [f"  {i} \\" for i in items[:-1]] + [f"  {items[-1]}\n"]

    out = ["// F(field of El1Registers, name)."] + macro("HF_EACH_EL1_REGISTER", plain)
    out += ["// F(feature, field, name)."] + macro("HF_EACH_OPTIONAL_EL1_REGISTER", optional)
    out += ["namespace hf::arch {\n",
            "// Each field is a register of the policy's; switched apart from the others:"]
    out += [f"//   {field}" for field in apart]
    out += [f"static_assert(sizeof(El1Registers) == {fields} * sizeof(uint64_t));",
            "static_assert(" + " && ".join(f"sizeof(El1Registers::{f}) == 8" for f in apart) +
            ");\n", "}  // namespace hf::arch", ""]
    return _header(path, "What is saved and loaded when a CPU goes from one vCPU to another.",
                   ['"hypervisor/arch/registers.h"'], "\n".join(out))


def expected(policy, path):
    """What //testing/sysregs compares with."""
    outcome = {"absent": "kUndefined", "undefined": "kUndefined", "zero": "kZero", "id": "kId"}
    features = list(policy.features.values())
    slots = _slots(policy)
    number = {f.name: i for i, f in enumerate(features)}
    cpus = sorted({e.cpu for e in policy.exempt} - {"any"})
    exempt = {}
    for e in policy.exempt:
        mask = sum(1 << (2 * i + p.CLASSES.index(e.vm_class))
                   for i, cpu in enumerate([*cpus, "any"]) if e.cpu in (cpu, "any"))
        for encoding in e.encodings:
            exempt[encoding] = exempt.get(encoding, 0) | mask
    rules, values = {}, []
    for encoding, row in enumerate(policy.row_of()):
        kinds = [outcome.get(row.answers[c].kind, "kValue") for c in p.CLASSES]
        access = {"rw": (1, 1), "ro": (1, 0), "wo": (0, 1), "op": (0, 1), "--": (0, 0)}[row.access]
        # Those that a VM may fill with anything: but for what its own code needs.
        fillable = row.answers["secondary"].kind == "switched" and row.access == "rw" and (
            not row.needs and row.name not in ("SCTLR_EL1", "VBAR_EL1"))
        rule = (*kinds, *access, row.maybe is not None, fillable, exempt.get(encoding, 0),
                sum(1 << number[n] for n in row.needs))
        values.append(rules.setdefault(rule, len(rules)))
    out = ["namespace hf::sysregs {\n", "inline constexpr Feature kFeatures[] = {"]
    out += [f"    {{{slots[f.register]}, {f.low}, {f.least}, {f.most}}},  // {f.name}"
            for f in features]
    out += ["};\n",
            "// CPU models by the bits of Rule::exempt; any other is the one after the last.",
            "inline constexpr const char* kCpus[] = {" + ", ".join(f'"{c}"' for c in cpus) + "};\n",
            "inline constexpr Rule kRules[] = {"]
    for rule in rules:
        secondary, primary, *bits, mask, needs = rule
        flags = ", ".join("true" if bit else "false" for bit in bits)
        out.append(f"    {{Outcome::{secondary}, Outcome::{primary}, {flags}, {mask}, "
                   f"{_hex(needs)}}},")
    out += ["};\n", "inline constexpr Run kRuns[] = {"]
    runs = _runs(values)
    out += [f"    {{{_hex(a)}, {v}}}," for a, _, v in runs]
    assert all(b[0] == a[1] + 1 for a, b in zip(runs, runs[1:]))
    out += ["};\n"] + _id_arrays(policy) + ["}  // namespace hf::sysregs", ""]
    return _header(path, "What a VM must find when it walks all encodings.",
                   ["<cstdint>\n", '"testing/sysregs/rules.h"'], "\n".join(out))
