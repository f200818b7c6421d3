// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs the cases that the command line selects, and reports.
//
// The state of the running case is CPU 0's. Another CPU that fails an expectation leaves it in a
// slot of its own, which CPU 0 reads when that CPU is off again (cpus.cc).

#include "bindings/start/start.h"
#include "testing/guest/command_line.h"
#include "testing/guest/cpus.h"
#include "testing/guest/internal.h"
#include "testing/guest/report.h"
#include "testing/guest/test.h"

// The linker's: the cases in the order of the sources. Weak: an image without any has no section.
extern "C" [[gnu::weak, gnu::visibility("hidden")]] hf::test::Case __start_hf_tests[];
extern "C" [[gnu::weak, gnu::visibility("hidden")]] hf::test::Case __stop_hf_tests[];

namespace hf::test {
namespace {

const Case* current = nullptr;
bool failed = false;
Text* skipped = nullptr;

Text FullName(const Case& test) {
  Text name;
  name << test.suite << '.' << test.name;
  return name;
}

// The directory would be the same for all.
std::string_view BaseName(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == path.npos ? path : path.substr(slash + 1);
}

bool Run(const Case& test) {
  const Text name = FullName(test);
  Report("start", name.view());
  current = &test;
  failed = false;
  Text why;
  skipped = &why;
  test.run();
  Text end;
  end << name.view() << (failed ? " fail" : why.view().empty() ? " pass" : " skip ");
  if (!failed) end << why.view();
  Report("end", end.view());
  current = nullptr;
  skipped = nullptr;
  return !failed;
}

}  // namespace

void ReportFailure(const char* file, uint64_t line, std::string_view what) {
  failed = true;
  Text text;
  text << FullName(*current).view() << ' ' << BaseName(file) << ':' << line << ": " << what;
  Report("fail", text.view());
}

void Fail(const char* file, uint64_t line, std::string_view what) {
  if (const uint64_t cpu = ThisCpu(); cpu != 0) {
    NoteFailure(cpu, BaseName(file), line, what);
  } else {
    ReportFailure(file, line, what);
  }
}

void Skip(std::string_view why) { *skipped << why; }

namespace {

void Main(uint64_t device_tree) {
  const Case* const begin = __start_hf_tests;
  const uint64_t count = static_cast<uint64_t>(__stop_hf_tests - begin);
  const std::string_view selection = Selection(CommandLine(device_tree));
  const auto selected = [&](uint64_t i) {
    return IsSelected(selection, i, std::string_view(begin[i].suite) == begin[0].suite);
  };

  Text text;
  text << count;
  Report("begin", text.view());
  for (uint64_t i = 0; i < count; ++i) {
    Text line = FullName(begin[i]);
    line << (selected(i) ? " yes" : " no");
    Report("case", line.view());
  }
  uint64_t run = 0;
  uint64_t bad = 0;
  for (uint64_t i = 0; i < count; ++i) {
    if (!selected(i)) continue;
    ++run;
    if (!Run(begin[i])) ++bad;
  }
  Text done;
  done << run << ' ' << bad;
  Report("done", done.view());
}

}  // namespace
}  // namespace hf::test

void guest_main(uint64_t device_tree) { hf::test::Main(device_tree); }
