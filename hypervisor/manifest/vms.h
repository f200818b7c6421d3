// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// vms.txt: which secondary VMs to make. Input, never trusted.
//
//   <memory in bytes> <vCPUs> <file name> [abi=0.1|1.0|1.1]
//   primary abi=0.1|1.0|1.1
//
// Decimal numbers; fields stand apart by blanks, tabs or CR. A line stands for itself: what is
// wrong with one is reported and the next is read. Its file, and whether there is so much memory,
// are the loader's to check.

#ifndef HYPERVISOR_MANIFEST_VMS_H_
#define HYPERVISOR_MANIFEST_VMS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace hf::manifest {

inline constexpr uint32_t kMaxVcpusPerVm = 8;
inline constexpr size_t kMaxVmsLineLength = 255;

enum class AbiVersion : uint8_t { kUnstated, k0_1, k1_0, k1_1 };

struct VmsLine {
  enum class Kind : uint8_t { kSecondary, kPrimary, kWrong };

  // From 1; empty lines count.
  uint32_t number = 0;
  Kind kind = Kind::kWrong;

  // kSecondary and kPrimary.
  AbiVersion abi = AbiVersion::kUnstated;

  // kSecondary: bytes, whole pages and not 0; 1 to kMaxVcpusPerVm; never empty, as written.
  uint64_t memory = 0;
  uint32_t vcpus = 0;
  std::string_view file;

  // kWrong: what is wrong, and with it what would be right: value "9" and what " vCPUs; 1 to 8 are
  // allowed". The value may be empty; it is what the file says, so it may hold any bytes.
  std::string_view value;
  const char* what = "";
};

// Prints "vms.txt:3: 9 vCPUs; 1 to 8 are allowed: skipped". Requires that the line is kWrong.
void LogWrongLine(const VmsLine& line);

class VmsReader {
 public:
  // Only remembers `text`, which must outlive this and every line of it.
  explicit VmsReader(std::span<const std::byte> text);

  // The next line that is not empty; nothing at the end.
  std::optional<VmsLine> Next();

 private:
  std::string_view rest_;
  uint32_t number_ = 0;
  bool primary_seen_ = false;
};

}  // namespace hf::manifest

#endif  // HYPERVISOR_MANIFEST_VMS_H_
