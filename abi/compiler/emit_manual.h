// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The parts of the manual, each a file, and what they share.

#ifndef ABI_COMPILER_EMIT_MANUAL_H_
#define ABI_COMPILER_EMIT_MANUAL_H_

#include <string>
#include <vector>

#include "abi/compiler/emit.h"
#include "abi/compiler/writer.h"
#include "abi/ir.pb.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace hf::idl {

// ---- The parts ----------------------------------------------------------------------------------

void ManualConvention(const ir::Abi& abi, Writer& out);
void ManualConstants(const ir::Abi& abi, Writer& out);
// The enumerations of the interface; the run codes with what the scheduler has to do.
void ManualCodes(const ir::Abi& abi, Writer& out);
// Whether something says that it was not there from the first level on.
bool HasEarlierLevels(const ir::Abi& abi);
// What VMs of lower levels do not have, or see in another way; nothing if there are none.
void ManualLevels(const ir::Abi& abi, Writer& out);
void ManualStates(const ir::Abi& abi, Writer& out);
void ManualCalls(const ir::Abi& abi, const std::vector<std::string>& unserved, Writer& out);
void ManualEvents(const ir::Abi& abi, Writer& out);
// Facts, effects and invariants.
void ManualVocabulary(const ir::Abi& abi, Writer& out);
void ManualIndex(const ir::Abi& abi, Writer& out);

// ---- What they share ----------------------------------------------------------------------------

// Text in which it is no matter that lines are long or short: broken at 100 columns.
void Paragraph(absl::string_view text, Writer& out);

// A table: the first row is its head. A cell holds no '|'.
void Table(const std::vector<std::vector<std::string>>& rows, Writer& out);

// A comment of the IDL as Markdown.
std::string MarkdownDoc(const ir::Abi& abi, absl::string_view text);

// Documentation of a constant, a value or a call: its comment, since when it is there, and whether
// something else should be used.
template <typename Item>
std::string LifeDoc(const ir::Abi& abi, const Item& item) {
  std::string text = MarkdownDoc(abi, item.doc());
  if (item.has_since()) absl::StrAppend(&text, " Since ", item.since(), ".");
  if (item.has_deprecated()) {
    absl::StrAppend(&text, " **Deprecated** since ", item.deprecated().since(), ": ",
                    MarkdownDoc(abi, item.deprecated().note()));
  }
  return text;
}

// `text` as code.
std::string Code(absl::string_view text);

// A link to the section of the manual that has the name for a heading.
std::string SectionLink(absl::string_view name);

// A guard in code whose operators are words: '|' would end a table's cell.
std::string GuardText(const ir::Expr& expr);

// "31:0", or "5" for a single bit.
std::string BitsText(uint32_t msb, uint32_t lsb);

// Whether the name is in the list.
bool Contains(const std::vector<std::string>& names, absl::string_view name);

// `file` for the level: "1.0-mailbox.svg".
std::string DiagramName(const ir::Abi& abi, absl::string_view machine);

}  // namespace hf::idl

#endif  // ABI_COMPILER_EMIT_MANUAL_H_
