// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// hfidl trace: what EL2's traced variant has recorded, in words or as JSON.

#include <deque>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "abi/compiler/commands/command.h"
#include "abi/compiler/load.h"
#include "abi/trace/abis.h"
#include "abi/trace/decoder.h"
#include "abi/trace/reader.h"
#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"

ABSL_FLAG(std::vector<std::string>, abi, {}, "further versions of the ABI");
ABSL_FLAG(bool, all, false, "every record");
ABSL_FLAG(bool, json, false, "lines of JSON");
ABSL_FLAG(int32_t, last, 0, "so many lines only, the last ones");
ABSL_FLAG(bool, memory, false, "the file is a machine's memory");

namespace hf::idl {
namespace {

constexpr char kHelp[] = R"(hfidl trace FILE

Prints the hypercalls and other exits that EL2's traced variant has recorded, a line for each: when,
on which CPU, who left, why, and what followed. FILE is what a system writes that is run with
--trace=FILE.bin; `-` is the standard input. Each register is read by the version of the ABI at which
its VM is served. hfidl knows today's and all released ones.

  --abi=FILE,...   further versions, or other ones under the same number: IDL files, or
                   representations (.textproto)
  --all            every record. Otherwise what a CPU does again and again is counted: a VM that writes
                   to its console leaves for each byte
  --json           a JSON object for each record, with all that there is in it
  --last=N         the last N lines only
  --memory         FILE is the memory of a machine: the records are looked for in it. What EL2 was
                   still at comes last

What is wrong with FILE is 'file:byte:error: what', after all that came before it; then the exit
status is 1.

For example:

  bazel run //platforms:qemu_boot -- --trace=/tmp/demo.bin
  hfidl trace /tmp/demo.bin --last=20
)";

class Printer {
 public:
  Printer(trace::Decoder& decoder, bool flush)
      : decoder_(decoder), json_(absl::GetFlag(FLAGS_json)), flush_(flush) {}

  void Restarted() { Print(json_ ? "{\"restarted\":true}" : "... a machine starts again"); }
  void Missing(uint64_t count) {
    Print(json_ ? absl::StrCat("{\"missing\":", count, "}")
                : absl::StrCat("... ", count, " records before the next are lost"));
  }
  void Record(const trace::Record& record) {
    const trace::Text line = decoder_.Line(record);
    if (json_) return Print(line.json);
    const std::string text = absl::GetFlag(FLAGS_all) ? "" : decoder_.Repeats(record);
    Repeated& before = repeated_[record.cpu];
    if (!text.empty() && text == before.text) {
      ++before.count;
      return;
    }
    End(before);
    before = {.text = text};
    Print(line.words);
  }
  void Finish() {
    for (auto& [cpu, before] : repeated_) End(before);
    for (const std::string& line : kept_) std::cout << line << "\n";
    std::cout.flush();
  }

 private:
  // What a CPU's last records have in common, and how many came after the one that was printed.
  struct Repeated {
    std::string text;
    uint64_t count = 0;
  };

  void End(const Repeated& before) {
    if (before.count != 0) Print(absl::StrCat("... ", before.text, ": ", before.count));
  }
  void Print(const std::string& line) {
    const auto last = static_cast<size_t>(absl::GetFlag(FLAGS_last));
    if (last == 0) {
      std::cout << line << "\n";
      if (flush_) std::cout.flush();
      return;
    }
    kept_.push_back(line);
    if (kept_.size() > last) kept_.pop_front();
  }

  trace::Decoder& decoder_;
  bool json_;
  bool flush_;
  std::map<uint16_t, Repeated> repeated_;
  std::deque<std::string> kept_;
};

int Read(std::istream& in, const std::string& name, const trace::Abis& abis) {
  trace::Reader reader(in, name);
  const bool begins =
      (!absl::GetFlag(FLAGS_memory) || reader.FindInMemory()) && reader.ReadHeader();
  if (!begins) {
    std::cerr << reader.error() << "\n";
    return kFindings;
  }
  std::string problem = abis.ProblemOf(reader.header());
  reader.ExpectLevels(abis.levels());
  trace::Decoder decoder(reader.header(), abis);
  Printer printer(decoder, name == "-");
  for (trace::Record record; problem.empty() && reader.Next(record);) {
    if (reader.restarted()) {
      problem = abis.ProblemOf(reader.header());
      if (!problem.empty()) break;
      decoder = trace::Decoder(reader.header(), abis);
      printer.Restarted();
    }
    if (reader.missing() != 0) printer.Missing(reader.missing());
    printer.Record(record);
  }
  printer.Finish();
  if (problem.empty() && reader.error().empty()) return kGood;
  std::cerr << (problem.empty() ? reader.error() : absl::StrCat(name, ": error: ", problem))
            << "\n";
  return kFindings;
}

int Run(const std::vector<std::string>& args) {
  if (args.size() != 1) return WrongUsage("trace: expected one file, or - for the standard input");
  if (absl::GetFlag(FLAGS_last) < 0) return WrongUsage("trace: --last is 0 for all, or more");
  if (absl::GetFlag(FLAGS_memory) && args[0] == "-") {
    return WrongUsage("trace: --memory needs a file");
  }
  std::string errors;
  trace::Abis abis = trace::Abis::BuiltIn();
  for (const std::string& path : absl::GetFlag(FLAGS_abi)) {
    std::optional<ir::Abi> abi = LoadAbi(path, errors);
    if (abi) abis.Add(*std::move(abi));
  }
  if (!errors.empty()) {
    std::cerr << errors;
    return kFindings;
  }
  if (args[0] == "-") return Read(std::cin, args[0], abis);
  std::ifstream in(args[0], std::ios::binary);
  if (!in) return Fail(absl::StrCat("cannot read '", args[0], "'"));
  return Read(in, args[0], abis);
}

}  // namespace

Command TraceCommand() {
  return {.name = "trace",
          .summary = "prints what the hypervisor has recorded of calls and exits",
          .help = kHelp,
          .flags = {"abi", "all", "json", "last", "memory"},
          .run = Run};
}

}  // namespace hf::idl
