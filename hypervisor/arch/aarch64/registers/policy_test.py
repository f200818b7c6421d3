# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""What the policy's language refuses, and with what words; and what must hold of the policy."""

import unittest

from hypervisor.arch.aarch64.registers import emit, manual, policy

_PATH = "hypervisor/arch/aarch64/registers/registers.policy"

_GOOD = """\
feature sve ID_AA64PFR0_EL1 32 1 15 el2
trap CPTR_EL2.TZ 8 set needs sve else 1
trap HCR_EL2.TID3 18 set
trap HCR_EL2.APK 40 clear
group "ID"
  why "x"
  secondary id by HCR_EL2.TID3
  primary constant
  3 0 c0 c4 0 ro ID_AA64PFR0_EL1 id=FP[19:16],EL1[7:4]<=1
  3 0 c0 c1-3 0-7 ro (ids) id=none
  3 0 c0 c5-7 0-7 ro (ids) id=none
  3 0 c0 c4 1-7 ro (ids) id=none
group "SVE"
  why "x"
  needs sve
  secondary undefined by CPTR_EL2.TZ
  primary own
  3 0 c1 c2 0 rw ZCR_EL1
group "Keys"
  why "x"
  secondary undefined by HCR_EL2.APK
  primary own
  3 0 c2 c1 0 rw APIAKeyLo_EL1
group "Switched"
  why "x"
  secondary switched
  primary switched
  3 0 c1 c0 0 rw SCTLR_EL1 field=sctlr
group "Rest" rest
  why "x"
  secondary absent
  primary absent
  0-3 0-7 c0-15 c0-15 0-7 rw (all)
"""


def _problems(text):
    try:
        policy.parse("p", text)
    except policy.Problems as problems:
        return str(problems).splitlines()
    return []


class LanguageTest(unittest.TestCase):

    def refuses(self, old, new, problem):
        """The first problem; others may follow from it."""
        self.assertIn(old, _GOOD)
        self.assertEqual(_problems(_GOOD.replace(old, new, 1))[0], problem)

    def test_good(self):
        self.assertEqual(_problems(_GOOD), [])

    def test_statements(self):
        self.refuses('group "Keys"', "grup 1", "p:19:1: error: 'grup' begins no statement; "
                     "expected control, except, feature, group, trap, an attribute of a group, or "
                     "the encoding of a row")
        self.assertEqual(_problems("why \"x\"")[0],
                         "p:1:1: error: 'why' is an attribute of a group, and there is none yet")
        self.assertEqual(_problems("3 0 c1 c0 0 rw X")[0], "p:1:1: error: a row outside of a group")
        self.refuses("  3 0 c1 c2 0 rw ZCR_EL1", "  3 0 c1", "p:18:7: error: this is too short: "
                     "expected op0 op1 CRn CRm op2")

    def test_words(self):
        self.refuses("18 set", "18 sat", "p:3:22: error: 'sat' is neither set nor clear")
        self.refuses("rw ZCR_EL1", "rx ZCR_EL1",
                     "p:18:15: error: 'rx' is none of rw, ro, wo, op, --")
        self.refuses("ZCR_EL1\n", "ZCR_EL1 neds=sve\n", "p:18:26: error: 'neds=sve' is no attribute"
                     "; there are field=, id=, maybe=, needs=, primary=, secondary=")
        self.refuses("ZCR_EL1\n", "ZCR_EL1 needs=svw\n",
                     "p:18:26: error: there is no feature 'svw'")
        self.refuses("by CPTR_EL2.TZ", "by CPTR_EL2.T", "p:16:26: error: there is no trap "
                     "'CPTR_EL2.T'")

    def test_numbers(self):
        self.refuses("3 0 c1 c2 0", "4 0 c1 c2 0",
                     "p:18:3: error: '4' is no op0: it goes from 0 to 3")
        self.refuses("3 0 c1 c2 0", "3 0 1 c2 0",
                     "p:18:7: error: '1' is no CRn; expected such as c0 or c0-15")
        self.refuses("3 0 c1 c2 0", "3 0 c1 c9-2 0",
                     "p:18:10: error: 'c9-2' is no CRm: it goes from 0 to 15")
        self.refuses("18 set", "64 set", "p:3:19: error: 64 is not within 0 to 63")
        self.refuses("18 set", "x set", "p:3:19: error: 'x' is no number")

    def test_every_encoding_once(self):
        self.refuses("3 0 c1 c2 0", "3 0 c1 c0 0",
                     "p:28:3: error: S3_0_C1_C0_0 is in line 18 already: ZCR_EL1")
        self.refuses("c0-15 c0-15 0-7 rw (all)", "c0-15 c0-15 0-6 rw (all)",
                     "p:34:1: error: 8185 of the 65536 encodings are in no row; the first is "
                     "S0_0_C0_C0_7")

    def test_what_leaks(self):
        self.refuses("secondary undefined by HCR_EL2.APK", "secondary constant",
                     "p:23:3: error: a secondary could write APIAKeyLo_EL1, which is not switched "
                     "('constant')")
        self.refuses("primary switched", "primary own",
                     "p:28:3: error: SCTLR_EL1 is switched for secondaries only")
        self.refuses(" field=sctlr", "", "p:28:3: error: SCTLR_EL1 is switched, but has no field= "
                     "of El1Registers")

    def test_what_nothing_uses(self):
        self.refuses('group "SVE"', 'trap HCR_EL2.TLOR 35 set\ngroup "SVE"',
                     "p:13:6: error: nothing uses the trap 'HCR_EL2.TLOR' for secondaries")
        self.refuses("feature", "feature lor ID_AA64PFR0_EL1 0 1 1\nfeature",
                     "p:1:9: error: nothing needs the feature 'lor'")
        self.refuses("feature sve ID_AA64PFR0_EL1", "feature sve ID_AA64ZFR0_EL1",
                     "p:1:9: error: ID_AA64ZFR0_EL1 is no ID register of this policy")

    def test_answers(self):
        self.refuses("  secondary undefined by CPTR_EL2.TZ", "  secondary undefined",
                     "p:16:13: error: 'undefined' needs a trap: undefined by REGISTER.FIELD")
        self.refuses("primary own\n  3 0 c2", "primary mine\n  3 0 c2",
                     "p:22:11: error: 'mine' is none of " + ", ".join(sorted(policy.KINDS)))
        self.refuses("primary own", "primary own by CPTR_EL2.TZ",
                     "p:17:11: error: 'own' is what the CPU does: nothing traps it")

    def test_id_fields(self):
        self.refuses("FP[19:16]", "FP[16:19]",
                     "p:9:34: error: 'FP[16:19]': bits go from 63 down to 0, the higher one first")
        self.refuses("FP[19:16]", "FP[5:2]", "p:9:34: error: 'EL1[7:4]<=1' overlaps with another "
                     "field of the register")
        self.refuses("EL1[7:4]<=1", "EL1[7:4]<=16",
                     "p:9:34: error: 'EL1[7:4]<=16': a field of 4 bits is at most 15")


class EmitterTest(unittest.TestCase):

    def setUp(self):
        self.policy = policy.parse("p", _GOOD)

    def test_trap_values(self):
        text = emit.trap_values(self.policy, "a.h")
        primary, secondary = text.split("} else {")
        self.assertIn("t.cptr = 0x100;", primary)
        self.assertIn("if (cpu.sve) t.cptr &= ~uint64_t{0x100};", primary)
        self.assertIn("t.hcr = 0x10000000000;", primary)
        self.assertIn("t.cptr = 0x100;", secondary)
        self.assertNotIn("cpu.sve", secondary)
        self.assertIn("t.hcr = 0x40000;", secondary)

    def test_answers(self):
        text = emit.answers(self.policy, "a.h")
        self.assertIn("{0xc008, 0xc03f, RegisterAnswer::kId},\n};", text)
        self.assertIn("    0xf00f0,\n", text)
        self.assertIn("{24, 4, 1, false},", text)


class PolicyTest(unittest.TestCase):

    def setUp(self):
        with open(_PATH, encoding="utf-8") as file:
            self.text = file.read()
        self.policy = policy.parse(_PATH, self.text)

    def test_names_count(self):
        rows = self.policy.row_of()
        self.assertEqual(sum(row is not None for row in rows), 65536)
        self.assertEqual(rows[policy.encode(3, 3, 14, 9, 5)].name_of(13), "PMEVCNTR13_EL0")

    # What hostile-case tests rely on: never offered to a secondary.
    def test_never_offered(self):
        offered = ("absent", "undefined")
        for row in self.policy.rows:
            for prefix in ("DBG", "MDS", "OS", "PM", "TRC", "TRB", "BRB", "AM", "LOR", "ERX", "ERR",
                           "ZCR", "SM", "MPAM", "GMID", "TFSR", "AP", "CNTP_"):
                if row.name.startswith(prefix) and row.name != "AMAIR_EL1":
                    self.assertIn(row.answers["secondary"].kind, offered, row.name)

    def test_manual_has_every_row(self):
        text = manual.manual(self.policy, "")
        for row in self.policy.rows:
            self.assertIn(f"| {row.name.replace('<', '&lt;').replace('>', '&gt;')} |", text)


if __name__ == "__main__":
    unittest.main()
