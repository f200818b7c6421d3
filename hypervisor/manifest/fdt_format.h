// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The numbers of the flattened device tree format, for the files that read its bytes. Everything is
// big-endian. Chapter 5 of the Devicetree Specification, version 0.4.

#ifndef HYPERVISOR_MANIFEST_FDT_FORMAT_H_
#define HYPERVISOR_MANIFEST_FDT_FORMAT_H_

#include <cstddef>
#include <cstdint>

namespace hf::manifest::fdt_format {

inline constexpr uint32_t kMagic = 0xd00dfeed;
// The version read here, and the oldest that a tree of a later version may say it is compatible
// with, to be read as this one.
inline constexpr uint32_t kVersion = 17;

// The header's fields, by their offsets.
inline constexpr size_t kMagicField = 0;
inline constexpr size_t kTotalSizeField = 4;
inline constexpr size_t kStructureField = 8;
inline constexpr size_t kStringsField = 12;
inline constexpr size_t kReservationsField = 16;
inline constexpr size_t kVersionField = 20;
inline constexpr size_t kLastCompatibleVersionField = 24;
inline constexpr size_t kStringsSizeField = 32;
inline constexpr size_t kStructureSizeField = 36;
inline constexpr uint32_t kHeaderSize = 40;

// Tokens of the structure block. After a token comes: a node's name with its NUL; a property's
// length, the offset of its name in the strings block, its value; nothing. Each is padded to a
// whole number of tokens.
enum class Token : uint32_t { kBeginNode = 1, kEndNode = 2, kProperty = 3, kNop = 4, kEnd = 9 };
inline constexpr uint32_t kTokenSize = 4;
inline constexpr uint32_t kPropertyHeadSize = 8;

// Requires that the sum does not wrap, which it cannot for what lies inside a tree.
constexpr uint32_t Padded(uint32_t size) { return (size + kTokenSize - 1) & ~(kTokenSize - 1); }

// An entry of the memory reservation block: address and size. One of zeros ends the block.
inline constexpr uint32_t kReservationSize = 16;
inline constexpr uint32_t kReservationAlignment = 8;

}  // namespace hf::manifest::fdt_format

#endif  // HYPERVISOR_MANIFEST_FDT_FORMAT_H_
