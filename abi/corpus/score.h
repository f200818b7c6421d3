// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The checker on the whole corpus: what it caught, missed and raised for nothing.

#ifndef ABI_CORPUS_SCORE_H_
#define ABI_CORPUS_SCORE_H_

#include <string>
#include <vector>

#include "abi/corpus/entry.h"
#include "abi/corpus/judge.h"
#include "abi/ir.pb.h"

namespace hf::corpus {

// The texts that entries begin with.
struct Bases {
  std::string released_1_0;
  std::string current;
};

// What came of one entry.
struct Result {
  PlacedEntry entry;
  Said said;
  Verdict verdict;
  // All findings, a line each.
  std::string findings;
};

// Runs one entry. Without a result `error` says why: `file:line: error: what`.
std::optional<Result> Run(const PlacedEntry& entry, const Bases& bases, std::string& error);

// The numbers, and a line for each entry of which not all is as it is labelled.
std::string Report(const std::vector<Result>& results);

// All about one entry.
std::string Details(const Result& result);

}  // namespace hf::corpus

#endif  // ABI_CORPUS_SCORE_H_
