// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The input is a vms.txt. Each line that is served is one that may be, and reads the same again
// when it is written anew; each that is not is reported in one line of printable characters.

#include <algorithm>
#include <cstring>
#include <sstream>
#include <string>

#include "hypervisor/base/address.h"
#include "hypervisor/manifest/testing/host.h"
#include "hypervisor/manifest/vms.h"
#include "hypervisor/testing/fuzz.h"

namespace hf::manifest {
namespace {

using test::Require;

constexpr const char* kAbi[] = {"", " abi=0.1", " abi=1.0", " abi=1.1"};

void CheckReport(const VmsLine& line) {
  LogWrongLine(line);
  const std::string report = TakeConsole();
  Require(report.starts_with("hafnia: vms.txt:" + std::to_string(line.number) + ": "),
          "a report without the line's number");
  Require(report.ends_with('\n') && std::count(report.begin(), report.end(), '\n') == 1,
          "a report that is not one line");
  Require(
      std::all_of(report.begin(), report.end() - 1, [](char c) { return c >= 0x20 && c < 0x7f; }),
      "a report with what cannot be printed");
}

void CheckSecondary(const VmsLine& line, const Bytes& text) {
  Require(line.memory != 0 && line.memory % kPageSize == 0, "memory that is not whole pages");
  Require(line.vcpus >= 1 && line.vcpus <= kMaxVcpusPerVm, "a wrong number of vCPUs");
  Require(!line.file.empty(), "no name");
  const auto* const begin = reinterpret_cast<const char*>(text.data());
  Require(line.file.data() >= begin && line.file.data() + line.file.size() <= begin + text.size(),
          "a name that is not inside the file");
  Require(line.file.find_first_of(" \t\r\n") == line.file.npos, "a name with a blank in it");

  // The numbers, as the standard library reads them.
  std::istringstream all(ToString(text));
  std::string written;
  for (uint32_t i = 0; i < line.number; ++i) std::getline(all, written);
  std::istringstream fields(written);
  uint64_t memory = 0, vcpus = 0;
  std::string file;
  Require(static_cast<bool>(fields >> memory >> vcpus >> file), "a line that is none");
  Require((memory + kPageSize - 1) / kPageSize * kPageSize == line.memory && vcpus == line.vcpus &&
              file == line.file,
          "another line than there is");

  const Bytes again = ToBytes(std::to_string(line.memory) + "\t" + std::to_string(line.vcpus) +
                              " " + std::string(line.file) + kAbi[static_cast<int>(line.abi)]);
  if (again.size() > kMaxVmsLineLength) return;
  VmsReader reader(again);
  const auto same = reader.Next();
  Require(same && same->kind == line.kind && same->memory == line.memory &&
              same->vcpus == line.vcpus && same->file == line.file && same->abi == line.abi,
          "a line that reads otherwise when it is written anew");
}

}  // namespace
}  // namespace hf::manifest

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hf::manifest;
  Bytes text(size);
  if (size != 0) std::memcpy(text.data(), data, size);
  VmsReader reader(text);
  uint32_t number = 0;
  bool primary = false;
  while (const auto line = reader.Next()) {
    Require(line->number > number, "lines that are not in order");
    number = line->number;
    switch (line->kind) {
      case VmsLine::Kind::kWrong:
        CheckReport(*line);
        break;
      case VmsLine::Kind::kPrimary:
        Require(!primary, "two lines for the primary");
        primary = true;
        break;
      case VmsLine::Kind::kSecondary:
        CheckSecondary(*line, text);
        break;
    }
  }
  Require(number <= std::count(data, data + size, '\n') + 1, "more lines than there are");
  return 0;
}
