// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/testing/archive.h"

#include <cstdint>
#include <cstdio>

namespace hf::test {
namespace {

void PadToWord(std::string& archive) { archive.resize((archive.size() + 3) / 4 * 4); }

void Add(std::string& archive, const std::string& name, const std::string& data) {
  char header[111];
  std::snprintf(header, sizeof(header),
                "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x", 0u, 0100644u, 0u, 0u,
                1u, 0u, static_cast<unsigned>(data.size()), 0u, 0u, 0u, 0u,
                static_cast<unsigned>(name.size() + 1), 0u);
  archive += header + name + '\0';
  PadToWord(archive);
  archive += data;
  PadToWord(archive);
}

void PutLe(std::string& to, size_t at, uint64_t value, size_t size) {
  for (size_t i = 0; i < size; ++i) to[at + i] = static_cast<char>(value >> (8 * i));
}

}  // namespace

std::string MakeArchive(const Files& files) {
  std::string archive;
  for (const auto& [name, data] : files) Add(archive, name, data);
  Add(archive, "TRAILER!!!", "");
  return archive;
}

std::string MakeKernel(uint64_t text_offset, uint64_t image_size, size_t file_size) {
  std::string kernel(file_size, 'k');
  PutLe(kernel, 8, text_offset, 8);
  PutLe(kernel, 16, image_size, 8);
  kernel.replace(56, 4, "ARM\x64");
  return kernel;
}

}  // namespace hf::test
