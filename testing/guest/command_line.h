// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the runner tells an image of tests: "hf.run=<selection>" on the primary's command line.

#ifndef TESTING_GUEST_COMMAND_LINE_H_
#define TESTING_GUEST_COMMAND_LINE_H_

#include <cstdint>
#include <string_view>

namespace hf::test {

// The command line in /chosen of a device tree (0: there is none), or nothing. The tree is the
// hypervisor's, which has checked it.
std::string_view CommandLine(uint64_t device_tree);

// The value of the last hf.run= of a command line, "all" without one.
std::string_view Selection(std::string_view command_line);

// Whether a selection names the case of this number: "all"; "none"; "first-suite"; "0,3,4".
bool IsSelected(std::string_view selection, uint64_t number, bool in_first_suite);

}  // namespace hf::test

#endif  // TESTING_GUEST_COMMAND_LINE_H_
