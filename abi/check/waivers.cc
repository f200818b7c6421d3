// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See waivers.h.

#include "abi/check/waivers.h"

#include <ctime>
#include <optional>

#include "abi/check/waivers.pb.h"
#include "abi/compiler/hints.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

namespace hf::check {
namespace {

namespace pb = google::protobuf;

struct Complaint {
  int line;
  int column;
  std::string what;
};

// protobuf counts from 0.
class Collector : public pb::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    complaints.push_back({line + 1, column + 1, absl::StrCat(message, idl::Hint(message))});
  }

  std::vector<Complaint> complaints;
};

// "2027-01-31".
bool IsDay(absl::string_view text) {
  constexpr absl::string_view kForm = "dddd-dd-dd";
  if (text.size() != kForm.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool digit = absl::ascii_isdigit(static_cast<unsigned char>(text[i]));
    if (kForm[i] == 'd' ? !digit : text[i] != '-') return false;
  }
  return text.substr(5, 2) >= "01" && text.substr(5, 2) <= "12" && text.substr(8) >= "01" &&
         text.substr(8) <= "31";
}

// Rules about waivers and frozen files are not waived.
bool CanBeWaived(absl::string_view rule) {
  return rule != "HF081" && rule != "HF086" && rule != "HF087" && rule != "HF088" &&
         rule != "HF089";
}

}  // namespace

Finding Waivers::At(absl::string_view rule, int line, int column, absl::string_view subject,
                    const std::string& what) const {
  return {.rule = std::string(rule),
          .classification = Class::kError,
          .file = name_,
          .line = line,
          .column = column,
          .subject = std::string(subject),
          .what = what};
}

Waivers::Waivers(absl::string_view name, absl::string_view text, const idl::Level& level,
                 absl::string_view today)
    : name_(name) {
  WaiverList list;
  Collector collector;
  pb::TextFormat::ParseInfoTree tree;
  pb::TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.WriteLocationsTo(&tree);
  if (!parser.ParseFromString(std::string(text), &list)) {
    for (const Complaint& complaint : collector.complaints) {
      errors_.push_back(At("HF089", complaint.line, complaint.column, "waivers", complaint.what));
    }
    return;
  }
  const pb::FieldDescriptor* waivers = WaiverList::descriptor()->FindFieldByName("waiver");
  for (int i = 0; i < list.waiver_size(); ++i) {
    const Waiver& waiver = list.waiver(i);
    const auto start = tree.GetLocation(waivers, i);
    const auto place = [&](const char* field) {
      const pb::TextFormat::ParseInfoTree* fields = tree.GetTreeForNested(waivers, i);
      const auto at = fields->GetLocation(Waiver::descriptor()->FindFieldByName(field), -1);
      return at.line < 0 ? start : at;
    };
    const auto wrong = [&](absl::string_view rule, const char* field, const std::string& what) {
      const auto at = place(field);
      errors_.push_back(At(rule, at.line + 1, at.column + 1, waiver.subject(), what));
    };
    bool good = true;
    for (const char* field : {"rule", "subject", "reason", "expires"}) {
      const auto* descriptor = Waiver::descriptor()->FindFieldByName(field);
      if (!waiver.GetReflection()->GetString(waiver, descriptor).empty()) continue;
      wrong("HF089", field,
            absl::StrCat("the waiver has no '", field,
                         "'; it has a rule, a subject, a reason and expires"));
      good = false;
    }
    if (!good) continue;
    if (FindRule(waiver.rule()) == nullptr) {
      const Rule& nearest = NearestRule(waiver.rule());
      wrong("HF086", "rule",
            absl::StrCat("there is no rule '", waiver.rule(), "'; did you mean ", nearest.id, " ",
                         nearest.name, "?"));
      continue;
    }
    if (!CanBeWaived(waiver.rule())) {
      wrong("HF089", "rule", absl::StrCat(waiver.rule(), " cannot be waived: mend what it finds"));
      continue;
    }
    const std::optional<idl::Level> end = idl::Level::Parse(waiver.expires());
    if (!end && !IsDay(waiver.expires())) {
      wrong("HF089", "expires",
            absl::StrCat("'", waiver.expires(),
                         "' is neither a version such as '1.2' nor a day such "
                         "as '2027-01-31'"));
      continue;
    }
    if (end ? *end <= level : waiver.expires() <= today) {
      wrong("HF087", "expires",
            end ? absl::StrCat("the waiver of ", waiver.rule(), " was for versions before ",
                               waiver.expires(), ", and this is ", level.ToString(),
                               "; mend what it waived, or give it a later end and the reason")
                : absl::StrCat("the waiver of ", waiver.rule(), " ended on ", waiver.expires(),
                               ", and today is ", today,
                               "; mend what it waived, or give it a later end and the reason"));
      continue;
    }
    entries_.push_back({.rule = waiver.rule(),
                        .subject = waiver.subject(),
                        .reason = waiver.reason(),
                        .line = start.line + 1,
                        .column = start.column + 1,
                        .used = false});
  }
}

void Waivers::Apply(std::vector<Finding>& findings) {
  for (Entry& entry : entries_) {
    for (Finding& finding : findings) {
      if (finding.rule != entry.rule || finding.subject != entry.subject) continue;
      finding.waived = entry.reason;
      entry.used = true;
    }
  }
}

std::vector<Finding> Waivers::Unused() const {
  std::vector<Finding> unused;
  for (const Entry& entry : entries_) {
    if (entry.used) continue;
    unused.push_back(At("HF088", entry.line, entry.column, entry.subject,
                        absl::StrCat("there is no finding ", entry.rule, " of '", entry.subject,
                                     "' to be waived; delete the waiver, or write rule and subject "
                                     "as the finding has them")));
  }
  return unused;
}

std::string Today() {
  const std::time_t now = std::time(nullptr);
  char text[sizeof "2026-11-22"] = {};
  std::tm parts = {};
  gmtime_r(&now, &parts);
  std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
  return text;
}

}  // namespace hf::check
