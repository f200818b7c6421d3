// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Comments and other sentences; since when things are there, and until when. See diff.h.

#include "abi/check/diff.h"
#include "abi/check/walk.h"
#include "abi/compiler/level.h"

namespace hf::check {
namespace {

class Texts {
 public:
  explicit Texts(Findings& findings) : findings_(findings) {}

  // The comments of what both lists have; `prefix` goes before the name in subjects.
  template <typename List>
  void Each(const List& olds, const List& news, const std::string& prefix) {
    for (const auto& item : news) {
      const auto* old = FindNamed(olds, item.name());
      if (old != nullptr) One(*old, item, absl::StrCat(prefix, item.name()));
    }
  }

  // Of facts and effects the comment is all that says what they are.
  template <typename List>
  void Definitions(const List& olds, const List& news) {
    for (const auto& item : news) {
      const auto* old = FindNamed(olds, item.name());
      if (old == nullptr || old->doc() == item.doc()) continue;
      findings_.New("HF100", item.place(), item.name(),
                    absl::StrCat("defined as \"", old->doc(), "\" → \"", item.doc(), "\""),
                    SameWords(old->doc(), item.doc()) ? Class::kDocumentation : Class::kBreaking);
    }
  }

  template <typename Item>
  void One(const Item& old, const Item& item, const std::string& subject) {
    if (old.doc() == item.doc()) return;
    findings_.New("HF100", item.place(), subject,
                  absl::StrCat("\"", old.doc(), "\" → \"", item.doc(), "\""));
  }

 private:
  Findings& findings_;
};

// What was there and is not any more had to be deprecated in a version before.
template <typename List>
void CompareRemoved(const List& olds, const List& news, const std::string& prefix,
                    Findings& findings) {
  for (const auto& old : olds) {
    if (FindNamed(news, old.name()) != nullptr || old.has_deprecated()) continue;
    findings.Old("HF083", old.place(), absl::StrCat(prefix, old.name()),
                 "is removed without having been deprecated");
  }
}

class Lives {
 public:
  explicit Lives(const Change& change)
      : old_level_(idl::Level::Of(change.before)),
        new_level_(idl::Level::Of(change.after)),
        findings_(change.findings) {}

  template <typename Item>
  void One(const Item* old, const Item& item, const std::string& subject) {
    if (old == nullptr) return Added(item, subject);
    if (old->since() != item.since()) {
      findings_.New("HF100", item.place(), subject,
                    absl::StrCat("since \"", old->since(), "\" → \"", item.since(), "\""));
    }
    if (old->has_deprecated() == item.has_deprecated()) return;
    findings_.New("HF105", item.place(), subject,
                  item.has_deprecated()
                      ? absl::StrCat("deprecated since ", item.deprecated().since(), ": ",
                                     item.deprecated().note())
                      : "is not deprecated any more");
  }

 private:
  template <typename Item>
  void Added(const Item& item, const std::string& subject) {
    const auto since = idl::Level::Parse(item.since());
    // Within a version that is not released yet, things come one after the other.
    const bool unreleased = old_level_ == new_level_ && since == new_level_;
    if (unreleased || (since && old_level_ < *since && *since <= new_level_)) return;
    const std::string what = item.has_since() ? absl::StrCat("says `since: \"", item.since(), "\"`")
                                              : "does not say since when it is there";
    findings_.New("HF082", item.place(), subject,
                  absl::StrCat("is not in ", old_level_.ToString(), " and ", what,
                               "; expected `since: \"", new_level_.ToString(), "\"`"));
  }

  idl::Level old_level_;
  idl::Level new_level_;
  Findings& findings_;
};

void CompareMemory(const ir::Call& old, const ir::Call& call, Findings& findings) {
  if (old.memory() == call.memory()) return;
  const bool words = SameWords(old.memory(), call.memory());
  findings.New(words ? "HF100" : "HF106", call.place(), NameOf(call),
               absl::StrCat("memory: \"", old.memory(), "\" → \"", call.memory(), "\""),
               words                   ? Class::kDocumentation
               : call.memory().empty() ? Class::kCompatible
                                       : Class::kBreaking);
}

}  // namespace

void CompareDocumentation(const Change& change) {
  const auto& [before, after, findings] = change;
  Texts texts(findings);
  texts.Each(before.constant(), after.constant(), "");
  texts.Each(before.enumeration(), after.enumeration(), "");
  for (const ir::Enum& enumeration : after.enumeration()) {
    const ir::Enum* old = FindNamed(before.enumeration(), enumeration.name());
    if (old != nullptr) {
      texts.Each(old->value(), enumeration.value(), absl::StrCat(enumeration.name(), "."));
    }
  }
  texts.Definitions(before.fact(), after.fact());
  texts.Definitions(before.effect(), after.effect());
  texts.Each(before.invariant(), after.invariant(), "");
  for (const ir::Record& record : after.record()) {
    const ir::Record* old = FindNamed(before.record(), record.name());
    if (old == nullptr) continue;
    const std::string subject = SubjectOf(after, record);
    texts.One(*old, record, record.name());
    texts.Each(old->field(), record.field(), absl::StrCat(subject, "."));
    for (const ir::Variant& variant : record.variant()) {
      const ir::Variant* old_variant = FindNamed(old->variant(), variant.name());
      if (old_variant == nullptr) continue;
      const std::string payload = absl::StrCat(subject, ".", variant.field_name());
      texts.One(*old_variant, variant, payload);
      texts.Each(old_variant->field(), variant.field(), absl::StrCat(payload, "."));
    }
  }
  for (const ir::Call& call : after.call()) {
    const ir::Call* old = FindNamed(before.call(), call.name());
    if (old == nullptr) continue;
    texts.One(*old, call, NameOf(call));
    texts.Each(old->row(), call.row(), absl::StrCat(NameOf(call), "."));
    CompareMemory(*old, call, findings);
  }
  for (const ir::Event& event : after.event()) {
    const ir::Event* old = FindNamed(before.event(), event.name());
    if (old == nullptr) continue;
    texts.One(*old, event, NameOf(event));
    texts.Each(old->row(), event.row(), absl::StrCat(NameOf(event), "."));
  }
}

void CompareLives(const Change& change) {
  const auto& [before, after, findings] = change;
  Lives lives(change);
  for (const ir::Call& call : after.call()) {
    lives.One(FindNamed(before.call(), call.name()), call, NameOf(call));
  }
  for (const ir::Constant& constant : after.constant()) {
    if (constant.hypervisor_only()) continue;
    lives.One(FindNamed(before.constant(), constant.name()), constant, constant.name());
  }
  for (const ir::Enum& codes : after.enumeration()) {
    const ir::Enum* old = FindNamed(before.enumeration(), codes.name());
    if (!codes.in_interface()) continue;
    const std::string prefix = absl::StrCat(codes.name(), ".");
    for (const ir::EnumValue& value : codes.value()) {
      const ir::EnumValue* was = old == nullptr ? nullptr : FindNamed(old->value(), value.name());
      lives.One(was, value, absl::StrCat(prefix, value.name()));
    }
    if (old != nullptr) CompareRemoved(old->value(), codes.value(), prefix, findings);
  }
  for (const ir::Call& call : before.call()) {
    if (FindNamed(after.call(), call.name()) != nullptr || call.has_deprecated()) continue;
    findings.Old("HF083", call.place(), NameOf(call), "is removed without having been deprecated");
  }
  for (const ir::Constant& constant : before.constant()) {
    if (constant.hypervisor_only() || constant.has_deprecated() ||
        FindNamed(after.constant(), constant.name()) != nullptr) {
      continue;
    }
    findings.Old("HF083", constant.place(), constant.name(),
                 "is removed without having been deprecated");
  }
}

}  // namespace hf::check
