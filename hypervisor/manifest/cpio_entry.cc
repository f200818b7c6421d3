// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/manifest/cpio_entry.h"

#include <optional>

#include "hypervisor/base/endian.h"

namespace hf::manifest {
namespace {

// All sizes in headers have 32 bits and all positions are in memory, so that sums of them in 64
// bits do not wrap.
static_assert(sizeof(size_t) == sizeof(uint64_t));

// What both formats say, in their own ways.
struct Header {
  CpioEntry::FileId id;
  uint32_t mode;
  uint32_t links;
  uint32_t name_size;
  uint32_t data_size;
};

// `newc`: the magic number, then fields of 8 hexadecimal digits. From the archive's start, what
// comes after the name and after the data is aligned.
constexpr size_t kNewMagicSize = 6;
constexpr size_t kNewFieldSize = 8;
constexpr size_t kNewHeaderSize = 110;
constexpr size_t kNewAlignment = 4;
enum class NewField {
  kInode = 0,
  kMode,
  kLinks = 4,
  kDataSize = 6,
  kMajor,
  kMinor,
  kNameSize = 11
};

bool HasNewMagic(const std::byte* header) {
  constexpr std::string_view kMagic = "07070";
  for (size_t i = 0; i < kMagic.size(); ++i) {
    if (static_cast<char>(header[i]) != kMagic[i]) return false;
  }
  const char last = static_cast<char>(header[kMagic.size()]);
  return last == '1' || last == '2';
}

// Clears `good` when there is something else than a digit.
uint32_t ReadHex(const std::byte* header, NewField field, bool& good) {
  const std::byte* const p = header + kNewMagicSize + static_cast<size_t>(field) * kNewFieldSize;
  uint32_t value = 0;
  for (size_t i = 0; i < kNewFieldSize; ++i) {
    const auto c = static_cast<uint32_t>(p[i]);
    const uint32_t lower = c | 0x20;
    uint32_t digit = c - '0';
    if (digit > 9) {
      digit = lower - 'a' + 10;
      if (lower < 'a' || lower > 'f') good = false;
    }
    value = value << 4 | (digit & 0xf);
  }
  return value;
}

std::optional<Header> ReadNewHeader(const std::byte* p) {
  bool good = true;
  const Header header = {
      .id = {ReadHex(p, NewField::kInode, good), ReadHex(p, NewField::kMajor, good),
             ReadHex(p, NewField::kMinor, good)},
      .mode = ReadHex(p, NewField::kMode, good),
      .links = ReadHex(p, NewField::kLinks, good),
      .name_size = ReadHex(p, NewField::kNameSize, good),
      .data_size = ReadHex(p, NewField::kDataSize, good),
  };
  if (!good) return std::nullopt;
  return header;
}

// The old binary format: 13 little-endian 16-bit numbers; of the two of a size, the high one first.
constexpr uint16_t kOldMagic = 070707;
constexpr size_t kOldHeaderSize = 26;
constexpr size_t kOldAlignment = 2;
enum class OldField { kMagic = 0, kDevice, kInode, kMode, kLinks = 6, kNameSize = 10, kDataSize };

uint32_t ReadOld(const std::byte* header, OldField field) {
  return LoadLe16(header + static_cast<size_t>(field) * sizeof(uint16_t));
}

Header ReadOldHeader(const std::byte* p) {
  const uint32_t data_size_low =
      LoadLe16(p + (static_cast<size_t>(OldField::kDataSize) + 1) * sizeof(uint16_t));
  return {
      .id = {ReadOld(p, OldField::kInode), ReadOld(p, OldField::kDevice), 0},
      .mode = ReadOld(p, OldField::kMode),
      .links = ReadOld(p, OldField::kLinks),
      .name_size = ReadOld(p, OldField::kNameSize),
      .data_size = ReadOld(p, OldField::kDataSize) << 16 | data_size_low,
  };
}

constexpr size_t AlignUp(size_t n, size_t alignment) {
  return (n + alignment - 1) & ~(alignment - 1);
}

// The text before the first NUL, nothing when there is no NUL.
std::optional<std::string_view> ReadName(std::span<const std::byte> bytes) {
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == std::byte{0}) {
      return std::string_view(reinterpret_cast<const char*>(bytes.data()), i);
    }
  }
  return std::nullopt;
}

}  // namespace

Result<CpioEntry> ReadCpioEntry(std::span<const std::byte> archive, size_t position) {
  constexpr Error kCutShort = {"the archive is cut short"};
  // The old header is the shorter one, and the new magic number fits into it.
  if (position > archive.size() || archive.size() - position < kOldHeaderSize) return kCutShort;
  const std::byte* const p = archive.data() + position;

  Header header;
  const bool is_new = HasNewMagic(p);
  if (is_new) {
    if (archive.size() - position < kNewHeaderSize) return kCutShort;
    const auto read = ReadNewHeader(p);
    if (!read.has_value()) {
      return Error{"the archive has a header with something else than hexadecimal digits"};
    }
    header = *read;
  } else if (LoadLe16(p) == kOldMagic) {
    header = ReadOldHeader(p);
  } else {
    return Error{"the archive has something else than a cpio header (newc, or old little-endian)"};
  }

  const size_t alignment = is_new ? kNewAlignment : kOldAlignment;
  const size_t name_at = position + (is_new ? kNewHeaderSize : kOldHeaderSize);
  const size_t data_at = is_new ? AlignUp(name_at + header.name_size, alignment)
                                : name_at + AlignUp(header.name_size, alignment);
  const size_t end = data_at + header.data_size;
  if (end > archive.size()) return kCutShort;

  const auto name = ReadName(archive.subspan(name_at, header.name_size));
  if (!name.has_value()) return Error{"the archive has a file name without an end"};
  return CpioEntry{
      .name = WithoutDot(*name),
      .data = archive.subspan(data_at, header.data_size),
      .mode = header.mode,
      .id = header.id,
      .data_may_be_elsewhere = is_new && header.data_size == 0 && header.links > 1,
      .next = is_new ? AlignUp(end, alignment) : data_at + AlignUp(header.data_size, alignment),
  };
}

}  // namespace hf::manifest
