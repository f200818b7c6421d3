// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// hf/call.h of the C binding: a function a call. See emit.h.

#include <algorithm>

#include "abi/compiler/emit.h"
#include "abi/compiler/emit_c.h"
#include "abi/compiler/names.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hf::idl {
namespace {

class CCall {
 public:
  explicit CCall(const ir::Abi& abi) : abi_(abi) {}

  std::string Emit() {
    FileHead(abi_, "The calls that a VM can make to the hypervisor, for C11 and C++.", out_);
    out_.Line("#ifndef HF_CALL_H_");
    out_.Line("#define HF_CALL_H_");
    out_.Line();
    out_.Line("#include <hf/abi.h>");
    out_.Line("#include <hf/types.h>");
    out_.Line();
    out_.Line("#ifdef __cplusplus");
    out_.Line("extern \"C\" {");
    out_.Line("#endif");
    out_.Line();
    std::string doc =
        "Executes `HVC #0` with the arguments in x0 to x3 and returns x0. Not defined here: a "
        "guest "
        "defines it, or links the one that comes with the bindings.";
    if (abi_.has_lost_through()) {
      absl::StrAppend(&doc, " Of the others, x1 to x", abi_.lost_through(),
                      " may come back changed.");
    }
    out_.Comment("///", doc);
    out_.List("int64_t hf_call(",
              {"uint64_t arg0", "uint64_t arg1", "uint64_t arg2", "uint64_t arg3"}, ");");
    for (const ir::Call& call : abi_.call()) Function(call);
    out_.Line();
    out_.Line("#ifdef __cplusplus");
    out_.Line("}");
    out_.Line("#endif");
    out_.Line();
    out_.Line("#endif  // HF_CALL_H_");
    return out_.text();
  }

 private:
  std::string ResultType(const ir::Record& result) const {
    return IsScalar(result) ? CFieldType(abi_, result.field(0))
                            : absl::StrCat("struct hf_", SnakeCase(result.name()));
  }

  // What goes into register `x`: the fields that lie there, from the highest bits down.
  std::string Register(const ir::Record* args, uint32_t x) const {
    std::vector<const ir::Field*> fields;
    if (args != nullptr) {
      for (const ir::Field& field : args->field()) {
        if (field.x() == x) fields.push_back(&field);
      }
    }
    if (fields.empty()) return "0";
    if (fields.size() == 1 && fields[0]->lsb() == 0 && fields[0]->type() != ir::TYPE_ENUM) {
      return fields[0]->name();
    }
    std::sort(fields.begin(), fields.end(),
              [](const ir::Field* a, const ir::Field* b) { return a->lsb() > b->lsb(); });
    return absl::StrJoin(fields, " | ", [](std::string* out, const ir::Field* field) {
      const std::string bits = absl::StrCat("(uint64_t)", field->name());
      absl::StrAppend(
          out, field->lsb() == 0 ? bits : absl::StrCat("(", bits, " << ", field->lsb(), ")"));
    });
  }

  void Function(const ir::Call& call) {
    const ir::Record& result = RecordOf(abi_, call.result());
    const ir::Record* args = call.args().empty() ? nullptr : &RecordOf(abi_, call.args());
    out_.Line();
    out_.Comment("///", Doc(abi_, call.doc(), Language::kC));
    std::vector<std::string> parameters;
    if (args != nullptr) {
      out_.Line("///");
      for (const ir::Field& field : args->field()) {
        parameters.push_back(absl::StrCat(CFieldType(abi_, field), " ", field.name()));
        out_.Comment("///", absl::StrCat("\\param ", field.name(), " ",
                                         FieldDoc(abi_, field, Language::kC)));
      }
    }
    if (parameters.empty()) parameters.push_back("void");
    const std::string name = absl::StrCat("hf_", SnakeCase(call.name()));
    out_.List(absl::StrCat("static inline ", ResultType(result), " ", name, "("), parameters,
              ") {");
    std::string values = absl::StrCat("hf_call(HF_", UpperSnakeCase(call.name()));
    for (uint32_t x = 1; x <= 3; ++x) absl::StrAppend(&values, ", ", Register(args, x));
    absl::StrAppend(&values, ")");
    if (!IsScalar(result)) {
      out_.Line("  return hf_", SnakeCase(result.name()), "_decode((uint64_t)", values, ");");
    } else if (result.field(0).type() == ir::TYPE_SIGNED) {
      out_.Line("  return ", values, ";");
    } else {
      out_.Line("  return (", ResultType(result), ")", values, ";");
    }
    out_.EndFunction();
  }

  const ir::Abi& abi_;
  Writer out_;
};

}  // namespace

std::string EmitCCall(const ir::Abi& abi) { return CCall(abi).Emit(); }

}  // namespace hf::idl
