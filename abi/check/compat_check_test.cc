// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The test of //abi:compat_test: in copies of the tree, what is planted is found, and said.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "abi/check/compat.h"
#include "abi/compiler/load.h"
#include "abi/compiler/print_ir.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

namespace hf::check {
namespace {

namespace fs = std::filesystem;

class CompatCheckTest : public testing::Test {
 protected:
  CompatCheckTest()
      : root_(fs::path(std::getenv("TEST_TMPDIR")) /
              testing::UnitTest::GetInstance()->current_test_info()->name()) {
    fs::create_directories(root_ / "released");
    for (const auto& entry : fs::directory_iterator("abi/released")) {
      // What is linked to is copied: tests change it.
      Write(root_ / "released" / entry.path().filename(), *idl::ReadFile(entry.path()));
    }
    for (const char* file : {"hafnia.proto", "check/waivers.textproto"}) {
      Write(root_ / fs::path(file).filename(), *idl::ReadFile(fs::path("abi") / file));
    }
    RenewGolden();
  }

  void RenewGolden() {
    std::string errors;
    const auto abi = idl::LoadAbi(root_ / "hafnia.proto", errors);
    ASSERT_TRUE(abi.has_value()) << errors;
    Write(root_ / "ir.textproto", idl::PrintIr(*abi));
  }

  static void Write(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
  }

  void Replace(const fs::path& file, const std::string& from, const std::string& to) {
    std::string text = *idl::ReadFile(root_ / file);
    ASSERT_EQ(absl::StrReplaceAll({{from, to}}, &text), 1) << from;
    Write(root_ / file, text);
  }

  std::string Errors(const std::string& today = "2026-11-22") {
    return absl::StrReplaceAll(CheckTree({.idl = root_ / "hafnia.proto",
                                          .released = root_ / "released",
                                          .waivers = root_ / "waivers.textproto",
                                          .golden = root_ / "ir.textproto",
                                          .today = today})
                                   .ToString(),
                               {{root_.string() + "/", ""}});
  }

  const fs::path root_;
};

void ExpectIn(const std::string& errors, const std::string& text) {
  EXPECT_NE(errors.find(text), std::string::npos) << text << " is not in " << errors;
}

constexpr char kUnknown[] = "unknown_result: -1";

TEST_F(CompatCheckTest, NothingIsPlanted) { EXPECT_EQ(Errors(), ""); }

TEST_F(CompatCheckTest, ABreakingChange) {
  Replace("hafnia.proto", kUnknown, "unknown_result: -2");
  RenewGolden();
  EXPECT_EQ(Errors(),
            "hafnia.proto:30:10: error: abi: the version is 1.1, but breaking changes since 1.0 "
            "need 2.0 at least [HF080]\n");
}

TEST_F(CompatCheckTest, ABreakingChangeInANewMajorVersion) {
  Replace("hafnia.proto", kUnknown, "unknown_result: -2");
  Replace("hafnia.proto", "major: 1 minor: 1", "major: 2 minor: 0");
  RenewGolden();
  EXPECT_EQ(Errors(), "");
}

TEST_F(CompatCheckTest, ABumpThatIsTooSmall) {
  Replace("hafnia.proto", "major: 1 minor: 1", "major: 1 minor: 0");
  std::string text = *idl::ReadFile(root_ / "hafnia.proto");
  absl::StrReplaceAll({{"since: \"1.1\"", "since: \"1.0\""}}, &text);
  Write(root_ / "hafnia.proto", text);
  RenewGolden();
  ExpectIn(Errors(), ("the version is 1.0, but compatible changes since 1.0 need 1.1 at "
                      "least [HF080]\n"));
}

TEST_F(CompatCheckTest, AnEditedReleasedFile) {
  Replace("released/1.0.textproto", "unknown_result: -1", "unknown_result: -2");
  ExpectIn(Errors(), ("released/1.0.textproto"));
  ExpectIn(Errors(), ("[HF081]\n"));
}

TEST_F(CompatCheckTest, AStaleGolden) {
  Replace("ir.textproto", "unknown_result: -1", "unknown_result: -2");
  EXPECT_EQ(Errors(),
            "ir.textproto: error: goldens: is not what hafnia.proto lowers to; look at the "
            "difference, and accept it: bazel run //abi:renew_goldens [HF084]\n");
}

constexpr char kWaiver[] = R"(waiver {
  rule: "HF007"
  subject: "abi"
  reason: "Nobody looks."
  expires: "2026-12-01"
}
)";

TEST_F(CompatCheckTest, AWaiverAndItsEnd) {
  Replace("hafnia.proto", kUnknown, "unknown_result: -2");
  RenewGolden();
  Write(root_ / "waivers.textproto", kWaiver);
  EXPECT_EQ(Errors("2026-11-30"), "");
  ExpectIn(Errors("2026-12-01"),
           ("waivers.textproto:5:3: error: abi: the waiver of HF007 ended on 2026-12-01, "
            "and today is 2026-12-01; mend what it waived, or give it a later end and "
            "the reason [HF087]\n"));
  ExpectIn(Errors("2026-12-01"), ("[HF080]"));
}

TEST_F(CompatCheckTest, AWaiverThatIsNotUsed) {
  Write(root_ / "waivers.textproto", kWaiver);
  EXPECT_EQ(Errors(),
            "waivers.textproto:1:1: error: abi: there is no finding HF007 of 'abi' to be waived; "
            "delete the waiver, or write rule and subject as the finding has them [HF088]\n");
}

}  // namespace
}  // namespace hf::check
