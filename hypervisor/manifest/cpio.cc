// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/manifest/cpio.h"

#include "hypervisor/manifest/cpio_entry.h"

namespace hf::manifest {

// Entries after the trailer, which belong to another archive or are padding, are not looked at.
Result<std::optional<std::span<const std::byte>>> Archive::Find(std::string_view name) const {
  using Found = std::optional<std::span<const std::byte>>;
  name = WithoutDot(name);
  // The file, once its name was found without its data.
  std::optional<CpioEntry::FileId> linked;
  for (size_t position = 0;;) {
    const Result<CpioEntry> read = ReadCpioEntry(bytes_, position);
    if (!read.ok()) return read.error();
    const CpioEntry& entry = read.value();
    if (entry.IsTrailer()) {
      // A file of several names without data anywhere is an empty file.
      return linked.has_value() ? Found(std::in_place) : Found();
    }
    position = entry.next;
    if (!entry.IsRegular()) continue;
    if (linked.has_value()) {
      if (entry.id == *linked && !entry.data.empty()) return Found(entry.data);
    } else if (entry.name == name) {
      if (!entry.data_may_be_elsewhere) return Found(entry.data);
      linked = entry.id;
    }
  }
}

}  // namespace hf::manifest
