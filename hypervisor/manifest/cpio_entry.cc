// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/manifest/cpio_entry.h"

#include "hypervisor/base/endian.h"

namespace hf::manifest {
namespace {

// All sizes in headers have 32 bits and all positions are in memory, so that sums of them in 64
// bits do not wrap.
static_assert(sizeof(size_t) == sizeof(uint64_t));

// What both formats say, in their own ways.
struct Header {
  CpioEntry::FileId id;
  uint32_t mode = 0;
  uint32_t links = 0;
  uint32_t name_size = 0;
  uint32_t data_size = 0;
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

bool ReadNewHeader(const std::byte* p, Header& header) {
  bool good = true;
  header.mode = ReadHex(p, NewField::kMode, good);
  header.name_size = ReadHex(p, NewField::kNameSize, good);
  header.data_size = ReadHex(p, NewField::kDataSize, good);
  header.links = ReadHex(p, NewField::kLinks, good);
  header.id.inode = ReadHex(p, NewField::kInode, good);
  header.id.major = ReadHex(p, NewField::kMajor, good);
  header.id.minor = ReadHex(p, NewField::kMinor, good);
  return good;
}

// The old binary format: 13 little-endian 16-bit numbers; of the two of a size, the high one first.
// What it says of links does not matter here.
constexpr uint16_t kOldMagic = 070707;
constexpr size_t kOldHeaderSize = 26;
constexpr size_t kOldAlignment = 2;
enum class OldField { kMode = 3, kNameSize = 10, kDataSizeHigh, kDataSizeLow };

uint32_t ReadOld(const std::byte* header, OldField field) {
  return LoadLe16(header + static_cast<size_t>(field) * sizeof(uint16_t));
}

void ReadOldHeader(const std::byte* p, Header& header) {
  header.mode = ReadOld(p, OldField::kMode);
  header.name_size = ReadOld(p, OldField::kNameSize);
  header.data_size = ReadOld(p, OldField::kDataSizeHigh) << 16 | ReadOld(p, OldField::kDataSizeLow);
}

constexpr size_t AlignUp(size_t n, size_t alignment) {
  return (n + alignment - 1) & ~(alignment - 1);
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
    if (!ReadNewHeader(p, header)) {
      return Error{"the archive has a header with something else than hexadecimal digits"};
    }
  } else if (LoadLe16(p) == kOldMagic) {
    ReadOldHeader(p, header);
  } else {
    return Error{"the archive has something else than a cpio header (newc, or old little-endian)"};
  }

  // Every entry begins at an even position, so that to align from the archive's start is right for
  // the old format too, which aligns from the entry's.
  const size_t alignment = is_new ? kNewAlignment : kOldAlignment;
  const size_t name_at = position + (is_new ? kNewHeaderSize : kOldHeaderSize);
  const size_t data_at = AlignUp(name_at + header.name_size, alignment);
  const size_t end = data_at + header.data_size;
  if (end > archive.size()) return kCutShort;

  const auto* const name = reinterpret_cast<const char*>(archive.data() + name_at);
  size_t length = 0;
  while (length < header.name_size && name[length] != '\0') ++length;
  if (length == header.name_size) return Error{"the archive has a file name without an end"};
  return CpioEntry{
      .name = WithoutDot({name, length}),
      .data = {archive.data() + data_at, header.data_size},
      .mode = header.mode,
      .id = header.id,
      .data_may_be_elsewhere = header.data_size == 0 && header.links > 1,
      .next = AlignUp(end, alignment),
  };
}

}  // namespace hf::manifest
