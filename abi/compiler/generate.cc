// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See generate.h.

#include "abi/compiler/generate.h"

#include <algorithm>

#include "abi/compiler/emit.h"
#include "abi/compiler/emit_el2_levels.h"
#include "abi/compiler/level.h"
#include "abi/compiler/names.h"
#include "abi/compiler/print_ir.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

struct Emitter {
  absl::string_view kind;
  std::string (*emit)(const ir::Abi& abi, const GenerateOptions& options);
};

constexpr Emitter kEmitters[] = {
    {"ir", [](const ir::Abi& abi, const GenerateOptions&) { return PrintIr(abi); }},
    {"c_types", [](const ir::Abi& abi, const GenerateOptions&) { return EmitCTypes(abi); }},
    {"c_abi", [](const ir::Abi& abi, const GenerateOptions&) { return EmitCAbi(abi); }},
    {"c_call", [](const ir::Abi& abi, const GenerateOptions&) { return EmitCCall(abi); }},
    {"cc", [](const ir::Abi& abi, const GenerateOptions&) { return EmitCc(abi); }},
    {"rust", [](const ir::Abi& abi, const GenerateOptions&) { return EmitRust(abi); }},
    {"c_test", [](const ir::Abi& abi, const GenerateOptions&) { return EmitCTest(abi); }},
    {"rust_test", [](const ir::Abi& abi, const GenerateOptions&) { return EmitRustTest(abi); }},
    {"el2_test", [](const ir::Abi& abi, const GenerateOptions&) { return EmitEl2Test(abi); }},
    {"vectors", [](const ir::Abi& abi, const GenerateOptions&) { return EmitVectors(abi); }},
    {"vectors_c", [](const ir::Abi& abi, const GenerateOptions&) { return EmitVectorsC(abi); }},
    {"vectors_cc", [](const ir::Abi& abi, const GenerateOptions&) { return EmitVectorsCc(abi); }},
    {"vectors_rust",
     [](const ir::Abi& abi, const GenerateOptions&) { return EmitVectorsRust(abi); }},
    {"promela", [](const ir::Abi& abi, const GenerateOptions&) { return EmitPromela(abi); }},
    {"callers_c", [](const ir::Abi& abi, const GenerateOptions&) { return EmitCallersC(abi); }},
    {"callers_cc", [](const ir::Abi& abi, const GenerateOptions&) { return EmitCallersCc(abi); }},
    {"callers_rust",
     [](const ir::Abi& abi, const GenerateOptions&) { return EmitCallersRust(abi); }},
    {"el2_types", [](const ir::Abi& abi, const GenerateOptions&) { return EmitEl2Types(abi); }},
    {"el2_fingerprint",
     [](const ir::Abi& abi, const GenerateOptions&) { return EmitEl2Fingerprint(abi); }},
    {"el2_dispatch_h",
     [](const ir::Abi& abi, const GenerateOptions& options) {
       return EmitEl2DispatchHeader(abi, options.unserved);
     }},
    {"el2_dispatch_cc",
     [](const ir::Abi& abi, const GenerateOptions& options) {
       return EmitEl2Dispatch(abi, options.unserved, options.released);
     }},
    {"el2_levels_h",
     [](const ir::Abi& abi, const GenerateOptions& options) {
       return EmitEl2LevelsHeader(abi, options.released);
     }},
    {"el2_levels_cc",
     [](const ir::Abi& abi, const GenerateOptions& options) {
       return EmitEl2Levels(abi, options.released);
     }},
    {"model_rows", [](const ir::Abi& abi, const GenerateOptions&) { return EmitModelRows(abi); }},
    {"model_ids", [](const ir::Abi& abi, const GenerateOptions&) { return EmitModelIds(abi); }},
    {"model_apply", [](const ir::Abi& abi, const GenerateOptions&) { return EmitModelApply(abi); }},
    {"model_by_name",
     [](const ir::Abi& abi, const GenerateOptions&) { return EmitModelByName(abi); }},
    {"manual", [](const ir::Abi& abi,
                  const GenerateOptions& options) { return EmitManual(abi, options.unserved); }},
};

// A kind for each state machine: "dot_vcpu".
constexpr absl::string_view kDiagram = "dot_";

// The oldest first, each once, and each older than the current one.
absl::Status PrepareLevels(const ir::Abi& abi, std::vector<ir::Abi>& released) {
  std::sort(released.begin(), released.end(),
            [](const ir::Abi& a, const ir::Abi& b) { return Level::Of(a) < Level::Of(b); });
  for (size_t i = 0; i < released.size(); ++i) {
    const ir::Abi& next = i + 1 < released.size() ? released[i + 1] : abi;
    if (Level::Of(released[i]) >= Level::Of(next)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--released: ", released[i].source(), " is level ", Level::Of(released[i]).ToString(),
          "; levels below ", Level::Of(abi).ToString(), ", each once, are allowed"));
    }
    const absl::Status status = CheckServable(abi, released[i]);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<std::string> GeneratedKinds() {
  std::vector<std::string> kinds;
  for (const Emitter& emitter : kEmitters) kinds.emplace_back(emitter.kind);
  return kinds;
}

absl::StatusOr<std::string> Generate(const ir::Abi& abi, absl::string_view kind,
                                     GenerateOptions options) {
  for (const std::string& name : options.unserved) {
    bool known = false;
    for (const ir::Call& call : abi.call()) known = known || SnakeCase(call.name()) == name;
    if (!known) {
      return absl::InvalidArgumentError(absl::StrCat("--unserved: there is no call '", name, "'"));
    }
  }
  absl::Status status = PrepareLevels(abi, options.released);
  if (!status.ok()) return status;
  for (const Emitter& emitter : kEmitters) {
    if (emitter.kind == kind) return emitter.emit(abi, options);
  }
  for (const ir::Machine& machine : abi.machine()) {
    if (absl::StrCat(kDiagram, machine.name()) == kind) return EmitDot(abi, machine.name());
  }
  return absl::InvalidArgumentError(absl::StrCat("'", kind, "' is none of the kinds ",
                                                 absl::StrJoin(GeneratedKinds(), ", "),
                                                 ", dot_MACHINE with the name of a state machine"));
}

}  // namespace hf::idl
