// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Who owns which page of the machine's memory and who has access: ranges of pages that are alike.

#ifndef ABI_MODEL_MEMORY_H_
#define ABI_MODEL_MEMORY_H_

#include <cstddef>
#include <cstdint>

#include "abi/model/list.h"

namespace hf::abi::model {

// The most that the state has room for.
inline constexpr uint32_t kMostVms = 6;
inline constexpr uint32_t kMostVcpus = 4;

inline constexpr uint64_t kPageSize = 4096;

// How a VM sees a page.
struct View {
  bool read = false;
  bool write = false;
  bool execute = false;
  bool owner = false;
  bool exclusive = false;  // the owner's alone: neither lent nor shared, with EL2 neither
  bool operator==(const View&) const = default;
};

class Memory {
 public:
  // The owner of the hypervisor's own memory, and of devices and holes.
  static constexpr uint8_t kNobody = 0xff;

  struct Page {
    bool ram = false;
    uint8_t owner = kNobody;
    bool mailbox = false;  // of its owner's
    uint8_t access[kMostVms] = {};
    bool operator==(const Page&) const = default;
  };
  static constexpr uint8_t kRead = 1, kWrite = 2, kExecute = 4, kAll = 7;

  // RAM with all access for its owner, if it has one. It takes the place of what was there.
  void AddRam(uint64_t begin, uint64_t end, uint32_t owner);

  Page At(uint64_t address) const;
  View ViewOf(uint32_t vm, uint64_t address) const;

  // A range of which a part lies beyond the last address ends there. An empty one is that of the
  // page at its address.
  bool IsRam(uint64_t begin, uint64_t size) const;
  // The VM sees all pages the same way, and sees them at all.
  bool IsUniform(uint32_t vm, uint64_t begin, uint64_t size) const;
  bool IsExclusive(uint32_t vm, uint64_t begin, uint64_t size) const;
  bool IsOwned(uint32_t vm, uint64_t begin, uint64_t size) const;

  void SetMailbox(uint32_t vm, uint64_t send, uint64_t receive);
  // To `to`, with all access: what the others had is gone or stays, and so does the owner.
  void Pass(uint32_t to, uint64_t begin, uint64_t size, bool own, bool keep_access);

  // The page's owner can only read it.
  void MakeReadOnly(uint64_t address);

  // Calls f(begin, page) for each range of pages that are alike, in order; each ends where the next
  // begins.
  template <class F>
  void ForEachRange(F f) const {
    for (const Region& region : regions_) f(region.begin, region.page);
  }

  // Calls f(begin, end) for the ranges of pages that differ from those of another, but for the last
  // address's.
  template <class F>
  void ForEachDifference(const Memory& other, F f) const;

  bool operator==(const Memory&) const = default;

 private:
  struct Region {
    uint64_t begin = 0;
    Page page;
    bool operator==(const Region&) const = default;
  };

  static View ViewOf(uint32_t vm, const Page& page);
  size_t IndexAt(uint64_t address) const;
  // Makes a region begin at the address. Returns its index.
  size_t Split(uint64_t address);
  template <class F>
  void Change(uint64_t begin, uint64_t size, F f);
  template <class F>
  bool All(uint64_t begin, uint64_t size, F f) const;
  void Merge();

  // From 0 to the last address; two that follow each other differ. Empty: nothing is RAM.
  List<Region, 128> regions_;
};

template <class F>
void Memory::ForEachDifference(const Memory& other, F f) const {
  // Both begin at 0, and are gone through side by side.
  for (size_t i = 0, j = 0; i < regions_.size() && j < other.regions_.size();) {
    const uint64_t begin =
        regions_[i].begin > other.regions_[j].begin ? regions_[i].begin : other.regions_[j].begin;
    const uint64_t end = i + 1 < regions_.size() ? regions_[i + 1].begin : ~uint64_t{0};
    const uint64_t other_end =
        j + 1 < other.regions_.size() ? other.regions_[j + 1].begin : ~uint64_t{0};
    const uint64_t next = end < other_end ? end : other_end;
    if (!(regions_[i].page == other.regions_[j].page)) f(begin, next);
    if (end <= other_end) ++i;
    if (other_end <= end) ++j;
  }
}

}  // namespace hf::abi::model

#endif  // ABI_MODEL_MEMORY_H_
