// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/manifest/vms.h"

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

// Takes everything up to the first character for which `ends` holds, and that character, off
// `text`.
std::string_view Take(std::string_view& text, bool (*ends)(char)) {
  size_t length = 0;
  while (length < text.size() && !ends(text[length])) ++length;
  const std::string_view taken = text.substr(0, length);
  text.remove_prefix(length < text.size() ? length + 1 : length);
  return taken;
}

// Empty when there is no more.
std::string_view TakeField(std::string_view& line) {
  while (!line.empty() && IsSeparator(line.front())) line.remove_prefix(1);
  return Take(line, IsSeparator);
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

constexpr std::string_view kAbiPrefix = "abi=";

std::optional<AbiVersion> ParseAbi(std::string_view field) {
  if (field == "abi=0.1"sv) return AbiVersion::k0_1;
  if (field == "abi=1.0"sv) return AbiVersion::k1_0;
  if (field == "abi=1.1"sv) return AbiVersion::k1_1;
  return std::nullopt;
}

// The functions from here on fill in one line, or say what is wrong with it.
void SetWrong(VmsLine& line, std::string_view value, const char* what) {
  line.kind = VmsLine::Kind::kWrong;
  line.value = value.substr(0, kMaxPrintedValue);
  line.what = what;
}

// What may follow the name, or "primary".
void ParseAbiField(std::string_view text, VmsLine& line) {
  const std::string_view field = TakeField(text);
  if (field.empty()) return;
  const auto abi = ParseAbi(field);
  if (!abi.has_value()) {
    SetWrong(line, field, ": abi=0.1, abi=1.0 or abi=1.1 is allowed here, or nothing");
    return;
  }
  line.abi = *abi;
  const std::string_view more = TakeField(text);
  if (!more.empty()) SetWrong(line, more, ": nothing is allowed after abi=");
}

void ParsePrimary(std::string_view text, VmsLine& line) {
  line.kind = VmsLine::Kind::kPrimary;
  ParseAbiField(text, line);
  if (line.kind == VmsLine::Kind::kPrimary && line.abi == AbiVersion::kUnstated) {
    SetWrong(line, {}, "primary is to be followed by abi=0.1, abi=1.0 or abi=1.1");
  }
}

void ParseSecondary(std::string_view text, VmsLine& line) {
  const std::string_view memory_field = TakeField(text);
  const std::string_view vcpus_field = TakeField(text);
  line.file = TakeField(text);

  const auto memory = ParseDecimal(memory_field);
  if (!memory.has_value() || *memory > std::numeric_limits<uint64_t>::max() - (kPageSize - 1)) {
    return SetWrong(line, memory_field,
                    " is no memory size; a decimal number of bytes below 2^64 is allowed");
  }
  if (*memory == 0) return SetWrong(line, memory_field, " bytes of memory; 1 or more are allowed");
  line.memory = (*memory + kPageSize - 1) & ~(kPageSize - 1);

  if (vcpus_field.empty()) {
    return SetWrong(line, {}, "the number of vCPUs is missing after the memory size");
  }
  const auto vcpus = ParseDecimal(vcpus_field);
  static_assert(kMaxVcpusPerVm == 8, "the messages say so");
  if (!vcpus.has_value() || *vcpus == 0 || *vcpus > kMaxVcpusPerVm) {
    return SetWrong(line, vcpus_field, " vCPUs; 1 to 8 are allowed");
  }
  line.vcpus = static_cast<uint32_t>(*vcpus);

  if (line.file.empty() || line.file.starts_with(kAbiPrefix)) {
    return SetWrong(line, {}, "the file name is missing after the number of vCPUs");
  }
  line.kind = VmsLine::Kind::kSecondary;
  ParseAbiField(text, line);
}

void ParseLine(std::string_view text, VmsLine& line) {
  if (text.size() > kMaxVmsLineLength) {
    static_assert(kMaxVmsLineLength == 255, "the message says so");
    return SetWrong(line, text, ": the line is longer than 255 characters");
  }
  for (const char c : text) {
    if (IsControl(c)) return SetWrong(line, text, ": the line has a control character");
  }
  std::string_view rest = text;
  if (TakeField(rest) == "primary"sv) {
    ParsePrimary(rest, line);
  } else {
    ParseSecondary(text, line);
  }
}

bool IsBlank(std::string_view text) { return TakeField(text).empty(); }

}  // namespace

void LogWrongLine(const VmsLine& line) {
  Log("vms.txt:", line.number, ": ", line.value, line.what, ": skipped");
}

VmsReader::VmsReader(std::span<const std::byte> text)
    : rest_(reinterpret_cast<const char*>(text.data()), text.size()) {}

std::optional<VmsLine> VmsReader::Next() {
  while (!rest_.empty()) {
    const std::string_view text = Take(rest_, [](char c) { return c == '\n'; });
    ++number_;
    if (IsBlank(text)) continue;
    VmsLine line;
    line.number = number_;
    ParseLine(text, line);
    if (line.kind == VmsLine::Kind::kPrimary) {
      if (primary_seen_)
        SetWrong(line, "primary", ": there was such a line before; one is allowed");
      primary_seen_ = true;
    }
    return line;
  }
  return std::nullopt;
}

}  // namespace hf::manifest
