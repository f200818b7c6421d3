// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/manifest/testing/tree.h"

#include <libfdt.h>

#include <cstdio>
#include <cstdlib>

namespace hf::manifest {
namespace {

constexpr size_t kBufferSize = 1 << 20;

int Must(int result, const char* what) {
  if (result >= 0) return result;
  std::fprintf(stderr, "%s: %s\n", what, fdt_strerror(result));
  std::abort();
}

void PutBe(Bytes& bytes, uint64_t value, int size) {
  for (int shift = (size - 1) * 8; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<std::byte>(value >> shift));
  }
}

}  // namespace

Tree::Tree() : buffer_(kBufferSize) {
  Must(fdt_create_empty_tree(buffer_.data(), kBufferSize), "fdt_create_empty_tree");
}

int Tree::Find(std::string_view path) {
  int node = 0;
  while (!path.empty()) {
    path.remove_prefix(1);  // '/'
    const std::string name(path.substr(0, path.find('/')));
    path.remove_prefix(name.size());
    if (name.empty()) continue;
    int child = fdt_subnode_offset(buffer_.data(), node, name.c_str());
    if (child == -FDT_ERR_NOTFOUND) child = fdt_add_subnode(buffer_.data(), node, name.c_str());
    node = Must(child, name.c_str());
  }
  return node;
}

Tree& Tree::Node(std::string_view path) {
  Find(path);
  return *this;
}

Tree& Tree::Raw(std::string_view path, const char* name, const Bytes& value) {
  const int node = Find(path);
  Must(fdt_setprop(buffer_.data(), node, name, value.data(), static_cast<int>(value.size())), name);
  return *this;
}

Tree& Tree::Text(std::string_view path, const char* name, std::string_view value) {
  return Raw(path, name, ToBytes(std::string(value) + '\0'));
}

Tree& Tree::Cells(std::string_view path, const char* name, std::initializer_list<uint32_t> cells) {
  Bytes bytes;
  for (const uint32_t cell : cells) PutBe(bytes, cell, 4);
  return Raw(path, name, bytes);
}

Tree& Tree::Numbers(std::string_view path, const char* name,
                    std::initializer_list<uint64_t> numbers) {
  Bytes bytes;
  for (const uint64_t number : numbers) PutBe(bytes, number, 8);
  return Raw(path, name, bytes);
}

Tree& Tree::Remove(std::string_view path, const char* name) {
  Must(fdt_delprop(buffer_.data(), Find(path), name), name);
  return *this;
}

Tree& Tree::RemoveNode(std::string_view path) {
  Must(fdt_del_node(buffer_.data(), Find(path)), "fdt_del_node");
  return *this;
}

Tree& Tree::Reserve(uint64_t address, uint64_t size) {
  Must(fdt_add_mem_rsv(buffer_.data(), address, size), "fdt_add_mem_rsv");
  return *this;
}

Bytes Tree::Build(size_t room) const {
  std::vector<char> packed = buffer_;
  Must(fdt_pack(packed.data()), "fdt_pack");
  const size_t size = fdt_totalsize(packed.data()) + room;
  fdt_set_totalsize(packed.data(), static_cast<uint32_t>(size));
  Bytes bytes = ToBytes({packed.data(), size - room});
  bytes.resize(size);
  bytes.shrink_to_fit();
  return bytes;
}

Tree SmallBoard() {
  Tree tree;
  tree.Cells("/", "#address-cells", {2})
      .Cells("/", "#size-cells", {2})
      .Text("/memory@40000000", "device_type", "memory")
      .Numbers("/memory@40000000", "reg", {0x4000'0000, 0x4000'0000})
      .Cells("/cpus", "#address-cells", {1})
      .Cells("/cpus", "#size-cells", {0})
      .Text("/cpus/cpu@1", "device_type", "cpu")
      .Cells("/cpus/cpu@1", "reg", {1})
      .Text("/cpus/cpu@0", "device_type", "cpu")
      .Cells("/cpus/cpu@0", "reg", {0})
      .Text("/intc@8000000", "compatible", "arm,gic-v3")
      .Cells("/intc@8000000", "#redistributor-regions", {1})
      .Numbers("/intc@8000000", "reg", {0x800'0000, 0x1'0000, 0x80a'0000, 0xf6'0000})
      .Text("/pl011@9000000", "compatible", std::string_view("arm,pl011\0arm,primecell", 23))
      .Numbers("/pl011@9000000", "reg", {0x900'0000, 0x1000})
      .Text("/chosen", "stdout-path", "/pl011@9000000")
      .Cells("/chosen", "linux,initrd-start", {0x4800'0000})
      .Cells("/chosen", "linux,initrd-end", {0x4800'1000});
  return tree;
}

}  // namespace hf::manifest
