// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/manifest/vms.h"

#include <algorithm>
#include <array>
#include <limits>

#include "hypervisor/base/address.h"
#include "hypervisor/base/log.h"

namespace hf::manifest {
namespace {

using std::string_view_literals::operator""sv;

// As much of a wrong value as a line of the console has room for.
constexpr size_t kMaxPrintedValue = 60;

bool IsSeparator(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// What no text file has in it. Bytes from 0x80 on may be names in UTF-8.
bool IsControl(char c) { return (c >= 0 && c < ' ' && !IsSeparator(c)) || c == '\x7f'; }

// Takes `length` characters, and the one that ended them, off `text`.
std::string_view Take(std::string_view& text, size_t length) {
  const std::string_view taken(text.data(), length);
  text.remove_prefix(length < text.size() ? length + 1 : length);
  return taken;
}

std::string_view TakeLine(std::string_view& text) {
  size_t length = 0;
  while (length < text.size() && text[length] != '\n') ++length;
  return Take(text, length);
}

// Empty when there is no more.
std::string_view TakeField(std::string_view& line) {
  while (!line.empty() && IsSeparator(line.front())) line.remove_prefix(1);
  size_t length = 0;
  while (length < line.size() && !IsSeparator(line[length])) ++length;
  return Take(line, length);
}

std::optional<uint64_t> ParseDecimal(std::string_view text) {
  constexpr uint64_t kMax = std::numeric_limits<uint64_t>::max();
  if (text.empty()) return std::nullopt;
  uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    const auto digit = static_cast<uint64_t>(c - '0');
    if (value > (kMax - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return value;
}

bool IsAbiField(std::string_view field) {
  constexpr std::string_view kPrefix = "abi=";
  // Not starts_with(), which libc++ makes of substr() and compare(): five times the text.
  return field.size() >= kPrefix.size() &&
         std::string_view(field.data(), kPrefix.size()) == kPrefix;
}

// kUnstated when the field is none of those that there are.
AbiVersion ParseAbi(std::string_view field) {
  constexpr std::string_view kFields = "abi=0.1abi=1.0abi=1.1";
  constexpr size_t kSize = 7;
  static_assert(static_cast<size_t>(AbiVersion::k1_1) * kSize == kFields.size());
  for (size_t i = 0; i < kFields.size() / kSize; ++i) {
    if (field == std::string_view(kFields.data() + i * kSize, kSize)) {
      return static_cast<AbiVersion>(i + 1);
    }
  }
  return AbiVersion::kUnstated;
}

// More than a line may have, so that one too many is seen.
using Fields = std::array<std::string_view, 5>;

// The functions from here on fill in one line, or say what is wrong with it.
void SetWrong(VmsLine& line, std::string_view value, const char* what) {
  line.kind = VmsLine::Kind::kWrong;
  line.value = std::string_view(value.data(), std::min(value.size(), kMaxPrintedValue));
  line.what = what;
}

void ParseSecondary(const Fields& fields, VmsLine& line) {
  const auto memory = ParseDecimal(fields[0]);
  if (!memory.has_value() || *memory > std::numeric_limits<uint64_t>::max() - (kPageSize - 1)) {
    return SetWrong(line, fields[0],
                    " is no memory size; a decimal number of bytes below 2^64 is allowed");
  }
  if (*memory == 0) return SetWrong(line, fields[0], " bytes of memory; 1 or more are allowed");
  line.memory = (*memory + kPageSize - 1) & ~(kPageSize - 1);

  if (fields[1].empty()) {
    return SetWrong(line, {}, "the number of vCPUs is missing after the memory size");
  }
  const auto vcpus = ParseDecimal(fields[1]);
  static_assert(kMaxVcpusPerVm == 8, "the messages say so");
  if (!vcpus.has_value() || *vcpus - 1 >= kMaxVcpusPerVm) {
    return SetWrong(line, fields[1], " vCPUs; 1 to 8 are allowed");
  }
  line.vcpus = static_cast<uint32_t>(*vcpus);

  line.file = fields[2];
  if (line.file.empty() || IsAbiField(line.file)) {
    return SetWrong(line, {}, "the file name is missing after the number of vCPUs");
  }
  line.kind = VmsLine::Kind::kSecondary;
}

void ParseFields(const Fields& fields, VmsLine& line) {
  size_t next = 1;
  if (fields[0] == "primary"sv) {
    line.kind = VmsLine::Kind::kPrimary;
    if (fields[1].empty()) {
      SetWrong(line, {}, "primary is to be followed by abi=0.1, abi=1.0 or abi=1.1");
    }
  } else {
    ParseSecondary(fields, line);
    next = 3;
  }
  if (line.kind == VmsLine::Kind::kWrong || fields[next].empty()) return;
  line.abi = ParseAbi(fields[next]);
  if (line.abi == AbiVersion::kUnstated) {
    return SetWrong(line, fields[next],
                    ": abi=0.1, abi=1.0 or abi=1.1 is allowed here, or nothing");
  }
  if (!fields[next + 1].empty()) {
    SetWrong(line, fields[next + 1], ": nothing is allowed after abi=");
  }
}

void ParseLine(std::string_view text, VmsLine& line) {
  if (text.size() > kMaxVmsLineLength) {
    static_assert(kMaxVmsLineLength == 255, "the message says so");
    return SetWrong(line, text, ": the line is longer than 255 characters");
  }
  for (const char c : text) {
    if (IsControl(c)) return SetWrong(line, text, ": the line has a control character");
  }
  Fields fields;
  for (std::string_view& field : fields) field = TakeField(text);
  ParseFields(fields, line);
}

bool IsBlank(std::string_view text) { return TakeField(text).empty(); }

}  // namespace

void LogWrongLine(const VmsLine& line) {
  Log("vms.txt:%: %%: skipped", line.number, line.value, line.what);
}

VmsReader::VmsReader(std::span<const std::byte> text)
    : rest_(reinterpret_cast<const char*>(text.data()), text.size()) {}

std::optional<VmsLine> VmsReader::Next() {
  while (!rest_.empty()) {
    const std::string_view text = TakeLine(rest_);
    ++number_;
    if (IsBlank(text)) continue;
    VmsLine line;
    line.number = number_;
    ParseLine(text, line);
    if (line.kind == VmsLine::Kind::kPrimary) {
      if (primary_seen_)
        SetWrong(line, "primary"sv, ": there was such a line before; one is allowed");
      primary_seen_ = true;
    }
    return line;
  }
  return std::nullopt;
}

}  // namespace hf::manifest
