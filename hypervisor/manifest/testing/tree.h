// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Device trees for tests, made by libfdt, which the readers under test share nothing with.

#ifndef HYPERVISOR_MANIFEST_TESTING_TREE_H_
#define HYPERVISOR_MANIFEST_TESTING_TREE_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "hypervisor/manifest/testing/host.h"

namespace hf::manifest {

// A tree under construction. Paths are as in "/cpus/cpu@0"; nodes on the way are made. Anything
// that libfdt refuses ends the test program.
class Tree {
 public:
  Tree();

  Tree& Node(std::string_view path);
  Tree& Raw(std::string_view path, const char* name, const Bytes& value);
  // With the NUL; several strings when the text has NULs inside.
  Tree& Text(std::string_view path, const char* name, std::string_view value);
  Tree& Cells(std::string_view path, const char* name, std::initializer_list<uint32_t> cells);
  Tree& Numbers(std::string_view path, const char* name, std::initializer_list<uint64_t> numbers);
  Tree& Remove(std::string_view path, const char* name);
  Tree& RemoveNode(std::string_view path);
  Tree& Reserve(uint64_t address, uint64_t size);

  // The tree, as small as it gets, followed by `room` bytes that its size counts.
  Bytes Build(size_t room = 0) const;

 private:
  int Find(std::string_view path);
  std::vector<char> buffer_;
};

// Much like QEMU virt's: 2 CPUs, 1 GiB of RAM, GICv3, PL011, a RAM disk of 0x48000000 to 0x48001000
// in 4-byte cells.
Tree SmallBoard();

}  // namespace hf::manifest

#endif  // HYPERVISOR_MANIFEST_TESTING_TREE_H_
