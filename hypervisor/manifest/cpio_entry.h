// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// One entry of a cpio archive: its header decoded, its parts found inside the archive's bytes.

#ifndef HYPERVISOR_MANIFEST_CPIO_ENTRY_H_
#define HYPERVISOR_MANIFEST_CPIO_ENTRY_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "hypervisor/base/result.h"

namespace hf::manifest {

using std::string_view_literals::operator""sv;

struct CpioEntry {
  // Up to its first NUL; without "./" before it.
  std::string_view name;
  std::span<const std::byte> data;
  uint32_t mode = 0;
  // Equal for the names (hard links) of one file. Those of `newc` leave the data to the last name,
  // so a file without data may have it elsewhere; the old format repeats it.
  struct FileId {
    uint32_t inode = 0;
    uint32_t major = 0;
    uint32_t minor = 0;
    bool operator==(const FileId&) const = default;
  } id;
  bool data_may_be_elsewhere = false;
  // Where the next entry begins. May be behind the archive's end, by padding.
  size_t next = 0;

  bool IsRegular() const { return (mode & 0170000) == 0100000; }
  bool IsTrailer() const { return name == "TRAILER!!!"sv; }
};

// The name without "./" at its beginning.
constexpr std::string_view WithoutDot(std::string_view name) {
  if (name.size() >= 2 && name[0] == '.' && name[1] == '/') name.remove_prefix(2);
  return name;
}

// The entry at `position`, which may be anything. Fails with a sentence when there is none, or when
// it does not lie wholly inside the archive.
Result<CpioEntry> ReadCpioEntry(std::span<const std::byte> archive, size_t position);

}  // namespace hf::manifest

#endif  // HYPERVISOR_MANIFEST_CPIO_ENTRY_H_
