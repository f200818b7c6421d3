// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Finds what is the same thing under another name. Internal to the checker.

#ifndef ABI_CHECK_MATCH_H_
#define ABI_CHECK_MATCH_H_

#include "abi/check/findings.h"
#include "abi/ir.pb.h"

namespace hf::check {

// The old ABI in the new one's words: each thing that has another name now has that, wherever it is
// spoken of. So all that remains to be compared is of equal names. A thing is renamed if its name
// is gone, the other one is new, and it is the same in what counts: a call in number and layout, a
// constant in value and a value in number (and in their comments), a field in bits and type. Rows
// keep their names: they are matched by what they do.
ir::Abi WithNewNames(const ir::Abi& old_abi, const ir::Abi& new_abi, Findings& findings);

}  // namespace hf::check

#endif  // ABI_CHECK_MATCH_H_
