// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The real IDL, and edits of it, for tests.

#ifndef ABI_ENGINE_TEST_ABI_H_
#define ABI_ENGINE_TEST_ABI_H_

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "abi/compiler/compile.h"
#include "abi/ir.pb.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

namespace hf::engine {

inline std::string Source() {
  std::ifstream file(std::string(std::getenv("TEST_SRCDIR")) + "/hf/abi/hafnia.proto");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline ir::Abi Compiled(const std::string& text) {
  idl::Diagnostics diagnostics("hafnia.proto");
  ir::Abi abi = idl::Compile("hafnia.proto", text, diagnostics);
  EXPECT_EQ(diagnostics.ToString(), "");
  return abi;
}

inline const ir::Abi& Current() {
  static const ir::Abi& abi = *new ir::Abi(Compiled(Source()));
  return abi;
}

// The IDL with an edit, which must be possible.
inline ir::Abi Edited(const std::string& before, const std::string& after) {
  const std::string source = Source();
  EXPECT_NE(source.find(before), std::string::npos) << before;
  return Compiled(absl::StrReplaceAll(source, {{before, after}}));
}

}  // namespace hf::engine

#endif  // ABI_ENGINE_TEST_ABI_H_
