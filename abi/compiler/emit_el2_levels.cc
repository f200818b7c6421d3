// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// abi/el2/levels.h and levels.cc: what there is at which level of the ABI, and the words that VMs
// of older levels get. See emit_el2_levels.h.

#include "abi/compiler/emit_el2_levels.h"

#include <algorithm>

#include "abi/compiler/emit.h"
#include "abi/compiler/names.h"
#include "abi/compiler/resolve.h"
#include "absl/strings/str_cat.h"

namespace hf::idl {
namespace {

class El2Levels {
 public:
  El2Levels(const ir::Abi& abi, const std::vector<ir::Abi>& released)
      : abi_(abi), released_(released) {
    for (const ir::Abi& old : released_) levels_.push_back(&old);
    levels_.push_back(&abi_);
  }

  std::string Header() {
    FileHead(abi_,
             "The levels of the ABI that VMs are served at: what each of them has, and how results "
             "look there.",
             out_);
    out_.Line("#ifndef ABI_EL2_LEVELS_H_");
    out_.Line("#define ABI_EL2_LEVELS_H_");
    out_.Line();
    out_.Line("#include <cstdint>");
    out_.Line();
    out_.Line("#include \"abi/el2/types.h\"");
    out_.Line();
    out_.Line("namespace hf::abi {");
    out_.Line();
    Levels();
    Has();
    out_.Comment(
        "//", "The call that a number is at a level; 0, which is none, if there is no such call.");
    out_.Line("Call CallAt(Level level, uint32_t number);");
    out_.Line();
    Transcoders();
    EncodeAt();
    out_.Line("}  // namespace hf::abi");
    out_.Line();
    out_.Line("#endif  // ABI_EL2_LEVELS_H_");
    return out_.text();
  }

  std::string Source() {
    FileHead(abi_, "See levels.h.", out_);
    out_.Line("#include \"abi/el2/levels.h\"");
    out_.Line();
    out_.Line("#include <cstdint>");
    out_.Line();
    out_.Line("namespace hf::abi {");
    out_.Line();
    CallAt();
    for (const ir::Abi& old : released_) {
      for (const WordPair& words : ChangedWords(abi_, old)) {
        EmitTranscoder(abi_, old, words, out_);
        out_.Line();
      }
    }
    out_.Line("}  // namespace hf::abi");
    return out_.text();
  }

 private:
  static std::string Name(const ir::Abi& abi) { return absl::StrCat("Level::k", LevelSuffix(abi)); }

  void Levels() {
    out_.Comment("//", "The version of the ABI that a VM was built for.");
    out_.Line("enum class Level : uint8_t {");
    for (const ir::Abi* abi : levels_) out_.Line("  k", LevelSuffix(*abi), ",");
    out_.Line("};");
    out_.Line();
    out_.Line("struct Version {");
    out_.Line("  uint16_t major;");
    out_.Line("  uint16_t minor;");
    out_.Line("};");
    out_.Line("constexpr Version VersionOf(Level level) {");
    out_.Line("  constexpr Version kVersions[] = {");
    for (const ir::Abi* abi : levels_) {
      out_.Line("      {.major = ", abi->major(), ", .minor = ", abi->minor(), "},");
    }
    out_.Line("  };");
    out_.Line("  return kVersions[static_cast<uint8_t>(level)];");
    out_.Line("}");
    out_.Line();
  }

  // Calls, by the first level that has them and keeps them.
  void Has() {
    out_.Comment("//", "Whether VMs of a level can make a call.");
    out_.Line("constexpr bool Has(Level level, Call call) {");
    out_.Line("  switch (call) {");
    for (size_t first = 1; first < levels_.size(); ++first) {
      bool any = false;
      for (const ir::Call& call : abi_.call()) {
        if (FirstLevel(call) != first) continue;
        any = true;
        out_.Line("    case Call::k", call.name(), ":");
      }
      if (any) out_.Line("      return level >= ", Name(*levels_[first]), ";");
    }
    out_.Line("    default:");
    out_.Line("      return true;");
    out_.Line("  }");
    out_.Line("}");
    out_.Line();
  }

  size_t FirstLevel(const ir::Call& call) const {
    size_t first = levels_.size() - 1;
    while (first > 0 && FindCall(*levels_[first - 1], call.name()) != nullptr) --first;
    return first;
  }

  // Levels whose calls are the first of the current ones share their table.
  void CallAt() {
    const uint32_t first = FirstNumber(abi_, released_);
    const std::vector<std::string> current = Calls(abi_, first);
    std::vector<std::string> numbered;
    out_.Line("namespace {");
    out_.Line();
    for (const ir::Abi* abi : levels_) {
      const std::vector<std::string> calls = Calls(*abi, first);
      std::string name = "kCalls";
      const bool shared =
          calls.size() <= current.size() && std::equal(calls.begin(), calls.end(), current.begin());
      if (!shared) absl::StrAppend(&name, LevelSuffix(*abi));
      if (!shared || abi == &abi_) {
        out_.Line("constexpr Call ", name, "[] = {");
        for (const std::string& call : calls) out_.Line("    ", call, ",");
        out_.Line("};");
        out_.Line();
      }
      numbered.push_back(absl::StrCat("{", name, ", ", calls.size(), "}"));
    }
    out_.Comment("//", "By level: its calls in the order of their numbers, and how many.");
    out_.Line("struct Numbered {");
    out_.Line("  const Call* calls;");
    out_.Line("  uint64_t count;");
    out_.Line("};");
    out_.Line("constexpr Numbered kNumbered[] = {");
    for (const std::string& entry : numbered) out_.Line("    ", entry, ",");
    out_.Line("};");
    out_.Line();
    out_.Line("}  // namespace");
    out_.Line();
    out_.Line("Call CallAt(Level level, uint32_t number) {");
    out_.Line("  const Numbered& numbered = kNumbered[static_cast<uint8_t>(level)];");
    out_.Line("  const uint32_t index = (number & kIdMask) - 0x", absl::Hex(first), ";");
    out_.Line("  return index < numbered.count ? numbered.calls[index] : Call{};");
    out_.Line("}");
    out_.Line();
  }

  static std::vector<std::string> Calls(const ir::Abi& abi, uint32_t first) {
    std::vector<std::string> calls(CountNumbers(abi, first), "Call{}");
    for (const ir::Call& call : abi.call()) {
      calls[call.number() - first] = absl::StrCat("Call::k", call.name());
    }
    return calls;
  }

  void Transcoders() {
    for (const ir::Abi& old : released_) {
      const std::vector<WordPair> changed = ChangedWords(abi_, old);
      if (changed.empty()) continue;
      out_.Comment("//", absl::StrCat("Words as VMs of level ", Level::Of(old).ToString(),
                                      " get them, of those that others get."));
      for (const WordPair& words : changed) {
        out_.Line("uint64_t ", TranscoderName(old, words), "(uint64_t word);");
      }
      out_.Line();
    }
  }

  // Of results that are structures: those that are written where no call returns them.
  void EncodeAt() {
    for (const ir::Record& record : abi_.record()) {
      if (!record.word() || IsScalar(record)) continue;
      std::vector<std::string> changes;
      for (const ir::Abi& old : released_) {
        for (const WordPair& words : ChangedWords(abi_, old)) {
          if (words.first != &record) continue;
          changes.push_back(absl::StrCat("  if (level == ", Name(old),
                                         ") [[unlikely]] {\n    return ",
                                         TranscoderName(old, words), "(value.Encode());\n  }\n"));
        }
      }
      out_.Comment("//", "The word that a VM of the level gets for it.");
      out_.Line("[[gnu::always_inline]] inline uint64_t EncodeAt(Level",
                changes.empty() ? "" : " level", ", const ", record.name(), "& value) {");
      for (const std::string& change : changes) out_.Raw(change);
      out_.Line("  return value.Encode();");
      out_.Line("}");
      out_.Line();
    }
  }

  const ir::Abi& abi_;
  const std::vector<ir::Abi>& released_;
  // The oldest first, the current one last.
  std::vector<const ir::Abi*> levels_;
  Writer out_;
};

}  // namespace

std::string EmitEl2LevelsHeader(const ir::Abi& abi, const std::vector<ir::Abi>& released) {
  return El2Levels(abi, released).Header();
}

std::string EmitEl2Levels(const ir::Abi& abi, const std::vector<ir::Abi>& released) {
  return El2Levels(abi, released).Source();
}

}  // namespace hf::idl
