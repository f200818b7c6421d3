// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/arch/aarch64/model/syndrome.h"

namespace hf::arch {

const char* AbortSyndrome::Describe() const {
  switch (fault_status() >> 2) {
    case 0:
      return "address size fault";
    case 1:
      return "translation fault";
    case 2:
      return "access flag fault";
    case 3:
      return "permission fault";
    default:
      break;
  }
  switch (fault_status()) {
    case 0x10:
      return "synchronous external abort";
    case 0x14:
    case 0x15:
    case 0x16:
    case 0x17:
      return "external abort on a table walk";
    case 0x21:
      return "alignment fault";
    case 0x30:
      return "TLB conflict";
    case 0x34:
    case 0x35:
      return "unsupported exclusive or atomic access";
    default:
      return "other fault";
  }
}

const char* AbortSyndrome::DescribeAction() const {
  if (stage1_walk()) return " walking a table at ";
  if (is_fetch()) return " executing ";
  if (cache_maintenance()) return " maintaining the cache at ";
  return is_write() ? " writing " : " reading ";
}

const char* Describe(ExceptionClass exception_class) {
  switch (exception_class) {
    case ExceptionClass::kUnknown:
      return "undefined instruction";
    case ExceptionClass::kWfiWfe:
      return "WFI or WFE";
    case ExceptionClass::kIllegalState:
      return "illegal execution state";
    case ExceptionClass::kHvc32:
    case ExceptionClass::kHvc:
      return "HVC";
    case ExceptionClass::kSmc32:
    case ExceptionClass::kSmc:
      return "SMC";
    case ExceptionClass::kSystemRegister:
      return "system register that is not offered";
    case ExceptionClass::kInstructionAbortLower:
    case ExceptionClass::kInstructionAbortSame:
      return "instruction abort";
    case ExceptionClass::kPcAlignment:
      return "misaligned PC";
    case ExceptionClass::kDataAbortLower:
    case ExceptionClass::kDataAbortSame:
      return "data abort";
    case ExceptionClass::kSpAlignment:
      return "misaligned SP";
    case ExceptionClass::kSError:
      return "SError";
  }
  return "instruction that is not offered";
}

}  // namespace hf::arch
