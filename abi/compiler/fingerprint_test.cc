// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Digests, and what the fingerprint of an ABI depends on.

#include "abi/compiler/fingerprint.h"

#include "abi/compiler/test_idl.h"
#include "gtest/gtest.h"

namespace hf::idl {
namespace {

TEST(FingerprintTest, Sha256OfFips180) {
  EXPECT_EQ(Sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

std::string Of(absl::string_view body) { return Fingerprint(CompileGood(body)); }

TEST(FingerprintTest, DocumentationAndPlacesMakeNoDifference) {
  EXPECT_EQ(Of("\n// A.\noption (hf.idl.constant) = { name: \"A\" value: 1 };"),
            Of("\n\n// Another.\noption (hf.idl.constant) = { name: \"A\" value: 0x1 };"));
}

TEST(FingerprintTest, TheFileMakesNoDifference) {
  ir::Abi abi = CompileGood("\n// Nothing.\nmessage Void {}");
  const std::string before = Fingerprint(abi);
  abi.set_source("another.proto");
  EXPECT_EQ(Fingerprint(abi), before);
}

TEST(FingerprintTest, WhatIsMeantMakesOne) {
  const std::string one = Of("\n// A.\noption (hf.idl.constant) = { name: \"A\" value: 1 };");
  EXPECT_NE(one, Of("\n// A.\noption (hf.idl.constant) = { name: \"A\" value: 2 };"));
  EXPECT_NE(one,
            Of("\n// A.\noption (hf.idl.constant) = { name: \"A\" value: 1 since: \"1.0\" };"));
  EXPECT_EQ(one.size(), 64u);
}

}  // namespace
}  // namespace hf::idl
