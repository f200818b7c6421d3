// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Released versions are what they were: no file was edited, today's compiler reads them, and their
// sources still mean the same.

#include <filesystem>
#include <string>
#include <vector>

#include "abi/compiler/fingerprint.h"
#include "abi/compiler/frozen.h"
#include "abi/compiler/level.h"
#include "abi/compiler/load.h"
#include "abi/compiler/print_ir.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace hf::idl {
namespace {

constexpr char kFolder[] = "abi/released";

std::vector<std::string> Representations() {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".textproto") paths.push_back(entry.path());
  }
  return paths;
}

TEST(ReleasedTest, NothingWasEdited) { EXPECT_EQ(FrozenErrors(kFolder), ""); }

TEST(ReleasedTest, AllAreRead) {
  EXPECT_GE(Representations().size(), 2u);
  for (const std::string& path : Representations()) {
    std::string errors;
    const auto abi = LoadAbi(path, errors);
    ASSERT_TRUE(abi.has_value()) << errors;
    // Canonical, and of the level that its name says.
    EXPECT_EQ(PrintIr(*abi), *ReadFile(path)) << path;
    EXPECT_EQ(absl::StrCat(kFolder, "/", Level::Of(*abi).ToString(), ".textproto"), path);
  }
}

// What counts is the representation; should the compiler learn to say more of a source, this test
// is what tells, and its expectation may become a weaker one.
TEST(ReleasedTest, SourcesMeanWhatWasReleased) {
  for (const std::string& path : Representations()) {
    std::string errors;
    const auto released = LoadAbi(path, errors);
    ASSERT_TRUE(released.has_value()) << errors;
    const auto source = LoadAbi(released->source(), errors);
    ASSERT_TRUE(source.has_value()) << errors;
    EXPECT_EQ(MeaningOf(*source), MeaningOf(*released));
  }
}

}  // namespace
}  // namespace hf::idl
