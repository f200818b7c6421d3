// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// A small ABI with one of everything, for tests to change.

#ifndef ABI_CHECK_TEST_ABI_H_
#define ABI_CHECK_TEST_ABI_H_

#include <string>
#include <utility>
#include <vector>

#include "abi/check/check.h"
#include "abi/ir.pb.h"

namespace hf::check {

// The text of the file.
extern const char kTestAbi[];

// A text in the file, which is there once, and what is to be in its place.
using Edit = std::pair<std::string, std::string>;
using Edits = std::vector<Edit>;

// The file with the edits. A test failure if one does not apply.
std::string Edited(const Edits& edits);

// The ABI of a file named `name`; a test failure if it has errors.
ir::Abi AbiOf(const std::string& name, const std::string& text);

// What the edits change: "HF001 knock: …", without errors of process.
std::vector<Finding> Changes(const Edits& edits);

// "breaking HF001 knock: the call 0xff00 is gone", a line each.
std::string ToText(const std::vector<Finding>& findings);

}  // namespace hf::check

#endif  // ABI_CHECK_TEST_ABI_H_
