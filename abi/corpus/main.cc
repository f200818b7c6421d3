// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs the checker on the corpus, or on some of its entries:
//
//   bazel run //abi/corpus:score                # caught, missed, false alarms
//   bazel run //abi/corpus:score -- 006 yield   # all about entries whose names have these texts

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "abi/compiler/load.h"
#include "abi/corpus/score.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace {

using hf::corpus::Result;

std::string Read(const std::string& path, std::string& errors) {
  const auto text = hf::idl::ReadFile(path);
  if (!text) absl::StrAppend(&errors, path, ":1: error: cannot be read\n");
  return text.value_or("");
}

bool IsWanted(const std::string& file, const std::vector<std::string>& wanted) {
  return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&](const std::string& text) {
           return absl::StrContains(file, text);
         });
}

}  // namespace

// Arguments: 1.0.proto, hafnia.proto, entries that end with .textproto, texts of names.
int main(int argc, char** argv) {
  std::vector<std::string> files;
  std::vector<std::string> wanted;
  for (const std::string& argument : std::vector<std::string>(argv + 1, argv + argc)) {
    const bool is_file =
        absl::EndsWith(argument, ".proto") || absl::EndsWith(argument, ".textproto");
    (is_file ? files : wanted).push_back(argument);
  }
  if (files.size() < 3) {
    std::cerr << "usage: score 1.0.proto hafnia.proto ENTRY.textproto... [NAME...]\n";
    return 2;
  }
  std::string errors;
  const hf::corpus::Bases bases = {.released_1_0 = Read(files[0], errors),
                                   .current = Read(files[1], errors)};
  std::sort(files.begin() + 2, files.end());
  std::vector<Result> results;
  for (size_t i = 2; i < files.size(); ++i) {
    if (!IsWanted(files[i], wanted)) continue;
    std::string error;
    const auto entry = hf::corpus::ReadEntry(files[i], Read(files[i], error), error);
    const auto result = entry ? hf::corpus::Run(*entry, bases, error) : std::nullopt;
    if (result) results.push_back(*result);
    errors += error;
  }
  if (results.empty() && errors.empty()) {
    std::cerr << "score: none of " << files.size() - 2 << " entries has such a name\n";
    return 2;
  }
  if (!wanted.empty()) {
    for (const Result& result : results) std::cout << hf::corpus::Details(result) << "\n";
  }
  // Errors are part of the report: it is what the test reads.
  std::cout << errors << hf::corpus::Report(results);
  return errors.empty() || wanted.empty() ? 0 : 1;
}
