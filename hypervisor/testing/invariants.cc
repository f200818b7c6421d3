// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/testing/invariants.h"

#include <algorithm>
#include <cstring>
#include <sstream>
#include <vector>

#include "hypervisor/arch/aarch64/model/pte.h"
#include "hypervisor/arch/memory.h"

namespace hf::test {
namespace {

using arch::Ownership;
using arch::Stage2Page;

// Pages that look the same, in one piece; those of nobody are left out.
struct Piece {
  uint64_t begin;
  uint64_t end;
  Stage2Page page;
  uint32_t vm;
};

template <class... Args>
std::string Text(const Args&... args) {
  std::ostringstream text;
  text << std::hex << std::showbase;
  (text << ... << args);
  return text.str();
}

bool IsOwner(const Stage2Page& page) {
  return page.ownership == Ownership::kOwned || page.ownership == Ownership::kShared;
}
bool HasAccess(const Stage2Page& page) { return page.read || page.write || page.execute; }

// A VM's tree (Arm ARM D8.3), from what VTTBR_EL2 and VTCR_EL2 say of it.
class Tree {
 public:
  Tree(TestSystem& t, uint32_t vm) : vm_(vm) {
    const arch::Stage2Root root = t.vm(vm).Loadable(t.vcpu(vm, 0)).stage2;
    const uint64_t ipa_bits = 64 - (root.vtcr & 0x3f);
    Walk(root.vttbr & 0x0000'ffff'ffff'fffe, uint64_t{1} << (ipa_bits - 30), 1, 0);
  }
  const std::vector<Piece>& pieces() const { return pieces_; }
  size_t tables() const { return tables_; }  // without the root
  const std::string& error() const { return error_; }

 private:
  // Not what a fuzzer is to explore.
  __attribute__((no_sanitize("coverage"))) void Walk(uint64_t table, uint64_t entries, int level,
                                                     uint64_t ipa) {
    const uint64_t span = uint64_t{1} << (39 - 9 * level);
    const std::byte* const bytes = arch::DirectMap(PhysAddr(table));
    for (uint64_t i = 0; i < entries; ++i, ipa += span) {
      uint64_t descriptor;
      std::memcpy(&descriptor, bytes + i * 8, 8);
      if (descriptor == 0) continue;
      const uint64_t address = descriptor & 0x0000'ffff'ffff'f000;
      if (level < 3 && (descriptor & 3) == 3) {
        ++tables_;
        Walk(address, 512, level + 1, ipa);
        continue;
      }
      const Stage2Page page = arch::DecodeStage2(descriptor);
      if ((descriptor & 1) != 0 && address != ipa) {
        error_ = Text("VM ", vm_, " has ", address, " at the IPA ", ipa);
      }
      if (page == Stage2Page{}) continue;
      if (!pieces_.empty() && pieces_.back().end == ipa && pieces_.back().page == page) {
        pieces_.back().end = ipa + span;
      } else {
        pieces_.push_back({ipa, ipa + span, page, vm_});
      }
    }
  }

  uint32_t vm_;
  std::vector<Piece> pieces_;
  size_t tables_ = 0;
  std::string error_;
};

// What is wrong with a stretch of RAM that these VMs have something of; empty if nothing is.
std::string Wrong(const std::vector<const Piece*>& present) {
  const Piece* owner = nullptr;
  const Piece* borrower = nullptr;
  for (const Piece* piece : present) {
    if (piece->page.device) return Text("is a device to VM ", piece->vm);
    if (IsOwner(piece->page)) {
      if (owner != nullptr) return Text("has two owners, VM ", owner->vm, " and VM ", piece->vm);
      owner = piece;
    } else if (piece->page.ownership == Ownership::kBorrowed) {
      if (borrower != nullptr) {
        return Text("is lent to both VM ", borrower->vm, " and VM ", piece->vm);
      }
      borrower = piece;
    } else if (HasAccess(piece->page)) {
      return Text("is open to VM ", piece->vm, ", which has no claim to it");
    }
  }
  if (owner == nullptr) return "has no owner";
  if (borrower != nullptr && owner->page.ownership != Ownership::kShared) {
    return Text("is VM ", owner->vm, "'s alone, and lent to VM ", borrower->vm);
  }
  return "";
}

// The stretches that the pieces cut the range into.
std::vector<uint64_t> Cuts(const std::vector<Piece>& pieces, PhysRange range) {
  const uint64_t begin = range.begin().raw(), end = range.end().raw();
  std::vector<uint64_t> cuts = {begin, end};
  for (const Piece& piece : pieces) {
    for (const uint64_t at : {piece.begin, piece.end}) {
      if (at > begin && at < end) cuts.push_back(at);
    }
  }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  return cuts;
}

size_t CountTablePages(TestSystem& t) {
  size_t pages = t.system().pool.free_pages();
  for (uint32_t id = 0; id < t.system().vm_count; ++id) pages += Tree(t, id).tables();
  return pages;
}

std::string CheckMailbox(TestSystem& t, uint32_t id) {
  uint64_t send = 0, receive = 0;
  {
    const auto state = t.vm(id).state().Lock();
    if (!state->mailbox.configured()) return "";
    send = state->mailbox.send_page().raw();
    receive = state->mailbox.receive_page().raw();
  }
  const Stage2Page send_page = t.PageOf(id, send), receive_page = t.PageOf(id, receive);
  if (!send_page.read || !send_page.write || send_page.execute || !receive_page.read ||
      receive_page.write || receive_page.execute) {
    return Text("VM ", id, " has other access to its mailbox than it should");
  }
  return "";
}

}  // namespace

Invariants::Invariants(TestSystem& t) : table_pages_(CountTablePages(t)) {}

std::string Invariants::Check(TestSystem& t) const {
  const std::string wrong = CheckVcpus(t);
  return wrong.empty() ? CheckMemory(t) : wrong;
}

std::string Invariants::CheckVcpus(TestSystem& t) const {
  using abi::VcpuState;
  for (uint32_t cpu = 0; cpu < t.system().cpu_count; ++cpu) {
    Vcpu& vcpu = t.on(cpu);
    if (vcpu.loaded_on.load() != &t.system().cpus[cpu]) {
      return Text("CPU ", cpu, " runs a vCPU of VM ", vcpu.vm->id(), " that is loaded elsewhere");
    }
    if (vcpu.vm->is_primary() && vcpu.index != cpu) {
      return Text("CPU ", cpu, " runs the primary's vCPU ", vcpu.index);
    }
  }
  for (uint32_t id = 1; id < t.system().vm_count; ++id) {
    const auto state = t.vm(id).state().Lock();
    for (Vcpu& vcpu : t.vm(id).vcpus()) {
      size_t running = 0;
      for (uint32_t cpu = 0; cpu < t.system().cpu_count; ++cpu) running += &t.on(cpu) == &vcpu;
      const VcpuState is = state->vcpus[vcpu.index];
      if (running != (is == VcpuState::kRunning ? 1u : 0u)) {
        return Text("vCPU ", vcpu.index, " of VM ", id, " is ", abi::Name(is), " and runs on ",
                    running, " CPUs");
      }
      if (running == 0 && vcpu.loaded_on.load() != nullptr) {
        return Text("vCPU ", vcpu.index, " of VM ", id, " does not run, but is loaded");
      }
      if (is == VcpuState::kAborted && state->life != abi::VmState::kAborting) {
        return Text("vCPU ", vcpu.index, " is aborted, its VM ", id, " is not");
      }
    }
  }
  return "";
}

std::string Invariants::CheckMemory(TestSystem& t) const {
  std::vector<Piece> pieces;
  size_t tables = t.system().pool.free_pages();
  for (uint32_t id = 0; id < t.system().vm_count; ++id) {
    const Tree tree(t, id);
    if (!tree.error().empty()) return tree.error();
    pieces.insert(pieces.end(), tree.pieces().begin(), tree.pieces().end());
    tables += tree.tables();
    const std::string mailbox = CheckMailbox(t, id);
    if (!mailbox.empty()) return mailbox;
  }
  if (tables != table_pages_) {
    return Text("the pool and the trees have ", tables, " pages, not ", table_pages_);
  }
  for (const PhysRange& ram : t.system().ram) {
    const std::vector<uint64_t> cuts = Cuts(pieces, ram);
    for (size_t i = 0; i + 1 < cuts.size(); ++i) {
      std::vector<const Piece*> present;
      for (const Piece& piece : pieces) {
        if (piece.begin <= cuts[i] && cuts[i] < piece.end) present.push_back(&piece);
      }
      const bool el2 = t.image().Contains(PhysAddr(cuts[i]));
      if (el2 && present.empty()) continue;
      const std::string wrong =
          el2 ? Text("is EL2's, and VM ", present[0]->vm, " has it too") : Wrong(present);
      if (!wrong.empty()) return Text("RAM from ", cuts[i], " to ", cuts[i + 1], " ", wrong);
    }
  }
  return "";
}

}  // namespace hf::test
