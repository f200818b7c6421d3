// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// How the ABI is changed, and an ABI by itself. See rule_cases.h.

#include "abi/check/consistency.h"
#include "abi/check/rule_cases.h"
#include "abi/check/waivers.h"
#include "abi/compiler/load.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace hf::check {
namespace {

// What the compiler refuses is said with the rule's id: each such error as a finding.
Try Compiled(const Edits& edits) {
  return [edits] {
    std::string errors;
    idl::LoadAbiText("new.proto", Edited(edits), errors);
    std::vector<Finding> findings;
    const std::vector<std::string> lines = absl::StrSplit(errors, '\n', absl::SkipEmpty());
    for (const std::string& line : lines) {
      const size_t at = line.rfind(" [HF");
      if (at == std::string::npos) continue;
      findings.push_back(
          {.rule = line.substr(at + 2, 5), .subject = "compiler", .what = line.substr(0, at)});
    }
    return findings;
  };
}

Try Consistent(const Edits& edits) {
  return [edits] { return CheckConsistency(AbiOf("new.proto", Edited(edits))); };
}

Try Bump(const Edits& edits) {
  return [edits] {
    const ir::Abi old_abi = AbiOf("old.proto", kTestAbi);
    const ir::Abi new_abi = AbiOf("new.proto", Edited(edits));
    return CheckBump(old_abi, new_abi, Compare(old_abi, new_abi));
  };
}

// A waiver of rule HF007 in version 1.0, on a day of 2026.
Try Waived(const std::string& rule, const std::string& subject, const std::string& expires) {
  return [=] {
    Waivers waivers("w",
                    absl::StrCat("waiver { rule: \"", rule, "\" subject: \"", subject,
                                 "\" reason: \"So.\" expires: \"", expires, "\" }"),
                    {1, 0}, "2026-11-22");
    std::vector<Finding> findings = Changes({{"unknown_result: -1", "unknown_result: -2"}});
    waivers.Apply(findings);
    std::vector<Finding> errors = waivers.errors();
    for (Finding& finding : waivers.Unused()) errors.push_back(std::move(finding));
    return errors;
  };
}

const Edit& Since(const char* since) {
  static Edit edit;
  edit = {"// No door at all.", absl::StrCat("// One door.\noption (hf.idl.constant) = { name: "
                                             "\"ONE_DOOR\" value: 1 ",
                                             since, " };\n// No door at all.")};
  return edit;
}

}  // namespace

std::vector<RuleCase> ProcessCases() {
  const Edit minor = {"major: 1 minor: 0", "major: 1 minor: 1"};
  const Edit unknown = {"unknown_result: -1", "unknown_result: -2"};
  const Edit soft = {"  // Without a sound.\n  MANNER_SOFT = 0;\n", ""};
  const Edit deprecated = {"MANNER_SOFT = 0;",
                           "MANNER_SOFT = 0 [(hf.idl.deprecated) = { since: \"1.0\" note: \"Use "
                           "LOUD.\" }];"};
  const Edit bell = {
      "// Nobody hears.\n    option (hf.idl.outcome) = { name: \"unheard\" when: "
      "\"!bell(vm_id)\"",
      "// Nobody hears.\n    option (hf.idl.outcome) = { name: \"unheard\" when: "
      "\"knocked(vm_id)\""};
  const Edit whistle = {
      "// The bell of the house is rung.\n",
      "// Somebody whistles.\noption (hf.idl.effect) = { name: \"whistle\" of: VM "
      "};\n// The bell of the house is rung.\n"};
  return {
      {"HF080", Bump({minor, unknown}),
       "error HF080 abi: the version is 1.1, but breaking changes since 1.0 need 2.0 at least",
       Bump({{"major: 1 minor: 0", "major: 2 minor: 0"}, unknown})},
      {"HF082", By({minor, Since("")}),
       "error HF082 ONE_DOOR: is not in 1.0 and does not say since when it is there; expected "
       "`since: "
       "\"1.1\"`",
       By({minor, Since("since: \"1.1\"")})},
      {"HF083", By({soft}), "error HF083 Manner.SOFT: is removed without having been deprecated",
       [soft, deprecated] {
         return Compare(AbiOf("old.proto", Edited({deprecated})),
                        AbiOf("new.proto", Edited({soft})));
       }},
      {"HF085", Compiled({{"// Nobody hears.\n", "\n"}}),
       "error HF085 compiler: new.proto:208:40: error: row 'unheard' has no comment", Compiled({})},
      {"HF086", Waived("HF7", "abi", "1.1"),
       "error HF086 abi: there is no rule 'HF7'; did you mean HF007 unknown-result-changed?",
       Waived("HF007", "abi", "1.1")},
      {"HF087", Waived("HF007", "abi", "2026-11-22"),
       "error HF087 abi: the waiver of HF007 ended on 2026-11-22, and today is 2026-11-22; mend "
       "what "
       "it waived, or give it a later end and the reason",
       Waived("HF007", "abi", "2026-11-23")},
      {"HF088", Waived("HF007", "api", "1.1"),
       "error HF088 api: there is no finding HF007 of 'api' to be waived; delete the waiver, or "
       "write "
       "rule and subject as the finding has them",
       Waived("HF007", "abi", "1.1")},
      {"HF089", Waived("HF007", "abi", "soon"),
       "error HF089 abi: 'soon' is neither a version such as '1.2' nor a day such as '2027-01-31'",
       Waived("HF007", "abi", "1.1")},
      {"HF105", By({deprecated}), "compatible HF105 Manner.SOFT: deprecated since 1.0: Use LOUD.",
       By({{"MANNER_SOFT = 0", "MANNER_QUIET = 0"}})},
      {"HF036", Compiled({{"x: 3 msb: 63 lsb: 32 is", "x: 3 msb: 63 lsb: 31 is"}}), "",
       Compiled({{"x: 3 msb: 63 lsb: 32 is", "x: 3 msb: 63 lsb: 33 is"}})},
      {"HF090",
       Compiled({{"name: \"hears\" result", "name: \"hears\" when: \"bell(caller.vm)\" result"}}),
       "error HF090 compiler: new.proto:229:3: error: the rows of WaitEnds are not total: none "
       "matches "
       "when caller.vm == 0, !bell(caller.vm)",
       Compiled({{"name: \"hears\" result",
                  "name: \"hears\" when: \"bell(caller.vm) || !bell(caller.vm)\" result"}})},
      {"HF091",
       Compiled({{"name: \"hears\" result: \"0\" };",
                  "name: \"hears\" result: \"0\" };\n    // Again.\n    option "
                  "(hf.idl.outcome) = { name: \"again\" result: \"0\" };"}}),
       "", Compiled({})},
      {"HF092", Consistent({whistle}),
       "error HF092 whistle: the effect is declared, but no row has it", Consistent({})},
      {"HF093", Consistent(OldDoor()),
       "error HF093 Door.OLD: no machine starts in the state or moves to it", Consistent({bell})},
      {"HF094",
       Compiled({{"machine: \"door(vm_id)\" from: \"SHUT\" from: \"OPEN\" to: \"OPEN\"",
                  "machine: \"door(vm_id)\" from: \"SHUT\" to: \"OPEN\""}}),
       "",
       Compiled({{"machine: \"door(vm_id)\" from: \"SHUT\" from: \"OPEN\" to: \"OPEN\"",
                  "machine: \"door(vm_id)\" from: \"OPEN\" from: \"SHUT\" to: \"OPEN\""}})},
      {"HF098", Compiled({{"number: 0xff02 caller: ANY", "number: 0xff02 caller: PRIMARY"}}), "",
       Compiled({})},
      {"HF099", Compiled({{"{ x: 3 msb: 31 lsb: 0 }", "{ x: 3 msb: 30 lsb: 0 }"}}), "",
       Compiled({})},
  };
}

}  // namespace hf::check
