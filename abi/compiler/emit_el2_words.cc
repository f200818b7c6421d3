// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Calls and words of released levels, as calls and words of the current ABI. See emit_el2_levels.h.

#include <algorithm>
#include <optional>

#include "abi/compiler/emit.h"
#include "abi/compiler/emit_el2_levels.h"
#include "abi/compiler/names.h"
#include "abi/compiler/resolve.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

using Fields = google::protobuf::RepeatedPtrField<ir::Field>;

const ir::Field* FindField(const Fields& fields, absl::string_view name) {
  for (const ir::Field& field : fields) {
    if (field.name() == name) return &field;
  }
  return nullptr;
}

bool IsSameEnum(const ir::Enum& a, const ir::Enum& b) {
  return a.value_size() == b.value_size() &&
         std::equal(a.value().begin(), a.value().end(), b.value().begin(),
                    [](const ir::EnumValue& x, const ir::EnumValue& y) {
                      return x.name() == y.name() && x.number() == y.number();
                    });
}

bool IsSameField(const ir::Abi& abi, const ir::Field& field, const ir::Abi& released,
                 const ir::Field& old) {
  if (field.x() != old.x() || field.msb() != old.msb() || field.lsb() != old.lsb()) return false;
  if (field.type() != old.type()) return false;
  return field.type() != ir::TYPE_ENUM ||
         IsSameEnum(EnumOf(abi, field.enumeration()), EnumOf(released, old.enumeration()));
}

bool AreSameFields(const ir::Abi& abi, const Fields& fields, const ir::Abi& released,
                   const Fields& old_fields) {
  if (fields.size() != old_fields.size()) return false;
  for (const ir::Field& field : fields) {
    const ir::Field* old = FindField(old_fields, field.name());
    if (old == nullptr || !IsSameField(abi, field, released, *old)) return false;
  }
  return true;
}

// Whether VMs of a level see each value of a word's tag as itself.
bool IsSeenAsItIs(const ir::Abi& abi, const ir::Record& word, const Level& level) {
  const ir::Enum& tags = EnumOf(abi, word.field(static_cast<int>(word.tag())).enumeration());
  return std::all_of(
      tags.value().begin(), tags.value().end(),
      [&level](const ir::EnumValue& value) { return SeenAt(value, level) == value.name(); });
}

// The number of the constant that stands for none; nothing if none does.
std::optional<uint64_t> NoneOf(const ir::Abi& abi, const ir::Field& field) {
  if (field.none().empty()) return std::nullopt;
  return FindConstant(abi, field.none())->value();
}

// 0 means success, and nothing else does.
bool IsUnit(const ir::Record& record) { return record.field(0).kind() == ir::KIND_UNIT; }

const Fields& ArgumentsOf(const ir::Abi& abi, const ir::Call& call) {
  static const Fields kNone;
  return call.args().empty() ? kNone : RecordOf(abi, call.args()).field();
}

absl::Status Lacks(const ir::Abi& released, absl::string_view what, absl::string_view name) {
  return absl::InvalidArgumentError(absl::StrCat("VMs of level ", Level::Of(released).ToString(),
                                                 " cannot be served: ", what, " '", name,
                                                 "' has no counterpart in the current ABI"));
}

absl::Status CheckFields(const Fields& fields, const ir::Abi& released, const Fields& old_fields,
                         absl::string_view of) {
  for (const ir::Field& old : old_fields) {
    if (FindField(fields, old.name()) == nullptr) {
      return Lacks(released, "field", absl::StrCat(of, ".", old.name()));
    }
  }
  return absl::OkStatus();
}

// Each value of the current ABI's tag is a value of the released one.
absl::Status CheckTagged(const ir::Abi& abi, const ir::Abi& released, const WordPair& words) {
  const auto& [word, old] = words;
  if (!old->has_tag()) return Lacks(released, "result", old->name());
  const ir::Enum& tags = EnumOf(abi, word->field(static_cast<int>(word->tag())).enumeration());
  const ir::Enum& old_tags =
      EnumOf(released, old->field(static_cast<int>(old->tag())).enumeration());
  for (const ir::EnumValue& value : tags.value()) {
    const std::string seen = SeenAt(value, Level::Of(released));
    if (FindValue(old_tags, seen) == nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat("VMs of level ", Level::Of(released).ToString(), " cannot be told of ",
                       value.name(), ", which their ", old_tags.name(),
                       " does not have: say 'before' which of its values they get instead"));
    }
    const ir::Variant* old_variant = VariantOn(*old, seen);
    const ir::Variant* variant = VariantOn(*word, value.name());
    if (old_variant == nullptr) continue;
    if (variant == nullptr) return Lacks(released, "payload of", seen);
    absl::Status status =
        CheckFields(variant->field(), released, old_variant->field(), old->name());
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckWord(const ir::Abi& abi, const ir::Abi& released, const WordPair& words) {
  if (words.first->has_tag()) return CheckTagged(abi, released, words);
  // A number may have another name.
  if (IsScalar(*words.first) && IsScalar(*words.second)) return absl::OkStatus();
  return CheckFields(words.first->field(), released, words.second->field(), words.second->name());
}

WordPair ResultsOf(const ir::Abi& abi, const ir::Call& call, const ir::Abi& released,
                   const ir::Call& old_call) {
  return {&RecordOf(abi, call.result()), &RecordOf(released, old_call.result())};
}

// A field's bits of a register, shifted to the lowest.
std::string BitsAt(const ir::Field& field, absl::string_view word) {
  const std::string bits =
      field.lsb() == 0 ? std::string(word) : absl::StrCat("(", word, " >> ", field.lsb(), ")");
  return field.msb() == 63 ? bits : absl::StrCat("(", bits, " & ", Mask(BitsOf(field)), ")");
}

std::string ShiftedTo(uint32_t lsb, const std::string& bits) {
  return lsb == 0 ? bits : absl::StrCat("(", bits, " << ", lsb, ")");
}

// A field of the current word, `value`, at its place in the released one.
std::string Placed(const ir::Field& field, const ir::Field& old, absl::string_view value) {
  std::string bits = absl::StrCat("uint64_t{", value, "}");
  if (field.type() == ir::TYPE_ENUM) bits = absl::StrCat("static_cast<uint64_t>(", value, ")");
  if (BitsOf(old) < StorageBits(field))
    bits = absl::StrCat("(", bits, " & ", Mask(BitsOf(old)), ")");
  return ShiftedTo(old.lsb(), bits);
}

std::vector<std::string> AllPlaced(const Fields& fields, const Fields& old_fields,
                                   absl::string_view value) {
  std::vector<std::string> terms;
  for (const ir::Field& old : old_fields) {
    const ir::Field& field = *FindField(fields, old.name());
    terms.push_back(Placed(field, old, absl::StrCat(value, ".", field.name())));
  }
  return terms;
}

// All of them, on as many lines as it takes.
void ReturnOr(const std::vector<std::string>& terms, size_t indent, Writer& out) {
  std::string line = "return ";
  for (size_t i = 0; i < terms.size(); ++i) {
    const std::string term = absl::StrCat(terms[i], i + 1 == terms.size() ? ";" : " |");
    if (indent + line.size() + term.size() > Writer::kColumns) {
      line.pop_back();
      out.Line(line);
      line = std::string(sizeof("return ") - 1, ' ');
    }
    absl::StrAppend(&line, term, " ");
  }
  line.pop_back();
  out.Line(line);
}

class TranscoderEmitter {
 public:
  TranscoderEmitter(const ir::Abi& abi, const ir::Abi& released, const WordPair& words, Writer& out)
      : abi_(abi), released_(released), word_(*words.first), old_(*words.second), out_(out) {}

  void Emit() {
    if (IsScalar(word_)) return Scalar();
    out_.Line("const ", word_.name(), " value = ", word_.name(), "::Decode(word);");
    if (word_.has_tag()) {
      Tagged();
    } else {
      Plain();
    }
  }

 private:
  void Scalar() {
    const ir::Field& field = word_.field(0);
    const ir::Field& old = old_.field(0);
    if (IsUnit(old_) && !IsUnit(word_)) {
      out_.Comment("//", "Success is 0, whatever else it says.");
      out_.Line("if (static_cast<int64_t>(word) > 0) return 0;");
    }
    None(field, old, "word");
    out_.Line("return ", BitsOf(old) == 64 ? "word" : absl::StrCat("word & ", Mask(BitsOf(old))),
              ";");
  }

  // What stands for none becomes what stood for it.
  void None(const ir::Field& field, const ir::Field& old, const std::string& value) {
    const std::optional<uint64_t> none = NoneOf(abi_, field);
    if (!none) return;
    const std::optional<uint64_t> old_none = NoneOf(released_, old);
    std::string instead = absl::StrCat("static_cast<uint64_t>(", old_.none(), ")");
    if (!old_.has_none()) {
      if (!old_none || old_none == none) return;
      instead = ShiftedTo(old.lsb(), Literal(*old_none));
    }
    out_.Line("if (", value, " == k", CamelCase(field.none()), ") return ", instead, ";");
  }

  void Plain() {
    for (const ir::Field& field : word_.field()) {
      const ir::Field* old = FindField(old_.field(), field.name());
      if (old != nullptr) None(field, *old, absl::StrCat("value.", field.name()));
    }
    ReturnOr(AllPlaced(word_.field(), old_.field(), "value"), 2, out_);
  }

  // The released values in their order, each with all that are seen as it.
  void Tagged() {
    const ir::Field& tag = word_.field(static_cast<int>(word_.tag()));
    const ir::Field& old_tag = old_.field(static_cast<int>(old_.tag()));
    const ir::Enum& tags = EnumOf(abi_, tag.enumeration());
    const ir::Enum& old_tags = EnumOf(released_, old_tag.enumeration());
    out_.Line("switch (value.", tag.name(), ") {");
    out_.Indent();
    for (const ir::EnumValue& old_value : old_tags.value()) {
      const ir::Variant* old_variant = VariantOn(old_, old_value.name());
      const std::string tagged = ShiftedTo(old_tag.lsb(), absl::StrCat(old_value.number()));
      bool any = false;
      for (const ir::EnumValue& value : tags.value()) {
        if (SeenAt(value, Level::Of(released_)) != old_value.name()) continue;
        any = true;
        out_.Line("case ", tags.name(), "::k", CamelCase(value.name()), ":");
        if (old_variant == nullptr) continue;
        const ir::Variant& variant = *VariantOn(word_, value.name());
        std::vector<std::string> terms = AllPlaced(variant.field(), old_variant->field(),
                                                   absl::StrCat("value.", variant.field_name()));
        terms.insert(terms.begin(), tagged);
        out_.Indent();
        ReturnOr(terms, 6, out_);
        out_.Outdent();
        any = false;
      }
      if (any) out_.Line("  return ", tagged, ";");
    }
    out_.Outdent();
    out_.Line("}");
    out_.Comment("//", "No other value is ever encoded.");
    out_.Line("return static_cast<uint64_t>(kUnknownResult);");
  }

  const ir::Abi& abi_;
  const ir::Abi& released_;
  const ir::Record& word_;
  const ir::Record& old_;
  Writer& out_;
};

}  // namespace

const ir::Call* FindCall(const ir::Abi& abi, absl::string_view name) {
  for (const ir::Call& call : abi.call()) {
    if (call.name() == name) return &call;
  }
  return nullptr;
}

const ir::Call* FindCall(const ir::Abi& abi, uint32_t number) {
  for (const ir::Call& call : abi.call()) {
    if (call.number() == number) return &call;
  }
  return nullptr;
}

absl::Status CheckServable(const ir::Abi& abi, const ir::Abi& released) {
  if (released.id_mask() != abi.id_mask() || released.unknown_result() != abi.unknown_result()) {
    return Lacks(released, "the convention of", released.source());
  }
  for (const ir::Call& old_call : released.call()) {
    const ir::Call* call = FindCall(abi, old_call.name());
    if (call == nullptr) return Lacks(released, "call", SnakeCase(old_call.name()));
    absl::Status status = CheckFields(ArgumentsOf(abi, *call), released,
                                      ArgumentsOf(released, old_call), SnakeCase(call->name()));
    if (status.ok()) {
      status = CheckWord(abi, released, ResultsOf(abi, *call, released, old_call));
    }
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

std::string LevelSuffix(const ir::Abi& abi) { return absl::StrCat(abi.major(), "_", abi.minor()); }

uint32_t FirstNumber(const ir::Abi& abi, const std::vector<ir::Abi>& released) {
  uint32_t first = abi.call(0).number();
  for (const ir::Abi& old : released) first = std::min(first, old.call(0).number());
  return first;
}

uint32_t CountNumbers(const ir::Abi& abi, uint32_t first) {
  return abi.call(abi.call_size() - 1).number() - first + 1;
}

bool IsSameWord(const ir::Abi& abi, const ir::Abi& released, const WordPair& words) {
  const auto& [word, old] = words;
  if (IsScalar(*word) != IsScalar(*old) || word->has_tag() != old->has_tag()) return false;
  if (IsScalar(*word)) {
    const ir::Field& field = word->field(0);
    const ir::Field& old_field = old->field(0);
    return field.type() == old_field.type() && BitsOf(field) == BitsOf(old_field) &&
           (IsUnit(*word) || !IsUnit(*old)) && NoneOf(abi, field) == NoneOf(released, old_field);
  }
  if (!AreSameFields(abi, word->field(), released, old->field())) return false;
  if (word->has_tag() && !IsSeenAsItIs(abi, *word, Level::Of(released))) return false;
  for (const ir::Field& field : word->field()) {
    if (NoneOf(abi, field) != NoneOf(released, *FindField(old->field(), field.name())))
      return false;
  }
  if (word->has_none() != old->has_none() || word->none() != old->none()) return false;
  if (word->variant_size() != old->variant_size()) return false;
  for (const ir::Variant& variant : word->variant()) {
    const ir::Variant* old_variant = VariantOn(*old, variant.on());
    if (old_variant == nullptr ||
        !AreSameFields(abi, variant.field(), released, old_variant->field())) {
      return false;
    }
  }
  return true;
}

bool IsSameCall(const ir::Abi& abi, const ir::Call& call, const ir::Abi& released,
                const ir::Call& old_call) {
  return AreSameFields(abi, ArgumentsOf(abi, call), released, ArgumentsOf(released, old_call)) &&
         IsSameWord(abi, released, ResultsOf(abi, call, released, old_call));
}

std::vector<std::string> CurrentArguments(const ir::Abi& abi, const ir::Call& call,
                                          const ir::Abi& released, const ir::Call& old_call) {
  const Fields& fields = ArgumentsOf(abi, call);
  const Fields& old_fields = ArgumentsOf(released, old_call);
  std::vector<std::string> registers;
  for (uint32_t x = 1; x <= 3; ++x) {
    bool same = true;
    std::vector<std::string> terms;
    for (const ir::Field& field : fields) {
      if (field.x() != x) continue;
      const ir::Field* old = FindField(old_fields, field.name());
      same = same && old != nullptr && IsSameField(abi, field, released, *old);
      if (old == nullptr) continue;
      const std::string word = absl::StrCat("x", old->x());
      terms.push_back(ShiftedTo(field.lsb(), old->type() == ir::TYPE_BOOL
                                                 ? absl::StrCat("uint64_t{", word, " != 0}")
                                                 : BitsAt(*old, word)));
    }
    // Bits that belong to no field are ignored.
    if (same && !terms.empty()) {
      registers.push_back(absl::StrCat("x", x));
    } else {
      registers.push_back(terms.empty() ? "0" : absl::StrJoin(terms, " | "));
    }
  }
  return registers;
}

std::vector<WordPair> ChangedWords(const ir::Abi& abi, const ir::Abi& released) {
  std::vector<WordPair> changed;
  for (const ir::Call& old_call : released.call()) {
    const WordPair words = ResultsOf(abi, *FindCall(abi, old_call.name()), released, old_call);
    if (IsSameWord(abi, released, words)) continue;
    if (std::find(changed.begin(), changed.end(), words) == changed.end()) changed.push_back(words);
  }
  return changed;
}

std::string TranscoderName(const ir::Abi& released, const WordPair& words) {
  const std::string suffix = LevelSuffix(released);
  if (words.first->name() == words.second->name()) {
    return absl::StrCat(words.first->name(), suffix);
  }
  return absl::StrCat(words.first->name(), "As", words.second->name(), suffix);
}

void EmitTranscoder(const ir::Abi& abi, const ir::Abi& released, const WordPair& words,
                    Writer& out) {
  out.Line("uint64_t ", TranscoderName(released, words), "(uint64_t word) {");
  out.Indent();
  TranscoderEmitter(abi, released, words, out).Emit();
  out.Outdent();
  out.Line("}");
}

}  // namespace hf::idl
