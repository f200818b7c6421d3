// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Registers and bits of arguments and results. See diff.h.

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "abi/check/diff.h"
#include "abi/check/walk.h"
#include "abi/compiler/resolve.h"

namespace hf::check {
namespace {

// The rules about one field, for arguments and for results.
struct FieldRules {
  absl::string_view moved;
  absl::string_view removed;
  absl::string_view added;
  absl::string_view narrowed;
  absl::string_view widened;
  absl::string_view type;
  absl::string_view kind;
  absl::string_view unit;
  absl::string_view none;
};

constexpr FieldRules kArguments = {"HF012", "HF011", "HF010", "HF013", "HF014",
                                   "HF016", "HF018", "HF017", "HF018"};
constexpr FieldRules kResults = {"HF030", "HF031", "HF032", "HF037", "HF037",
                                 "HF039", "HF039", "HF038", "HF035"};

uint32_t WidthOf(const ir::Field& field) { return field.msb() - field.lsb() + 1; }

std::string TypeOf(const ir::Field& field) {
  switch (field.type()) {
    case ir::TYPE_ENUM:
      return field.enumeration();
    case ir::TYPE_BOOL:
      return "bool";
    default:
      return field.type() == ir::TYPE_SIGNED ? "signed" : "unsigned";
  }
}

std::string KindOf(ir::Kind kind) {
  return kind == ir::KIND_UNSPECIFIED ? "NUMBER" : ir::Kind_Name(kind).substr(5);
}

// What is at bits of a register that a message has no field for.
enum class Rest { kIgnored, kZero };

// The old record's say about all the bits of a field that are new to it.
Rest RestAt(const ir::Record& old, uint32_t x, uint32_t msb, uint32_t lsb) {
  for (uint32_t bit = lsb; bit <= msb; ++bit) {
    const bool zero = std::any_of(old.unused().begin(), old.unused().end(), [=](const auto& rest) {
      return rest.x() == x && rest.lsb() <= bit && bit <= rest.msb() && rest.zero();
    });
    if (!zero) return Rest::kIgnored;
  }
  return Rest::kZero;
}

class RecordDiff {
 public:
  RecordDiff(const Change& change, const ir::Record& old, const ir::Record& record,
             std::string subject)
      : change_(change), old_(old), new_(record), subject_(std::move(subject)) {}

  void Run() {
    const FieldRules& rules = new_.word() ? kResults : kArguments;
    Tag();
    Fields(old_.field(), new_.field(), rules, subject_);
    Variants();
    Unused();
  }

 private:
  const ir::Field* TagOf(const ir::Record& record) const {
    return record.has_tag() ? &record.field(static_cast<int>(record.tag())) : nullptr;
  }

  void Tag() {
    const ir::Field* old = TagOf(old_);
    const ir::Field* tag = TagOf(new_);
    if (old == nullptr && tag == nullptr) return;
    const auto text = [](const ir::Field* field) {
      return field == nullptr
                 ? "none"
                 : absl::StrCat("'", field->name(), "', ", TypeOf(*field), " in ", BitsOf(*field));
    };
    if (text(old) == text(tag)) return;
    change_.findings.New("HF033", tag == nullptr ? new_.place() : tag->place(), subject_,
                         absl::StrCat("tag: ", text(old), " → ", text(tag)));
    tag_changed_ = true;
  }

  template <typename List>
  void Fields(const List& olds, const List& news, const FieldRules& rules,
              const std::string& prefix) {
    for (const ir::Field& old : olds) {
      if (tag_changed_ && &old == TagOf(old_)) continue;
      const ir::Field* field = FindNamed(news, old.name());
      const std::string subject = absl::StrCat(prefix, ".", old.name());
      if (field != nullptr) {
        Field(old, *field, rules, subject);
      } else {
        change_.findings.Old(rules.removed, old.place(), subject,
                             absl::StrCat(BitsOf(old), " → nothing"));
      }
    }
    for (const ir::Field& field : news) {
      if (FindNamed(olds, field.name()) != nullptr || (tag_changed_ && &field == TagOf(new_))) {
        continue;
      }
      Added(field, rules, absl::StrCat(prefix, ".", field.name()));
    }
  }

  void Added(const ir::Field& field, const FieldRules& rules, const std::string& subject) {
    if (new_.word()) {
      change_.findings.New(rules.added, field.place(), subject,
                           absl::StrCat("nothing → ", TypeOf(field), " in ", BitsOf(field)));
      return;
    }
    const bool zero = RestAt(old_, field.x(), field.msb(), field.lsb()) == Rest::kZero;
    change_.findings.New(rules.added, field.place(), subject,
                         absl::StrCat(BitsOf(field), zero ? " had to be zero" : " was ignored",
                                      " → ", TypeOf(field)),
                         zero ? Class::kCompatible : Class::kBreaking);
  }

  void Field(const ir::Field& old, const ir::Field& field, const FieldRules& rules,
             const std::string& subject) {
    Findings& findings = change_.findings;
    if (old.x() != field.x() || old.lsb() != field.lsb()) {
      findings.New(rules.moved, field.place(), subject,
                   absl::StrCat(BitsOf(old), " → ", BitsOf(field)));
    } else if (old.msb() != field.msb()) {
      Width(old, field, rules, subject);
    }
    if (TypeOf(old) != TypeOf(field)) {
      findings.New(rules.type, field.place(), subject,
                   absl::StrCat(TypeOf(old), " → ", TypeOf(field)));
    } else if (KindOf(old.kind()) != KindOf(field.kind())) {
      findings.New(rules.kind, field.place(), subject,
                   absl::StrCat(KindOf(old.kind()), " → ", KindOf(field.kind())),
                   KindChange(old.kind(), field.kind()));
    }
    if (old.unit() != field.unit()) {
      const auto unit = [](const ir::Field& of) { return of.unit().empty() ? "none" : of.unit(); };
      // A number whose unit nobody had said is the same number.
      findings.New(rules.unit, field.place(), subject,
                   absl::StrCat("unit: ", unit(old), " → ", unit(field)),
                   old.unit().empty() ? Class::kDocumentation : Class::kBreaking);
    }
    None(old, field, rules, subject);
  }

  void Width(const ir::Field& old, const ir::Field& field, const FieldRules& rules,
             const std::string& subject) {
    const bool wider = field.msb() > old.msb();
    Class classification = Class::kBreaking;
    if (new_.word()) {
      if (!wider) classification = Class::kCompatible;
    } else if (wider && RestAt(old_, field.x(), field.msb(), old.msb() + 1) == Rest::kZero) {
      classification = Class::kCompatible;
    }
    change_.findings.New(wider ? rules.widened : rules.narrowed, field.place(), subject,
                         absl::StrCat(WidthOf(old), " bits → ", WidthOf(field), " bits (",
                                      BitsOf(old), " → ", BitsOf(field), ")"),
                         classification);
  }

  // Inputs may widen and outputs may narrow.
  Class KindChange(ir::Kind from, ir::Kind to) const {
    const auto any = [](ir::Kind kind) {
      return kind == ir::KIND_UNSPECIFIED || kind == ir::KIND_NUMBER;
    };
    const bool narrower = any(from) || (from == ir::KIND_BOOL && to == ir::KIND_UNIT);
    return new_.word() && narrower ? Class::kCompatible : Class::kBreaking;
  }

  std::optional<uint64_t> ValueOf(const ir::Abi& abi, const std::string& constant) const {
    const ir::Constant* found = idl::FindConstant(abi, constant);
    if (found == nullptr) return std::nullopt;
    return found->value();
  }

  void None(const ir::Field& old, const ir::Field& field, const FieldRules& rules,
            const std::string& subject) {
    const auto was = ValueOf(change_.before, old.none());
    const auto is = ValueOf(change_.after, field.none());
    if (was == is) return;
    const auto text = [](const ir::Field& of, const std::optional<uint64_t>& value) {
      return value ? absl::StrCat(of.none(), " = ", HexOf(*value)) : "no such value";
    };
    // Never none: outputs may narrow.
    const bool narrower = new_.word() && was && !is;
    change_.findings.New(rules.none, field.place(), subject,
                         absl::StrCat("none: ", text(old, was), " → ", text(field, is)),
                         narrower ? Class::kCompatible : Class::kBreaking);
  }

  void Variants() {
    const auto find = [](const ir::Record& record, const std::string& on) -> const ir::Variant* {
      for (const ir::Variant& variant : record.variant()) {
        if (variant.on() == on) return &variant;
      }
      return nullptr;
    };
    for (const ir::Variant& old : old_.variant()) {
      const ir::Variant* now = find(new_, old.on());
      const std::string subject = absl::StrCat(subject_, ".", old.field_name());
      if (now != nullptr) {
        Fields(old.field(), now->field(), kResults, subject);
      } else if (HasCode(change_.after, new_, old.on())) {
        change_.findings.Old("HF034", old.place(), subject,
                             absl::StrCat("with ", old.on(), ": ", FieldList(old), " → nothing"));
      }
    }
    for (const ir::Variant& variant : new_.variant()) {
      if (find(old_, variant.on()) != nullptr || !HasCode(change_.before, old_, variant.on())) {
        continue;
      }
      change_.findings.New("HF032", variant.place(),
                           absl::StrCat(subject_, ".", variant.field_name()),
                           absl::StrCat("with ", variant.on(), ": nothing → ", FieldList(variant)));
    }
  }

  bool HasCode(const ir::Abi& abi, const ir::Record& record, const std::string& code) const {
    const ir::Field* tag = TagOf(record);
    const ir::Enum* codes = tag == nullptr ? nullptr : idl::FindEnum(abi, tag->enumeration());
    return codes != nullptr && FindNamed(codes->value(), code) != nullptr;
  }

  static std::string FieldList(const ir::Variant& variant) {
    std::string text;
    for (const ir::Field& field : variant.field()) {
      absl::StrAppend(&text, text.empty() ? "" : ", ", field.name(), " in ", BitsOf(field));
    }
    return text;
  }

  // Bits that neither has a field for; of arguments only: what results have there is zero.
  void Unused() {
    if (new_.word()) return;
    const auto covered = [](const ir::Record& record, const ir::Unused& rest) {
      return std::any_of(record.field().begin(), record.field().end(), [&](const auto& field) {
        return field.x() == rest.x() && field.lsb() <= rest.msb() && rest.lsb() <= field.msb();
      });
    };
    for (const ir::Unused& rest : new_.unused()) {
      if (covered(old_, rest)) continue;
      const bool was_zero = RestAt(old_, rest.x(), rest.msb(), rest.lsb()) == Rest::kZero;
      if (was_zero == rest.zero()) continue;
      const auto text = [](bool zero) { return zero ? "must be zero" : "ignored"; };
      change_.findings.New("HF015", rest.place(), subject_,
                           absl::StrCat("x", rest.x(), " ", rest.msb(), ":", rest.lsb(), ": ",
                                        text(was_zero), " → ", text(rest.zero())),
                           rest.zero() ? Class::kBreaking : Class::kCompatible);
    }
  }

  const Change& change_;
  const ir::Record& old_;
  const ir::Record& new_;
  const std::string subject_;
  bool tag_changed_ = false;
};

// Compares two records once, however many calls use them.
class Pairs {
 public:
  explicit Pairs(const Change& change) : change_(change) {}

  // `user` is what findings are about if the records have different names.
  void Add(const std::string& old_name, const std::string& new_name, const std::string& user,
           bool word) {
    if (!done_.emplace(old_name, new_name).second) return;
    ir::Record nothing;
    nothing.set_word(word);
    const ir::Record* old = idl::FindRecord(change_.before, old_name);
    const ir::Record* now = idl::FindRecord(change_.after, new_name);
    if (old == nullptr && now == nullptr) return;
    if (old == nullptr) old = &nothing;
    if (now == nullptr) now = &nothing;
    const std::string subject = old_name == new_name ? SubjectOf(change_.after, *now) : user;
    RecordDiff(change_, InPlace(*old, *now), *now, subject).Run();
  }

 private:
  // The old record with its fields under the names that the new one has for those that begin at the
  // same bit: they are changed rather than one gone and one new.
  static ir::Record InPlace(const ir::Record& old, const ir::Record& now) {
    ir::Record renamed = old;
    for (ir::Field& field : *renamed.mutable_field()) {
      if (FindNamed(now.field(), field.name()) != nullptr) continue;
      for (const ir::Field& other : now.field()) {
        if (FindNamed(old.field(), other.name()) == nullptr && field.x() == other.x() &&
            field.lsb() == other.lsb()) {
          field.set_name(other.name());
          break;
        }
      }
    }
    return renamed;
  }

  const Change& change_;
  std::set<std::pair<std::string, std::string>> done_;
};

}  // namespace

std::string BitsOf(const ir::Field& field) {
  return absl::StrCat(field.x() == 0 ? "" : absl::StrCat("x", field.x(), " "), field.msb(), ":",
                      field.lsb());
}

std::string SubjectOf(const ir::Abi& abi, const ir::Record& record) {
  std::vector<std::string> calls;
  for (const ir::Call& call : abi.call()) {
    if (call.args() == record.name()) calls.push_back(NameOf(call));
  }
  return record.word() || calls.size() != 1 ? record.name() : calls[0];
}

void CompareRecords(const Change& change) {
  Pairs pairs(change);
  for (const ir::Call& call : change.after.call()) {
    const ir::Call* old = FindNamed(change.before.call(), call.name());
    if (old == nullptr) continue;
    pairs.Add(old->args(), call.args(), NameOf(call), false);
    pairs.Add(old->result(), call.result(), absl::StrCat(NameOf(call), ".result"), true);
  }
  for (const ir::Event& event : change.after.event()) {
    const ir::Event* old = FindNamed(change.before.event(), event.name());
    if (old == nullptr) continue;
    pairs.Add(old->result(), event.result(), absl::StrCat(NameOf(event), ".result"), true);
  }
}

}  // namespace hf::check
