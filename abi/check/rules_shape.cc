// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Rules about numbers, registers, bits and values, and about who may call. See rules.h.

#include "abi/check/rules.h"

namespace hf::check {

std::vector<Rule> ShapeRules() {
  constexpr Class kCompatible = Class::kCompatible;
  constexpr Class kBreaking = Class::kBreaking;
  return {
      {"HF001", "call-removed", "identity", kBreaking,
       "A guest that makes the call gets the result of an unknown number.",
       "Keep the call and mark it deprecated; remove it with the next major version at the "
       "earliest."},
      {"HF002", "call-renumbered", "identity", kBreaking,
       "The number is compiled into guests: they call whatever has it now.",
       "Leave numbers alone. A call that is to be elsewhere is a new call; the old one stays."},
      {"HF003", "number-reused", "identity", kBreaking,
       "A number that meant one call means another one now: a guest that makes the old call "
       "does something that it never asked for.",
       "Give a new call the next number that no version has used."},
      {"HF004", "call-added", "identity", kCompatible,
       "Numbers that were unknown are answered now. Guests built before do not use them.",
       "Nothing to do, but to say `since`: a guest finds out by the call's unknown result."},
      {"HF005", "call-renamed", "identity", kCompatible,
       "The number and the layout are those of a call that had another name. Binaries do not "
       "notice; sources that are compiled against the new bindings have to follow.",
       "Rename only what misleads; say the old name in the call's documentation."},
      {"HF006", "conduit-changed", "identity", kBreaking,
       "Which bits of x0 select a call has changed. Bits that were ignored and now count make "
       "calls "
       "of old guests unknown: breaking. Bits that counted and now are ignored are compatible.",
       "Only ever ignore more bits."},
      {"HF007", "unknown-result-changed", "identity", kBreaking,
       "Guests probe for a call by the result of an unknown number.",
       "Leave it: it is how one guest runs on all versions."},
      {"HF008", "constant-removed", "identity", kBreaking,
       "Guests go on using the number that they were built with, and nothing says any more what it "
       "means: it can be given to something else.",
       "Keep the constant and mark it deprecated."},
      {"HF009", "constant-changed", "identity", kBreaking,
       "The value is compiled into guests. Documentation only for a limit of the hypervisor's own "
       "(audience: HYPERVISOR), which guests are not told; compatible if only the width or the "
       "kind "
       "of the constant in the bindings changes.",
       "Add a constant of another name, or a call that tells the value."},
      {"HF101", "constant-added", "identity", kCompatible, "Guests built before do not use it.",
       "Nothing to do, but to say `since`."},
      {"HF102", "constant-renamed", "identity", kCompatible,
       "A constant of the same value and documentation had another name: sources have to follow.",
       "Rename only what misleads."},

      {"HF010", "argument-added", "arguments", kBreaking,
       "Bits that were ignored are read now. A guest built before has left whatever it had in "
       "them. "
       "Compatible if they had to be zero.",
       "Add a new call that takes the argument; leave the old one with a fixed value for it."},
      {"HF011", "argument-removed", "arguments", kBreaking,
       "What guests ask for by the argument they do not get any more.",
       "Go on honouring the argument; a new call can do without."},
      {"HF012", "argument-moved", "arguments", kBreaking,
       "The argument is read from other bits or another register than those that guests write.",
       "Add a new call with the new layout."},
      {"HF013", "argument-narrowed", "arguments", kBreaking,
       "High bits that guests may have set are ignored now: a large number becomes another, small "
       "one.",
       "Leave the width and refuse what is too large by a row."},
      {"HF014", "argument-widened", "arguments", kBreaking,
       "Bits above the field that were ignored count now, and a guest built before may have left "
       "anything in them. Compatible if they had to be zero.",
       "Add a new call; or use bits that had to be zero."},
      {"HF015", "unused-bits-changed", "arguments", kBreaking,
       "What happens to bits without a field. Breaking if they were ignored and must be zero now; "
       "compatible if they had to be zero and are ignored now.",
       "Demand zero of the unused bits of a new call at once: they can be used later."},
      {"HF016", "argument-type-changed", "arguments", kBreaking,
       "The same bits are read as another type: with a sign, as a boolean (true when any bit is "
       "set) "
       "or as a code.",
       "Add a new call, or an argument in bits that had to be zero."},
      {"HF017", "argument-unit-changed", "arguments", kBreaking,
       "The same number means more or less than it did.",
       "Add a new call or argument whose name says the unit."},
      {"HF018", "argument-kind-changed", "arguments", kBreaking,
       "The same bits name something else: a vCPU instead of a VM, say, or another range of "
       "numbers. "
       "Compatible if it was any number before.",
       "Add a new call or argument."},
      {"HF019", "argument-renamed", "arguments", Class::kDocumentation,
       "An argument in the same bits had another name. Bindings pass arguments by position: "
       "neither programs nor their sources notice.",
       "Rename only what misleads."},

      {"HF020", "clobbers-grown", "registers", kBreaking,
       "A register that survived a call is lost now, or comes back as zero; compilers have kept "
       "values in it.",
       "Save it in the hypervisor."},
      {"HF021", "clobbers-shrunk", "registers", kCompatible,
       "A register survives that guests had to take for lost.",
       "Nothing to do. It is a promise from now on: taking it back is HF020."},
      {"HF022", "scrub-dropped", "registers", kBreaking,
       "A register that came back as zero does not any more: it can carry something of the "
       "hypervisor's or of another VM's. A matter of security.",
       "Go on clearing it."},
      {"HF023", "scrub-added", "registers", kCompatible,
       "A register that guests had to take for lost comes back as zero. One that they did not "
       "is HF020.",
       "Nothing to do. It is a promise from now on: taking it back is HF022."},

      {"HF030", "result-moved", "results", kBreaking, "Guests read the field from where it was.",
       "Add a new call with the new layout."},
      {"HF031", "result-removed", "results", kBreaking,
       "Guests read something else, or zero, in its place.",
       "Go on returning it; a new call can do without."},
      {"HF032", "result-added", "results", kCompatible,
       "A field in bits that were zero. Guests built before do not look there, as long as they "
       "take "
       "the other fields out by their masks.",
       "Nothing to do."},
      {"HF033", "tag-changed", "results", kBreaking,
       "By the tag guests know what else is in the word; they look for it where it was.",
       "Add a new call with a word of its own."},
      {"HF034", "payload-changed", "results", kBreaking,
       "A value of the tag has nothing beside it in the word any more. The fields of a payload "
       "are judged as any others of a result.",
       "Leave the payload of existing codes; add a code, in an open enumeration or with "
       "`before`."},
      {"HF035", "sentinel-changed", "results", kBreaking,
       "The value that stands for none is another: guests take the new one for a thing and the old "
       "one for none.",
       "Add a new call with the new value."},
      {"HF036", "bits-overlap", "results", Class::kError,
       "Two fields have a bit in common: neither can be written without the other.",
       "Move one of them; `hfidl lower` shows where all are."},
      {"HF037", "result-width-changed", "results", kBreaking,
       "A wider field has values that guests cut off. Compatible if it becomes narrower: its bits "
       "above are zero, and guests read the same numbers.",
       "Add a new call; or a field for the rest, in bits that are zero."},
      {"HF038", "result-unit-changed", "results", kBreaking,
       "The same number means more or less than it did.",
       "Add a new call or field whose name says the unit."},
      {"HF039", "result-type-changed", "results", kBreaking,
       "The same bits mean something else, or more: another type, code or kind of thing. "
       "Compatible "
       "if all that can come now could come before, such as success alone instead of 0 or 1.",
       "Add a new call, or a field in bits that are zero."},
      {"HF103", "result-renamed", "results", kCompatible,
       "A field in the same bits had another name: sources have to follow.",
       "Rename only what misleads."},

      {"HF040", "value-changed", "enumerations", kBreaking,
       "The number of a value is compiled into guests.", "Leave numbers alone; add a value."},
      {"HF041", "value-removed", "enumerations", kBreaking,
       "A value that guests pass is refused now. Compatible if guests only get it: they wait for "
       "what "
       "never comes.",
       "Keep the value and mark it deprecated."},
      {"HF042", "value-added-to-closed-output", "enumerations", kBreaking,
       "Guests get a code that they do not know, and nothing has told them that there may be such. "
       "What counts is whether the enumeration was open before the change.",
       "Say by `before` what VMs of older levels see instead of it; or add it in a new major "
       "version "
       "that makes the enumeration open too."},
      {"HF043", "value-added", "enumerations", kCompatible,
       "A value that only the guest passes, that guests built before never see because of "
       "`before`, "
       "or of an enumeration that was open already.",
       "Nothing to do, but to say `since`."},
      {"HF044", "value-renamed", "enumerations", kCompatible,
       "A value of the same number and documentation had another name: sources have to follow.",
       "Rename only what misleads."},
      {"HF045", "enumeration-opened", "enumerations", kCompatible,
       "Guests built from now on expect values that they do not know. Older ones do not: adding a "
       "value still breaks them.",
       "Open enumerations when they are made."},
      {"HF046", "enumeration-closed", "enumerations", kBreaking,
       "Unknown values that the hypervisor tolerated are not tolerated any more. Compatible if "
       "guests only get it.",
       "Leave it open."},

      {"HF050", "callers-narrowed", "access", kBreaking,
       "VMs that could make the call cannot any more.",
       "Go on serving them; a new call can be for fewer."},
      {"HF051", "callers-widened", "access", kCompatible,
       "VMs that were denied the call can make it now. Old guests run as before, but what one VM "
       "can "
       "do to others has grown: a matter of security, to be looked at in "
       "docs/security_model.md.",
       "Nothing to do for compatibility."},
      {"HF052", "denied-result-changed", "access", kBreaking,
       "A VM that may not make the call is told so in another way.",
       "Leave it: guests find out by it what they are."},
  };
}

}  // namespace hf::check
