// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Rows of calls and events: what happens in each case, before and after. See diff.h.

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "abi/check/cases.h"
#include "abi/check/diff.h"
#include "abi/check/outcome.h"
#include "abi/check/repeat.h"
#include "abi/check/walk.h"
#include "abi/compiler/expr_print.h"
#include "absl/strings/str_join.h"

namespace hf::check {
namespace {

using Rows = google::protobuf::RepeatedPtrField<ir::Row>;

// A row without guard matches always.
ir::Expr GuardOf(const ir::Row& row) {
  if (row.has_when()) return row.when();
  ir::Expr always;
  always.set_op(ir::Expr::AND);
  return always;
}

std::vector<ir::Expr> GuardsOf(const Rows& rows) {
  std::vector<ir::Expr> guards;
  for (const ir::Row& row : rows) guards.push_back(GuardOf(row));
  return guards;
}

// What a guard asks for, as text; not what that is asked of.
void AddVariables(const ir::Expr& expr, std::set<std::string>& names) {
  names.insert(expr.op() == ir::Expr::CALLER ? "caller.vm" : idl::PrintExpr(expr));
  if (expr.op() == ir::Expr::FACT || expr.op() == ir::Expr::MACHINE) return;
  for (const ir::Expr& arg : expr.arg()) AddVariables(arg, names);
}

// One difference between an old row and a new one.
struct Difference {
  absl::string_view rule;
  Class classification;
  std::string what;
  int before;
  int after;
};

class RowsDiff {
 public:
  struct Who {
    std::string subject;
    bool of_call;
    // The rows that deny a call; empty if none does, or if who may call is what has changed.
    std::string old_denied;
    std::string new_denied;
    bool callers_changed;
    ir::Place place;
  };

  RowsDiff(const Change& change, const ir::Abi& vocabulary, const Rows& olds, const Rows& news,
           Who who)
      : change_(change), vocabulary_(vocabulary), olds_(olds), news_(news), who_(std::move(who)) {}

  // `always` holds whenever the event happens, before and after; null for calls.
  void Run(const ir::Expr* always) {
    Match();
    if (!FindMeetings(vocabulary_, GuardsOf(olds_), GuardsOf(news_), counterpart_, who_.of_call,
                      always, meetings_)) {
      CompareByName();
    } else {
      MatchByMeetings();
      for (const auto& [rows, meeting] : meetings_) Meet(rows.first, rows.second, meeting);
    }
    ReportRenames();
    Fold();
    Report();
  }

 private:
  const ir::Row& Old(int i) const { return olds_[i]; }
  const ir::Row& New(int i) const { return news_[i]; }

  int NewOf(int before) const { return counterpart_[static_cast<size_t>(before)]; }
  int OldOf(int after) const {
    const auto found = std::find(counterpart_.begin(), counterpart_.end(), after);
    return found == counterpart_.end() ? -1 : static_cast<int>(found - counterpart_.begin());
  }
  void Pair(int before, int after) { counterpart_[static_cast<size_t>(before)] = after; }

  // By name; then by guard.
  void Match() {
    counterpart_.assign(static_cast<size_t>(olds_.size()), -1);
    for (int i = 0; i < olds_.size(); ++i) {
      for (int j = 0; j < news_.size(); ++j) {
        if (Old(i).name() == New(j).name()) Pair(i, j);
      }
    }
    for (int i = 0; i < olds_.size(); ++i) {
      for (int j = 0; j < news_.size() && NewOf(i) < 0; ++j) {
        if (OldOf(j) < 0 && Canonical(GuardOf(Old(i))) == Canonical(GuardOf(New(j)))) Pair(i, j);
      }
    }
  }

  // What is left: an old row and a new one that only ever meet each other are one.
  void MatchByMeetings() {
    std::map<int, std::set<int>> of_old;
    std::map<int, std::set<int>> of_new;
    for (const auto& [rows, meeting] : meetings_) {
      of_old[rows.first].insert(rows.second);
      of_new[rows.second].insert(rows.first);
    }
    for (int i = 0; i < olds_.size(); ++i) {
      if (NewOf(i) >= 0 || of_old[i].size() != 1) continue;
      const int j = *of_old[i].begin();
      if (OldOf(j) < 0 && of_new[j].size() == 1) Pair(i, j);
    }
  }

  void Meet(int before, int after, const Meeting& meeting) {
    const bool was_denied = Old(before).name() == who_.old_denied;
    const bool is_denied = New(after).name() == who_.new_denied;
    if (who_.callers_changed && was_denied != is_denied) return;
    std::vector<Facet> facets = CompareOutcomes(change_, Old(before), New(after));
    if (was_denied && is_denied && !facets.empty()) {
      facets = {{"HF052", Class::kBreaking, facets[0].what}};
    } else if (meeting.reordered && !meeting.changed) {
      facets = Reordered(facets);
    }
    for (Facet& facet : facets) {
      differences_.push_back(
          {facet.rule, facet.classification, std::move(facet.what), before, after});
    }
  }

  static std::vector<Facet> Reordered(const std::vector<Facet>& facets) {
    if (facets.empty()) {
      return {{"HF063", Class::kDocumentation, "another order, the same outcome"}};
    }
    Class gravest = Class::kDocumentation;
    for (const Facet& facet : facets) gravest = std::max(gravest, facet.classification);
    return {{"HF063", gravest, facets[0].what}};
  }

  // There are too many cases: rows of one name are compared, and the order of those that are left.
  void CompareByName() {
    for (int i = 0; i < olds_.size(); ++i) {
      const int j = NewOf(i);
      if (j < 0) {
        differences_.push_back({"HF062", Class::kBreaking, "the row is gone", i, -1});
      } else if (Canonical(GuardOf(Old(i))) != Canonical(GuardOf(New(j)))) {
        differences_.push_back({"HF062", Class::kBreaking,
                                absl::StrCat("when ", idl::PrintExpr(GuardOf(Old(i))), " → when ",
                                             idl::PrintExpr(GuardOf(New(j)))),
                                i, j});
      } else {
        Meet(i, j, {.changed = true, .example = {}});
      }
    }
    for (int j = 0; j < news_.size(); ++j) {
      if (OldOf(j) < 0) {
        differences_.push_back({"HF062", Class::kBreaking, "a new row", -1, j});
      }
    }
  }

  void ReportRenames() {
    for (int i = 0; i < olds_.size(); ++i) {
      const int j = NewOf(i);
      if (j < 0 || Old(i).name() == New(j).name()) continue;
      change_.findings.New("HF078", New(j).place(), absl::StrCat(who_.subject, ".", New(j).name()),
                           absl::StrCat("row '", Old(i).name(), "' → '", New(j).name(), "'"));
    }
  }

  // What is refused now, or is not any more, says all: what else the rows did is gone with it, or
  // comes with it.
  void Fold() {
    std::set<int> accepted;
    std::set<int> refused;
    for (const Difference& difference : differences_) {
      if (difference.rule == "HF061") accepted.insert(difference.before);
      if (difference.rule == "HF060") refused.insert(difference.after);
    }
    const auto follows = [&accepted, &refused](const Difference& difference) {
      return difference.rule != "HF060" && difference.rule != "HF061" &&
             (accepted.count(difference.before) > 0 || refused.count(difference.after) > 0);
    };
    differences_.erase(std::remove_if(differences_.begin(), differences_.end(), follows),
                       differences_.end());
  }

  // What several differences have in common, so that they are one finding: an error that is gone or
  // is new; a row that comes in the place of several, or the other way round; an order.
  std::tuple<std::string, int, int> GroupOf(const Difference& difference) const {
    const int before = difference.before;
    const int after = difference.after;
    const std::string rule(difference.rule);
    if (rule == "HF061") return {rule, before, -1};
    if (rule == "HF060") return {rule, -1, after};
    if (rule == "HF063" && difference.classification == Class::kDocumentation)
      return {rule, -1, -1};
    const bool is_new = after >= 0 && OldOf(after) < 0;
    const bool is_gone = before >= 0 && NewOf(before) < 0;
    return {absl::StrCat(rule, difference.what), is_new ? -1 : before,
            is_gone && !is_new ? -1 : after};
  }

  void Report() {
    std::vector<std::tuple<std::string, int, int>> order;
    std::map<std::tuple<std::string, int, int>, std::vector<const Difference*>> groups;
    for (const Difference& difference : differences_) {
      auto& group = groups[GroupOf(difference)];
      if (group.empty()) order.push_back(GroupOf(difference));
      group.push_back(&difference);
    }
    for (const auto& key : order) ReportGroup(groups[key]);
  }

  void ReportGroup(const std::vector<const Difference*>& group) {
    std::vector<std::string> whats;
    Class gravest = Class::kDocumentation;
    for (const Difference* difference : group) {
      if (std::find(whats.begin(), whats.end(), difference->what) == whats.end()) {
        whats.push_back(difference->what);
      }
      gravest = std::max(gravest, difference->classification);
    }
    const Difference& first = *group[0];
    // Of an error that is gone for several rows, where the error is.
    const bool several = first.rule == "HF061" && group.size() > 1 && NewOf(first.before) >= 0;
    const int after = several ? NewOf(first.before) : first.after;
    const ir::Row& row = after >= 0 ? New(after) : Old(first.before);
    const bool order = first.rule == "HF063" && gravest == Class::kDocumentation;
    const std::string text =
        absl::StrCat(absl::StrJoin(whats, ", "), order ? "" : When(group), RowNames(group, order));
    const std::string subject = order ? who_.subject : absl::StrCat(who_.subject, ".", row.name());
    Finding& finding = after >= 0
                           ? change_.findings.New(first.rule, row.place(), subject, text, gravest)
                           : change_.findings.Old(first.rule, row.place(), subject, text, gravest);
    finding.behaviour_of = who_.subject;
  }

  // " when mailbox(caller.vm) == EMPTY": the guard of the row that has changed.
  std::string When(const std::vector<const Difference*>& group) const {
    const int before = group[0]->before;
    const int after = group[0]->after;
    if (before < 0 || after < 0) return "";
    const auto changed = [this](int i, int j) {
      return i < 0 || j < 0 || Canonical(GuardOf(Old(i))) != Canonical(GuardOf(New(j)));
    };
    const ir::Row* row = &New(after);
    if (!changed(OldOf(after), after) && changed(before, NewOf(before))) row = &Old(before);
    if (!row->has_when()) row = Old(before).has_when() ? &Old(before) : &New(after);
    std::string text = row->has_when() ? absl::StrCat(" when ", idl::PrintExpr(row->when())) : "";
    // A row that is new says by itself what it is about; so does one whose guard is the same.
    if (OldOf(after) < 0 || (before == OldOf(after) && !changed(before, after))) return text;
    absl::StrAppend(&text, Example(before, after));
    return text;
  }

  // The values, in a case of this kind, of what the guards of the rows ask for.
  std::string Example(int before, int after) const {
    const auto meeting = meetings_.find({before, after});
    if (meeting == meetings_.end()) return "";
    std::set<std::string> names;
    AddVariables(GuardOf(Old(before)), names);
    if (NewOf(before) >= 0) AddVariables(GuardOf(New(NewOf(before))), names);
    std::vector<std::string> values;
    for (const auto& [name, value] : meeting->second.example) {
      if (names.count(name) > 0) values.push_back(value);
    }
    return values.empty() ? "" : absl::StrCat(", as with ", absl::StrJoin(values, ", "));
  }

  std::string RowNames(const std::vector<const Difference*>& group, bool together) const {
    std::vector<std::string> olds;
    std::vector<std::string> news;
    for (const Difference* difference : group) {
      const auto add = [](std::vector<std::string>& names, const std::string& name) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
      };
      if (difference->before >= 0) add(olds, Old(difference->before).name());
      if (difference->after >= 0) add(together ? olds : news, New(difference->after).name());
    }
    const auto text = [](const std::vector<std::string>& names) {
      return absl::StrCat(names.size() > 1 ? "rows " : "row ", absl::StrJoin(names, ", "));
    };
    if (olds == news) return absl::StrCat(" (", text(olds), ")");
    if (olds.empty() || news.empty())
      return absl::StrCat(" (", text(olds.empty() ? news : olds), ")");
    return absl::StrCat(" (", text(olds), " → ", text(news), ")");
  }

  const Change& change_;
  const ir::Abi& vocabulary_;
  const Rows& olds_;
  const Rows& news_;
  const Who who_;
  // By index of old rows, the index of the same one among the new ones, or -1.
  std::vector<int> counterpart_;
  Meetings meetings_;
  std::vector<Difference> differences_;
};

bool SameRows(const Rows& olds, const Rows& news) {
  return std::equal(
      olds.begin(), olds.end(), news.begin(), news.end(),
      [](const ir::Row& a, const ir::Row& b) { return Canonical(a) == Canonical(b); });
}

void CompareEvents(const Change& change, const ir::Abi& vocabulary) {
  const auto& [before, after, findings] = change;
  for (const ir::Event& old : before.event()) {
    if (FindNamed(after.event(), old.name()) != nullptr) continue;
    findings.Old("HF079", old.place(), NameOf(old), "the event cannot happen any more",
                 Class::kCompatible);
  }
  for (const ir::Event& event : after.event()) {
    const ir::Event* old = FindNamed(before.event(), event.name());
    if (old == nullptr) {
      findings.New("HF079", event.place(), NameOf(event), "an event that could not happen before");
      continue;
    }
    ir::Expr always;
    always.set_op(ir::Expr::AND);
    const ir::Expr was = old->has_when() ? old->when() : always;
    const ir::Expr is = event.has_when() ? event.when() : always;
    if (Canonical(was) != Canonical(is)) {
      const Relation relation = Relate(vocabulary, was, is);
      const std::string what =
          absl::StrCat("happens when ", old->has_when() ? idl::PrintExpr(was) : "anything",
                       " → when ", event.has_when() ? idl::PrintExpr(is) : "anything");
      if (relation.gave_up || relation.second_alone) {
        findings.New("HF079", event.place(), NameOf(event), what);
      } else if (relation.first_alone) {
        findings.New("HF079", event.place(), NameOf(event), what, Class::kCompatible);
      }
    }
    if (SameRows(old->row(), event.row())) continue;
    *always.add_arg() = InVocabulary(vocabulary, was);
    *always.add_arg() = InVocabulary(vocabulary, is);
    RowsDiff(change, vocabulary, old->row(), event.row(),
             {.subject = NameOf(event),
              .of_call = false,
              .old_denied = "",
              .new_denied = "",
              .callers_changed = false,
              .place = event.place()})
        .Run(&always);
  }
}

}  // namespace

void CompareBehaviour(const Change& change) {
  const ir::Abi vocabulary = Vocabulary(change);
  for (const ir::Call& call : change.after.call()) {
    const ir::Call* old = FindNamed(change.before.call(), call.name());
    if (old == nullptr || SameRows(old->row(), call.row())) continue;
    RowsDiff(change, vocabulary, old->row(), call.row(),
             {.subject = NameOf(call),
              .of_call = true,
              .old_denied = old->denied(),
              .new_denied = call.denied(),
              .callers_changed = old->callers() != call.callers(),
              .place = call.place()})
        .Run(nullptr);
    CompareRepeats(change, *old, call);
  }
  CompareEvents(change, vocabulary);
}

}  // namespace hf::check
