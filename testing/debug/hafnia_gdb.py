# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""gdb's commands for Hafnia; run by the Python inside gdb, which debug.py starts.

    hf-boot    goes on from reset until the primary's first instruction, then adds the VMs' symbols
    hf-end     ends the machine
    hf-state   what every CPU runs, the run code that waits for its scheduler, and all VMs

All is read from EL2's own data, with the types that the program's debug information tells.
"""

import contextlib
import json
import os
import subprocess

import gdb  # pylint: disable=import-error

_SETTINGS = json.loads(os.environ["HF_DEBUG"])
_SYSTEM = "'hf::boot::(anonymous namespace)::the_system'"


@contextlib.contextmanager
def _physical():
    """Memory as the machine has it: a VM's view, in which a CPU may have stopped, has no EL2."""
    gdb.execute("maintenance packet Qqemu.PhyMemMode:1", to_string=True)
    try:
        yield
    finally:
        gdb.execute("maintenance packet Qqemu.PhyMemMode:0", to_string=True)


def _system():
    return gdb.parse_and_eval(_SYSTEM)


def _enumerator(value):
    """hf::abi::VcpuState::kBlockedMailbox as BlockedMailbox."""
    return str(value).rsplit("::", 1)[-1].removeprefix("k")


def _members(value):
    """Base classes and members, in order, without static ones: they have no place in an object."""
    fields = value.type.strip_typedefs().fields()
    return [value[field] for field in fields if hasattr(field, "bitpos")]


def _atomic(value):
    """What a std::atomic holds."""
    while value.type.strip_typedefs().code == gdb.TYPE_CODE_STRUCT:
        value = _members(value)[0]
    return value


def _elements(array):
    """The elements of a std::array."""
    field = _members(array)[0]
    low, high = field.type.range()
    return [field[i] for i in range(low, high + 1)]


def _vms(system):
    return _elements(system["vms"])[: int(system["vm_count"])]


def _vcpus(vm):
    """The vCPUs of a VM: a std::span, whose pointer and size have their library's names."""
    first, size = _members(vm["vcpus_"])[:2]
    return [first[i] for i in range(int(size))]


def _locked(protected):
    return protected["value_"]


def _name(vm_id):
    names = [vm.split("=", 1)[0] for vm in _SETTINGS["vms"]]
    return f"VM {vm_id} ({names[vm_id]})" if vm_id < len(names) else f"VM {vm_id}"


def _loaded(vms, cpu):
    """The secondary vCPU that a CPU has loaded, or None: (id, index, state)."""
    for vm in vms[1:]:
        states = _elements(_locked(vm["state_"])["vcpus"])
        for index, vcpu in enumerate(_vcpus(vm)):
            if int(_atomic(vcpu["loaded_on"])) == int(cpu.address):
                return int(vm["id_"]), index, _enumerator(states[index])
    return None


def _cpu_line(vms, cpu):
    index = int(cpu["index"])
    if _enumerator(_atomic(cpu["power"])) == "Off":
        return f"CPU {index}: off"
    secondary = _loaded(vms, cpu)
    if secondary is None:
        return f"CPU {index}: {_name(0)} vCPU {index}; no run code is pending"
    vm_id, vcpu, state = secondary
    who = f"CPU {index}: {_name(vm_id)} vCPU {vcpu}"
    if state == "Running":
        return f"{who}; vcpu_run has not returned"
    # It has left, and EL2 is about to go on with the primary, whose x0 is the answer already.
    x0 = int(_elements(cpu["primary_vcpu"].dereference()["registers"]["x"])[0])
    code = subprocess.run(
        [_SETTINGS["hfidl"], "word", "vcpu_run", hex(x0 % 2**64)],
        stdout=subprocess.PIPE, check=True, encoding="utf-8")
    return f"{who}; pending run code {code.stdout.strip()}"


def _vm_line(vm):
    state = _locked(vm["state_"])
    states = [_enumerator(s) for s in _elements(state["vcpus"])[: len(_vcpus(vm))]]
    if int(vm["id_"]) == 0:
        # The primary's are not kept: it schedules itself.
        states = ["1 vCPU" if len(states) == 1 else f"{len(states)} vCPUs"]
    mailbox = _enumerator(state["mailbox"]["state_"])
    return (f"{_name(int(vm['id_']))}: {_enumerator(state['life'])}; {', '.join(states)}; "
            f"mailbox {mailbox}")


class State(gdb.Command):
    """hf-state: what every CPU runs, the run code pending for its scheduler, and all VMs."""

    def __init__(self):
        super().__init__("hf-state", gdb.COMMAND_STATUS)

    def invoke(self, argument, from_tty):
        with _physical():
            self._print()

    @staticmethod
    def _print():
        system = _system()
        vms = _vms(system)
        if not vms:
            print("EL2 has not loaded the VMs yet: hf-boot goes on until it has")
            return
        for cpu in _elements(system["cpus"])[: int(system["cpu_count"])]:
            print(_cpu_line(vms, cpu))
        for vm in vms:
            print(_vm_line(vm))


class Boot(gdb.Command):
    """hf-boot: goes on from reset until a VM is about to run; adds the symbols of all VMs."""

    def __init__(self):
        super().__init__("hf-boot", gdb.COMMAND_RUNNING)

    def invoke(self, argument, from_tty):
        stop = gdb.Breakpoint("hf_enter_vm", internal=True, temporary=True)
        stop.silent = True
        gdb.execute("continue", to_string=True)
        for vm, setting in zip(_vms(_system()), _SETTINGS["vms"]):
            elf = setting.split("=", 1)[1]
            # A VM is entered at its first byte.
            entry = int(_vcpus(vm)[0]["registers"]["pc"])
            where = f"{_name(int(vm['id_']))} at {entry:#x}"
            if elf:
                gdb.execute(f"add-symbol-file {elf} -o {entry:#x}", to_string=True)
                print(f"{where}: symbols of {elf}")
            else:
                print(f"{where}: no symbols, it is a ready image")


class End(gdb.Command):
    """hf-end: ends the machine, if there is one."""

    def __init__(self):
        super().__init__("hf-end", gdb.COMMAND_RUNNING)

    def invoke(self, argument, from_tty):
        try:
            gdb.execute("kill", to_string=True)
        except gdb.error:
            pass  # It has ended by itself, or ends before it has answered.


State()
Boot()
End()
