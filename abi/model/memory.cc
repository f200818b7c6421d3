// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "abi/model/memory.h"

namespace hf::abi::model {
namespace {

constexpr uint64_t kPageMask = kPageSize - 1;

// The last address of a range.
constexpr uint64_t LastOf(uint64_t begin, uint64_t size) {
  const uint64_t last = size == 0 ? begin : begin + (size - 1);
  return last < begin ? ~uint64_t{0} : last | kPageMask;
}

}  // namespace

size_t Memory::IndexAt(uint64_t address) const {
  size_t low = 0, high = regions_.size();
  while (high - low > 1) {
    const size_t middle = (low + high) / 2;
    (regions_[middle].begin <= address ? low : high) = middle;
  }
  return low;
}

Memory::Page Memory::At(uint64_t address) const {
  return regions_.empty() ? Page{} : regions_[IndexAt(address)].page;
}

size_t Memory::Split(uint64_t address) {
  if (regions_.empty()) regions_.Append({});
  const size_t at = IndexAt(address);
  if (regions_[at].begin == address) return at;
  regions_.Insert(at + 1, {.begin = address, .page = regions_[at].page});
  return at + 1;
}

void Memory::Merge() {
  for (size_t i = 1; i < regions_.size();) {
    if (regions_[i].page == regions_[i - 1].page) {
      regions_.Remove(i);
    } else {
      ++i;
    }
  }
}

template <class F>
void Memory::Change(uint64_t begin, uint64_t size, F f) {
  const uint64_t last = LastOf(begin, size);
  const size_t first = Split(begin & ~kPageMask);
  const size_t end = last == ~uint64_t{0} ? regions_.size() : Split(last + 1);
  for (size_t i = first; i < end; ++i) f(regions_[i].page);
  Merge();
}

template <class F>
bool Memory::All(uint64_t begin, uint64_t size, F f) const {
  if (regions_.empty()) return f(Page{});
  const uint64_t last = LastOf(begin, size);
  for (size_t i = IndexAt(begin); i < regions_.size() && regions_[i].begin <= last; ++i) {
    if (!f(regions_[i].page)) return false;
  }
  return true;
}

void Memory::AddRam(uint64_t begin, uint64_t end, uint32_t owner) {
  Change(begin, end - begin, [&](Page& page) {
    page = {.ram = true, .owner = kNobody, .mailbox = false, .access = {}};
    if (owner >= kMostVms) return;
    page.owner = static_cast<uint8_t>(owner);
    page.access[owner] = kAll;
  });
}

void Memory::MakeReadOnly(uint64_t address) {
  Change(address, 1, [](Page& page) {
    if (page.owner < kMostVms) page.access[page.owner] = kRead;
  });
}

View Memory::ViewOf(uint32_t vm, const Page& page) {
  if (vm >= kMostVms) return {};
  bool others = false;
  for (uint32_t other = 0; other < kMostVms; ++other) {
    others = others || (other != vm && page.access[other] != 0);
  }
  const uint8_t access = page.access[vm];
  const bool owner = page.owner == vm;
  return {.read = (access & kRead) != 0,
          .write = (access & kWrite) != 0,
          .execute = (access & kExecute) != 0,
          .owner = owner,
          .exclusive = owner && !page.mailbox && access != 0 && !others};
}

View Memory::ViewOf(uint32_t vm, uint64_t address) const { return ViewOf(vm, At(address)); }

bool Memory::IsRam(uint64_t begin, uint64_t size) const {
  return All(begin, size, [](const Page& page) { return page.ram; });
}

bool Memory::IsUniform(uint32_t vm, uint64_t begin, uint64_t size) const {
  const View first = ViewOf(vm, begin);
  if (first == View{}) return false;
  return All(begin, size, [&](const Page& page) { return ViewOf(vm, page) == first; });
}

bool Memory::IsExclusive(uint32_t vm, uint64_t begin, uint64_t size) const {
  return All(begin, size, [&](const Page& page) { return ViewOf(vm, page).exclusive; });
}

bool Memory::IsOwned(uint32_t vm, uint64_t begin, uint64_t size) const {
  return All(begin, size, [&](const Page& page) { return ViewOf(vm, page).owner; });
}

void Memory::SetMailbox(uint32_t vm, uint64_t send, uint64_t receive) {
  if (vm >= kMostVms) return;
  const auto become = [&](uint64_t address, uint8_t access) {
    Change(address, kPageSize, [&](Page& page) {
      page.mailbox = true;
      page.access[vm] = access;
    });
  };
  become(send, kRead | kWrite);
  become(receive, kRead);
}

void Memory::Pass(uint32_t to, uint64_t begin, uint64_t size, bool own, bool keep_access) {
  if (to >= kMostVms) return;
  Change(begin, size, [&](Page& page) {
    if (own) page.owner = static_cast<uint8_t>(to);
    if (!keep_access) {
      for (uint8_t& access : page.access) access = 0;
    }
    page.access[to] = kAll;
  });
}

}  // namespace hf::abi::model
