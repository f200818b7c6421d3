// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What emitters make of things that hafnia.proto happens not to have. That they do right by
// hafnia.proto is tested by what they emit: its goldens, its vectors and all that is built with it.

#include "abi/compiler/generate.h"

#include <string>

#include "abi/compiler/test_idl.h"
#include "gtest/gtest.h"

namespace hf::idl {
namespace {

// Two calls with a gap between their numbers.
constexpr absl::string_view kCalls = R"idl(
// Arguments.
message Args {
  // A number.
  required uint64 size = 1 [(hf.idl.at) = { x: 2 msb: 63 lsb: 12 }];
  // A small number.
  required uint32 mode = 2 [(hf.idl.at) = { x: 2 msb: 11 lsb: 2 }];
  // A switch.
  required bool quick = 3 [(hf.idl.at) = { x: 3 msb: 63 lsb: 0 }];
  option (hf.idl.unused) = { x: 2 msb: 1 lsb: 0 is: IGNORED };
}
service Calls {
  // Rings.
  rpc Ring(Args) returns (Status) {
    option (hf.idl.call) = { number: 0xff03 caller: ANY memory: "It tears pages." };
    // Neither or both.
    option (hf.idl.outcome) = {
      name: "odd" when: "!(quick && (size < 4 || mode == 3)) && caller == SECONDARY" result: "7"
    };
    // Somebody.
    option (hf.idl.outcome) = { name: "busy" when: "exists(caller.vm)" result: "-1" };
    // Never reached by generated code.
    option (hf.idl.outcome) = { name: "late" when: "size >= MAX" result: "-1" };
    // The rest.
    option (hf.idl.outcome) = { name: "rings" result: "0" };
  }
  // Knocks.
  rpc Knock(Void) returns (Status) {
    option (hf.idl.call) = { number: 0xff00 caller: ANY };
    // Always.
    option (hf.idl.outcome) = { name: "knocks" result: "0" };
  }
})idl";

std::string Make(absl::string_view kind, const GenerateOptions& options = {}) {
  const ir::Abi abi = CompileGood(absl::StrCat(kTestVocabulary, kCalls));
  const auto text = Generate(abi, kind, options);
  return text.ok() ? *text : std::string(text.status().message());
}

TEST(GenerateTest, UnknownKind) {
  EXPECT_EQ(Make("cobol").substr(0, 36), "'cobol' is none of the kinds ir, c_t");
}

TEST(GenerateTest, UnknownUnservedCall) {
  EXPECT_EQ(Make("el2_dispatch_h", {.unserved = {"sing"}}), "--unserved: there is no call 'sing'");
}

TEST(GenerateTest, EveryKindSaysWhereItComesFrom) {
  for (const std::string& kind : GeneratedKinds()) {
    if (kind == "ir") continue;
    const std::string text = Make(kind);
    EXPECT_NE(text.find("SPDX-License-Identifier: Apache-2.0\n"), std::string::npos) << kind;
    EXPECT_NE(text.find("Generated from t.proto; do not edit.\n"), std::string::npos) << kind;
  }
}

TEST(GenerateTest, GapsInNumbersAreUnknown) {
  EXPECT_NE(Make("el2_dispatch_cc").find(R"(constexpr std::array<Server, 4> kServers = {
    Knock,    // 0xff00 knock
    Unknown,
    Unknown,
    Ring,     // 0xff03 ring
};
)"),
            std::string::npos);
}

TEST(GenerateTest, UnservedCallsHaveNoHandler) {
  const GenerateOptions options = {.unserved = {"ring"}};
  EXPECT_EQ(Make("el2_dispatch_h", options).find("Ring("), std::string::npos);
  EXPECT_NE(Make("el2_dispatch_h", options).find("Knock("), std::string::npos);
  EXPECT_NE(Make("el2_dispatch_cc", options).find("Unknown,  // 0xff03 ring\n"), std::string::npos);
}

TEST(GenerateTest, LeadingRowsAreAnsweredUntilOneNeedsState) {
  const std::string text = Make("el2_dispatch_cc");
  EXPECT_NE(text.find(R"(  // odd: Neither or both.
  if (!(args.quick && (args.size < 4 || args.mode == 3)) && caller_vm_id != kPrimaryVmId) return 7;
  return static_cast<uint64_t>(calls::Ring(context, args));
)"),
            std::string::npos)
      << text;
}

TEST(GenerateTest, FieldsThatDoNotFillTheirTypeAreMasked) {
  const std::string text = Make("el2_types");
  EXPECT_NE(text.find(".size = x2 >> 12,"), std::string::npos) << text;
  EXPECT_NE(text.find(".mode = static_cast<uint16_t>((x2 >> 2) & 0x3ff),"), std::string::npos);
  EXPECT_NE(text.find(".quick = x3 != 0"), std::string::npos);
}

TEST(GenerateTest, CallsThatChangeMemoryAreUnsafeInRust) {
  const std::string text = Make("rust");
  EXPECT_NE(
      text.find("    /// # Safety\n    ///\n    /// The caller answers for what happens to memory."
                " It tears pages. No"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find("    pub unsafe fn ring("), std::string::npos);
  EXPECT_NE(text.find("    pub fn knock("), std::string::npos);
  const std::string vectors = Make("vectors_rust");
  EXPECT_NE(vectors.find("unsafe { Hypervisor(&recorder).ring("), std::string::npos) << vectors;
  EXPECT_NE(vectors.find("= Hypervisor(&recorder).knock("), std::string::npos);
}

TEST(GenerateTest, VectorsOfArguments) {
  const std::string text = Make("vectors");
  for (absl::string_view line : {
           "    call_ring(0xff03, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0);\n",
           "    call_ring(0xff03, 0x0, 0xfffffffffffffffc, 0x1, 0xfffffffffffff, 0x3ff, 0x1);\n",
           "    call_ring(0xff03, 0x0, 0x4, 0x0, 0x0, 0x1, 0x0);\n",
           "    call_knock(0xff00, 0x0, 0x0, 0x0);\n",
       }) {
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  }
}

// In t.proto -1 is an error of the one call, and a number like any other of the other.
TEST(GenerateTest, VectorsOfResults) {
  const std::string text = Make("vectors");
  EXPECT_NE(text.find("    result_ring(0xffffffffffffffff, 0x0, 0x0, 0x0);\n"), std::string::npos)
      << text;
  EXPECT_NE(text.find("    result_ring(0x2, 0x1, 0x1, 0x2);\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("    result_knock(0xffffffffffffffff, "), std::string::npos) << text;
}

TEST(GenerateTest, VectorsHaveJunkInUnusedBitsAndLayouts) {
  const ir::Abi abi = CompileGood(absl::StrCat(kTestVocabulary, R"idl(
// Two numbers.
message Pair {
  option (hf.idl.word) = {};
  // A small one.
  required uint32 small = 1 [(hf.idl.at) = { msb: 15 lsb: 0 }];
  // A large one.
  required uint32 large = 2 [(hf.idl.at) = { msb: 47 lsb: 16 }];
  option (hf.idl.unused) = { msb: 63 lsb: 48 is: ZERO };
}
service Calls {
  // Rings.
  rpc Ring(Void) returns (Pair) {
    option (hf.idl.call) = { number: 0xff03 caller: ANY };
    // Always.
    option (hf.idl.outcome) = { name: "rings" result: "Pair(0, 0)" };
  }
})idl"));
  EXPECT_NE(Generate(abi, "vectors", {})
                ->find("    pair(0xffffffffffff, 0xffff000000000000, 0xffff, 0xffffffff);\n"),
            std::string::npos)
      << *Generate(abi, "vectors", {});
  const std::string c = *Generate(abi, "vectors_c", {});
  EXPECT_NE(c.find("_Static_assert(sizeof(struct hf_pair) == 8u,"), std::string::npos) << c;
  EXPECT_NE(c.find("_Static_assert(offsetof(struct hf_pair, large) == 4u,"), std::string::npos);
  EXPECT_NE(Generate(abi, "vectors_cc", {})->find("static_assert(offsetof(Pair, large) == 4u);"),
            std::string::npos);
  EXPECT_NE(Generate(abi, "vectors_rust", {})->find("assert!(size_of::<Pair>() == 8);"),
            std::string::npos);
}

TEST(GenerateTest, CommentsNameThingsAsTheLanguageDoes) {
  const std::string proto = absl::StrCat(kTestVocabulary, R"idl(
service Calls {
  // Rings. See knock and MAX.
  rpc Ring(Void) returns (Status) {
    option (hf.idl.call) = { number: 0xff03 caller: ANY };
    // Always.
    option (hf.idl.outcome) = { name: "rings" result: "0" };
  }
  // Knocks.
  rpc Knock(Void) returns (Status) {
    option (hf.idl.call) = { number: 0xff00 caller: ANY };
    // Always.
    option (hf.idl.outcome) = { name: "knocks" result: "0" };
  }
})idl");
  const ir::Abi abi = CompileGood(proto);
  EXPECT_NE(Generate(abi, "c_call", {})->find("/// Rings. See hf_knock() and HF_MAX.\n"),
            std::string::npos);
  EXPECT_NE(Generate(abi, "cc", {})->find("/// Rings. See Knock() and kMax.\n"), std::string::npos);
  EXPECT_NE(Generate(abi, "rust", {})->find("/// Rings. See `knock` and [`MAX`].\n"),
            std::string::npos);
}

}  // namespace
}  // namespace hf::idl
