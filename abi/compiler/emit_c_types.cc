// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// hf/types.h of the C binding: types and constants. See emit.h.

#include "abi/compiler/emit.h"
#include "absl/strings/str_cat.h"

namespace hf::idl {

std::string EmitCTypes(const ir::Abi& abi) {
  Writer out;
  FileHead(abi, "The types and constants of the hypercall ABI, for C11 and C++.", out);
  out.Line("#ifndef HF_TYPES_H_");
  out.Line("#define HF_TYPES_H_");
  out.Line();
  out.Line("#include <stdbool.h>");
  out.Line("#include <stddef.h>");
  out.Line("#include <stdint.h>");
  out.Line();
  out.Comment("///", "An address in the memory of a VM: an intermediate physical address (IPA).");
  out.Line("typedef uintptr_t hf_ipaddr_t;");
  out.Line();
  out.Comment("//",
              "The type of an enumeration. A value of the hypervisor's that is not listed must "
              "survive; in C++ it does if the type is named.");
  out.Line("#ifdef __cplusplus");
  out.Line("#define HF_ENUM_TYPE : uint32_t");
  out.Line("#else");
  out.Line("#define HF_ENUM_TYPE");
  out.Line("#endif");
  for (const ir::Constant& constant : abi.constant()) {
    if (constant.hypervisor_only()) continue;
    out.Line();
    out.Comment("///", Doc(abi, constant.doc(), Language::kC));
    out.Line("#define HF_", constant.name(), " ", Literal(constant.value()));
  }
  out.Line();
  out.Line("#endif  // HF_TYPES_H_");
  return out.text();
}

}  // namespace hf::idl
