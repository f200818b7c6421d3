# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""Holds what the checker made of the corpus against score.txt, which says what it makes of it.

corpus_test.py REPORT SCORE
"""

import re
import sys

# The least that is worth calling a corpus.
_LEAST = 60


def _problems(report: str, score: str) -> list[str]:
    errors = [line for line in report.splitlines() if ": error: " in line]
    if errors:
        return ["entries that do not apply or do not compile; the report above has them"]
    counts = re.search(r"^(\d+) entries, ", report, re.MULTILINE)
    if counts is None or int(counts[1]) < _LEAST:
        return [f"fewer than {_LEAST} entries were checked"]
    expected = [line for line in score.splitlines() if not line.startswith("#")]
    problems = []
    for line in report.splitlines():
        if line not in expected:
            problems.append(f"not in score.txt: {line}")
    for line in expected:
        if line not in report.splitlines():
            problems.append(f"no longer true in score.txt: {line}")
    if problems:
        problems.append(
            "if the checker got better, or the corpus larger, let abi/corpus/score.txt say so; "
            "if it got worse, mend the checker: labels are not fitted to it "
            "(`bazel run //abi/corpus:score -- NAME` has all about an entry)"
        )
    return problems


def main() -> int:
    with open(sys.argv[1], encoding="utf-8") as report_file:
        report = report_file.read()
    with open(sys.argv[2], encoding="utf-8") as score_file:
        score = score_file.read()
    print(report, end="")
    problems = _problems(report, score)
    for problem in problems:
        print(f"corpus_test: {problem}")
    print("corpus_test: " + ("FAIL" if problems else "PASS"))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
