# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0
"""Traces four CPUs at once: every record is there, whole, and follows from the one before."""

import json
import os
import subprocess
import sys
import unittest

_PROGRAM = sys.argv.pop()
_CPUS = range(4)
_RUNS = 80


def name(vcpu):
    return vcpu["vm"], vcpu["vcpu"]


class StormTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        path = os.path.join(os.environ["TEST_TMPDIR"], "storm.json")
        run = subprocess.run(
            [_PROGRAM, f"--trace={path}", "--timeout=60"], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False)
        cls.output = run.stdout.decode(errors="backslashreplace")
        cls.status = run.returncode
        with open(path, encoding="utf-8") as file:
            cls.records = [json.loads(line) for line in file]

    def test_the_run(self):
        self.assertEqual(self.status, 0, self.output[-4000:])

    def test_none_is_missing_and_none_comes_twice(self):
        sequences = [record["sequence"] for record in self.records]
        self.assertEqual(sequences, list(range(1, len(sequences) + 1)))

    def test_each_follows_from_the_one_before(self):
        for cpu in _CPUS:
            records = [record for record in self.records if record["cpu"] == cpu]
            self.assertGreater(len(records), _RUNS)
            runs, time = None, 0
            for record in records:
                self.assertGreaterEqual(record["time_ns"], time, record)
                time = record["time_ns"]
                if record["kind"] == "start":
                    self.assertIsNone(runs, record)
                    runs = (0, cpu)
                self.assertEqual(name(record["from"]), runs, record)
                outcome = record["outcome"]
                if outcome["what"] == "leaves":
                    runs = name(outcome["next"])
                elif outcome["what"] == "ends":
                    runs = None
            self.assertIsNone(runs, "each CPU is turned off, the last one with the machine")

    def test_all_calls_are_there(self):
        for cpu in _CPUS:
            calls = [
                record for record in self.records
                if record["cpu"] == cpu and record.get("call") == "vcpu_get_count"
            ]
            self.assertGreaterEqual(len(calls), _RUNS)
            for call in calls:
                self.assertIn(call["outcome"]["result"], (1, 4))
        for vm in _CPUS[1:]:
            codes = [
                record["outcome"]["run_code"]["code"] for record in self.records
                if record["from"]["vm"] == vm and record.get("call") == "vcpu_yield"
            ]
            self.assertEqual(set(codes), {"YIELD"})
            self.assertGreaterEqual(len(codes), _RUNS // 2)


if __name__ == "__main__":
    unittest.main()
