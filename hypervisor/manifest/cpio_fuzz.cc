// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The input is a RAM disk. Whatever is found in it lies inside it, a walk over its entries ends,
// and every regular file that the walk meets is found by its name.

#include <cstring>
#include <set>
#include <string_view>

#include "hypervisor/manifest/cpio.h"
#include "hypervisor/manifest/cpio_entry.h"
#include "hypervisor/manifest/testing/host.h"
#include "hypervisor/testing/fuzz.h"

namespace hf::manifest {
namespace {

using test::Require;

bool Inside(std::span<const std::byte> part, const Bytes& whole) {
  if (part.empty()) return true;
  return part.data() >= whole.data() && part.size() <= whole.size() &&
         static_cast<size_t>(part.data() - whole.data()) <= whole.size() - part.size();
}

void Walk(const Bytes& bytes) {
  const Archive archive(bytes);
  std::set<std::string_view> seen;
  size_t position = 0;
  for (;;) {
    const Result<CpioEntry> read = ReadCpioEntry(bytes, position);
    if (!read.ok()) return;
    const CpioEntry& entry = read.value();
    Require(Inside(entry.data, bytes) && Inside(std::as_bytes(std::span(entry.name)), bytes),
            "an entry that is not inside the archive");
    Require(entry.name.find('\0') == entry.name.npos, "a name with a NUL in it");
    Require(entry.next > position, "an entry that leads back");
    if (entry.IsTrailer()) return;
    if (entry.IsRegular() && seen.insert(entry.name).second && !entry.data_may_be_elsewhere) {
      const auto found = archive.Find(entry.name);
      Require(found.ok() && found.value().has_value(), "a file that is not found by its name");
      Require(found.value()->data() == entry.data.data() || entry.data.empty(),
              "another file of that name is found");
    }
    position = entry.next;
  }
}

}  // namespace
}  // namespace hf::manifest

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hf::manifest;
  Bytes bytes(size);
  if (size != 0) std::memcpy(bytes.data(), data, size);
  for (const std::string_view name : {"vmlinuz", "./initrd.img", "vms.txt", "a", ""}) {
    const auto found = Archive(bytes).Find(name);
    if (found.ok() && found.value()) {
      Require(Inside(*found.value(), bytes), "a file that is not inside the archive");
    }
  }
  Walk(bytes);
  return 0;
}
