// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The archive that the boot loader leaves as RAM disk: input, never trusted.
//
// Two formats, which are told apart by each entry's magic number: `newc` (070701, and 070702, whose
// checksums are not looked at) and the old binary format, little-endian, that `cpio -o` makes.

#ifndef HYPERVISOR_MANIFEST_CPIO_H_
#define HYPERVISOR_MANIFEST_CPIO_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "hypervisor/base/result.h"

namespace hf::manifest {

class Archive {
 public:
  // Only remembers `bytes`, which must outlive this.
  constexpr explicit Archive(std::span<const std::byte> bytes) : bytes_(bytes) {}

  // The contents of the first regular file of that name, "./" before either name not counting;
  // nothing when the archive has none. Fails with a sentence when the archive is damaged before
  // such a file: the file may have been in what is lost, so that "absent" would be a guess. What
  // stands before the damage is served, since nothing after it could have changed the answer.
  Result<std::optional<std::span<const std::byte>>> Find(std::string_view name) const;

 private:
  std::span<const std::byte> bytes_;
};

}  // namespace hf::manifest

#endif  // HYPERVISOR_MANIFEST_CPIO_H_
