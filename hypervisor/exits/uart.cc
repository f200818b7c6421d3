// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "hypervisor/exits/uart.h"

namespace hf {
namespace {

// PL011 (Arm DDI 0183): the data register, and the flag register with its transmit and receive
// FIFOs empty.
constexpr uint64_t kDataRegister = 0x00;
constexpr uint64_t kFlagRegister = 0x18;
constexpr uint64_t kTransmitAndReceiveEmpty = 0x90;

}  // namespace

bool EmulateUart(CallContext& context, IpaAddr ipa, arch::AccessSyndrome access) {
  const auto console = context.system().console;
  if (!console || ipa.AlignDown(kPageSize).raw() != console->raw()) return false;
  if (!access.valid() || !access.is_stage2_fault() || access.stage1_walk()) return false;
  if (access.size() > 4) return false;

  arch::Registers& r = context.caller().registers;
  const uint64_t offset = ipa - IpaAddr(console->raw());
  const unsigned n = access.register_number();
  const bool is_xzr = n == r.x.size();
  if (access.is_write()) {
    if (offset == kDataRegister) {
      Vm& vm = context.vm();
      vm.console().Lock()->Put(vm.id(), is_xzr ? '\0' : static_cast<char>(r.x[n]));
    }
  } else if (!is_xzr) {
    // Only the flags, read as a signed byte, have their sign bit set.
    const uint64_t value = offset == kFlagRegister ? kTransmitAndReceiveEmpty : 0;
    const bool negative_byte = access.sign_extend() && access.size() == 1 && (value & 0x80);
    const uint64_t extended = negative_byte ? value | ~uint64_t{0xff} : value;
    r.x[n] = access.is_64bit_register() ? extended : extended & 0xffffffff;
  }
  r.pc += access.instruction_size();
  return true;
}

}  // namespace hf
