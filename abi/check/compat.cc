// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See compat.h.

#include "abi/check/compat.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "abi/check/consistency.h"
#include "abi/check/waivers.h"
#include "abi/compiler/frozen.h"
#include "abi/compiler/level.h"
#include "abi/compiler/load.h"
#include "abi/compiler/print_ir.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace hf::check {
namespace {

// The released representations, the newest last.
std::vector<std::pair<idl::Level, std::string>> Released(const std::string& folder) {
  std::vector<std::pair<idl::Level, std::string>> found;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    const auto level = idl::Level::Parse(entry.path().stem().string());
    if (level && entry.path().extension() == ".textproto") {
      found.emplace_back(*level, entry.path().string());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

void TakeErrors(std::vector<Finding> from, std::vector<Finding>& errors) {
  for (Finding& finding : from) {
    if (finding.classification != Class::kError || !finding.waived.empty()) continue;
    errors.push_back(std::move(finding));
  }
}

// A line of the list of frozen files as a finding.
Finding Frozen(const std::string& line) {
  Finding finding = {.rule = "HF081", .file = line, .subject = "released", .what = ""};
  const size_t error = line.find(": error: ");
  if (error == std::string::npos) return finding;
  finding.file = line.substr(0, error);
  finding.what = line.substr(error + 9);
  return finding;
}

}  // namespace

CompatResult CheckTree(const Tree& tree) {
  CompatResult result;
  const std::vector<std::string> frozen =
      absl::StrSplit(idl::FrozenErrors(tree.released), '\n', absl::SkipEmpty());
  for (const std::string& line : frozen) result.errors.push_back(Frozen(line));
  const std::optional<ir::Abi> current = idl::LoadAbi(tree.idl, result.unreadable);
  if (!current) return result;
  const std::optional<std::string> golden = idl::ReadFile(tree.golden);
  if (golden != idl::PrintIr(*current)) {
    result.errors.push_back({.rule = "HF084",
                             .file = tree.golden,
                             .subject = "goldens",
                             .what = absl::StrCat("is not what ", tree.idl,
                                                  " lowers to; look at the difference, and accept "
                                                  "it: bazel run //abi:renew_goldens")});
  }
  const std::optional<std::string> text = idl::ReadFile(tree.waivers);
  if (!text) {
    result.unreadable = absl::StrCat(tree.waivers, ": error: cannot be read\n");
    return result;
  }
  Waivers waivers(tree.waivers, *text, idl::Level::Of(*current),
                  tree.today.empty() ? Today() : tree.today);
  TakeErrors(waivers.errors(), result.errors);
  std::vector<Finding> consistency = CheckConsistency(*current);
  waivers.Apply(consistency);
  TakeErrors(std::move(consistency), result.errors);
  const auto released = Released(tree.released);
  if (released.empty()) {
    result.unreadable = absl::StrCat(tree.released, ": error: has no released version\n");
  }
  for (const auto& [level, path] : released) {
    std::string errors;
    std::optional<ir::Abi> old = idl::LoadAbi(path, errors);
    absl::StrAppend(&result.unreadable, errors);
    if (!old) continue;
    old->set_source(path);
    std::vector<Finding> findings = Compare(*old, *current);
    waivers.Apply(findings);
    std::vector<Finding> bump = CheckBump(*old, *current, findings);
    waivers.Apply(bump);
    TakeErrors(std::move(findings), result.errors);
    TakeErrors(std::move(bump), result.errors);
    result.compared.push_back(level.ToString());
  }
  TakeErrors(waivers.Unused(), result.errors);
  return result;
}

std::string CompatResult::ToString() const {
  std::string text = unreadable;
  for (const Finding& finding : errors) {
    absl::StrAppend(&text, finding.file);
    if (finding.line > 0) absl::StrAppend(&text, ":", finding.line, ":", finding.column);
    absl::StrAppend(&text, ": error: ", finding.subject, ": ", finding.what, " [", finding.rule,
                    "]\n");
  }
  return text;
}

}  // namespace hf::check
