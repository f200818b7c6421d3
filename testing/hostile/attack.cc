// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

#include "testing/hostile/attack.h"

#include <cstring>
#include <string_view>

#include "testing/guest/services.h"
#include "testing/guest/test.h"

namespace hf::hostile {

using guest::RunCode;
using guest::VmId;

namespace {

std::string_view BytesOf(const Command& command) {
  return {reinterpret_cast<const char*>(&command), sizeof(command)};
}

}  // namespace

bool Tell(VmId vm, const Command& command) { return test::Send(vm, BytesOf(command)); }

std::optional<Answer> Ask(VmId vm, const Command& command) {
  const std::string_view bytes = test::Ask(vm, BytesOf(command));
  if (bytes.size() != sizeof(Answer)) return std::nullopt;
  Answer answer;
  std::memcpy(&answer, bytes.data(), sizeof(answer));
  return answer;
}

void ExpectAbort(VmId vm, const Command& command) {
  ASSERT_TRUE(Tell(vm, command));
  const auto first = test::Run(vm);
  const auto second = test::Run(vm);
  if (first.code() == RunCode::kAborted && second.code() == RunCode::kWaitForInterrupt) return;
  test::Text text;
  text << "VM " << uint64_t{vm.value} << ", operation " << static_cast<uint64_t>(command.op)
       << " of 0x";
  text.Hex(command.x[0], 1);
  text << ": run codes " << static_cast<uint64_t>(first.code()) << ", "
       << static_cast<uint64_t>(second.code()) << " instead of ABORTED, WAIT_FOR_INTERRUPT";
  ADD_FAILURE(text.view());
}

void ExpectAlive(VmId vm) {
  const auto answer = Ask(vm, {Op::kCall, {HF_VM_GET_ID}});
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->x[0], vm.value);
  EXPECT_EQ(answer->wrong, 0);
}

}  // namespace hf::hostile
