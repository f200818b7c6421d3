// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// hfidl fmt: files as they should be written.

#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "abi/compiler/commands/command.h"
#include "abi/compiler/diagnostics.h"
#include "abi/compiler/format.h"
#include "abi/compiler/load.h"
#include "abi/compiler/print_ir.h"
#include "absl/flags/flag.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

ABSL_FLAG(bool, check, false, "say what would change, and change nothing");

namespace hf::idl {
namespace {

constexpr char kHelp[] = R"(hfidl fmt [--check] FILE...

Writes the files in the one way in which they are written, and says which ones that has changed. In
an IDL file comments and line breaks are kept; blanks, indentation and empty lines are not: the head
of abi/compiler/format.h has the rules. A representation (.textproto) becomes what `hfidl lower`
prints, without comments of its own.

  --check    change nothing; say for each line that is not as it should be what it should be, as
             'file:line:column: error: what', and exit with 1 if there is one

A file that cannot be formatted, since brackets do not match or a line is too long, is left alone.

For example, after a change, and as a test:

  hfidl fmt abi/hafnia.proto
  hfidl fmt --check abi/hafnia.proto abi/released/*.proto
)";

// The formatted text of a file; nothing, with messages, if it cannot be formatted.
std::optional<std::string> Formatted(const std::string& path, const std::string& text,
                                     Diagnostics& diagnostics) {
  if (absl::EndsWith(path, ".textproto")) {
    std::string errors;
    const std::optional<ir::Abi> abi = LoadAbiText(path, text, errors);
    std::cerr << errors;
    if (!abi) return std::nullopt;
    return PrintIr(*abi);
  }
  std::string formatted = Format(text, diagnostics);
  std::cerr << diagnostics.ToString();
  if (!diagnostics.ok()) return std::nullopt;
  return formatted;
}

// Says where two texts differ, one line for each.
void Differences(const std::string& path, const std::string& text, const std::string& formatted) {
  const std::vector<std::string> is = absl::StrSplit(text, '\n');
  std::vector<std::string> should_be(is.size());
  Diagnostics diagnostics(path);
  if (absl::EndsWith(path, ".textproto")) {
    should_be = absl::StrSplit(formatted, '\n');
    should_be.resize(is.size());
  } else {
    for (const FormattedLine& line : FormatLines(text, diagnostics)) {
      should_be[static_cast<size_t>(line.line) - 1] = line.text;
    }
  }
  for (size_t i = 0; i < is.size(); ++i) {
    size_t column = 0;
    while (column < is[i].size() && column < should_be[i].size() &&
           is[i][column] == should_be[i][column]) {
      ++column;
    }
    if (is[i] == should_be[i]) continue;
    diagnostics.ErrorIn(path, static_cast<int>(i) + 1, static_cast<int>(column) + 1,
                        absl::StrCat("the line should be '", should_be[i], "'"));
  }
  // Empty lines that are too many differ from nothing.
  if (diagnostics.ok()) {
    diagnostics.ErrorIn(path, static_cast<int>(is.size()), 1,
                        "empty lines are one in a row at most, none of them next to a brace; and "
                        "the file ends with one line break");
  }
  std::cerr << diagnostics.ToString();
}

int Run(const std::vector<std::string>& args) {
  if (args.empty()) return WrongUsage("fmt: expected files");
  int status = kGood;
  for (const std::string& path : args) {
    const std::optional<std::string> text = ReadFile(path);
    if (!text) return Fail(absl::StrCat("cannot read '", path, "'"));
    Diagnostics diagnostics(path);
    const std::optional<std::string> formatted = Formatted(path, *text, diagnostics);
    if (!formatted) {
      status = kFindings;
    } else if (*formatted != *text && absl::GetFlag(FLAGS_check)) {
      Differences(path, *text, *formatted);
      status = kFindings;
    } else if (*formatted != *text) {
      std::ofstream out(path, std::ios::binary);
      out << *formatted;
      out.close();
      if (!out) return Fail(absl::StrCat("cannot write '", path, "'"));
      std::cout << path << " is formatted\n";
    }
  }
  if (status != kGood && absl::GetFlag(FLAGS_check)) {
    std::cerr << "`bazel run //abi:hfidl -- fmt FILE` formats a file.\n";
  }
  return status;
}

}  // namespace

Command FmtCommand() {
  return {.name = "fmt",
          .summary = "formats files; --check says what it would change",
          .help = kHelp,
          .flags = {"check"},
          .run = Run};
}

}  // namespace hf::idl
