// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// RAM disks for tests, made in memory: cpio's newc format.

#ifndef HYPERVISOR_TESTING_ARCHIVE_H_
#define HYPERVISOR_TESTING_ARCHIVE_H_

#include <string>
#include <utility>
#include <vector>

namespace hf::test {

// Names and contents, in the archive's order.
using Files = std::vector<std::pair<std::string, std::string>>;

std::string MakeArchive(const Files& files);

// A kernel of that many bytes with the arm64 Linux image header.
std::string MakeKernel(uint64_t text_offset, uint64_t image_size, size_t file_size);

}  // namespace hf::test

#endif  // HYPERVISOR_TESTING_ARCHIVE_H_
