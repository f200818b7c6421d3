// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See decoder.h.

#include "abi/trace/decoder.h"

#include "abi/trace/exits.h"
#include "abi/trace/json.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace hf::trace {
namespace {

// PRIMARY_VM_ID at every level.
constexpr uint16_t kPrimary = 0;

std::string Name(const VcpuAtLevel& vcpu) {
  const std::string level =
      vcpu.level == kDefaultLevel ? "" : absl::StrCat(" (", LevelName(vcpu.level), ")");
  return absl::StrCat("VM ", vcpu.vm, level, " vCPU ", vcpu.vcpu);
}

JsonObject Json(const VcpuAtLevel& vcpu) {
  JsonObject json;
  json.AddNumber("vm", vcpu.vm).AddNumber("vcpu", vcpu.vcpu);
  json.AddText("level", LevelName(vcpu.level));
  return json;
}

std::string Registers(const Record& record) {
  std::string list;
  for (const uint64_t x : record.x) {
    absl::StrAppend(&list, list.empty() ? "" : ",", JsonHex(x));
  }
  return absl::StrCat("[", list, "]");
}

}  // namespace

int64_t Decoder::Nanoseconds(uint64_t ticks) const {
  return static_cast<int64_t>(static_cast<unsigned __int128>(ticks) * 1'000'000'000 /
                              header_.frequency);
}

Text Decoder::Line(const Record& record) {
  const bool is_call = record.kind == Kind::kCall;
  CallText call;
  if (is_call) call = abis_->Find(record.from.level)->Call(record.x);
  const std::string reason = is_call ? call.words : DescribeExit(record);
  const Text next = Next(record, call.name);
  const int64_t time = Nanoseconds(record.time - header_.start);
  const std::string words =
      absl::StrFormat("[%d.%06d] CPU %d %s: %s -> %s", time / 1'000'000'000,
                      time / 1000 % 1'000'000, record.cpu, Name(record.from), reason, next.words);
  JsonObject json;
  if (record.sequence != kNotFinished) {
    json.AddNumber("sequence", static_cast<int64_t>(record.sequence));
  }
  json.AddNumber("time_ns", time);
  if (record.outcome != Outcome::kNone) json.AddNumber("took_ns", Nanoseconds(record.duration));
  json.AddNumber("cpu", record.cpu).Add("from", Json(record.from).text());
  json.AddText("kind", KindName(record.kind));
  if (is_call) json.AddText("call", call.name).Add("arguments", call.arguments);
  json.Add("x", Registers(record)).AddHex("pc", record.pc).AddHex("pstate", record.pstate);
  if (record.syndrome != 0) json.AddHex("esr", record.syndrome);
  if (record.kind == Kind::kDataAbort || record.kind == Kind::kInstructionAbort) {
    json.AddHex("far", record.far);
    if (record.ipa != kNoAddress) json.AddHex("ipa", record.ipa);
  }
  json.Add("outcome", next.json).AddText("words", words);
  return {words, json.text()};
}

std::string Decoder::Repeats(const Record& record) const {
  if (record.kind != Kind::kDataAbort || record.outcome != Outcome::kReturns) return "";
  constexpr uint64_t kPage = 4096;
  return absl::StrCat("CPU ", record.cpu, " ", Name(record.from), ": more data aborts at 0x",
                      absl::Hex(record.ipa / kPage * kPage));
}

Text Decoder::Next(const Record& record, const std::string& call) {
  const auto from = std::pair(record.from.vm, record.from.vcpu);
  waiting_.erase(from);
  if (record.outcome == Outcome::kNone) {
    const bool finished = record.sequence != kNotFinished;
    return {finished ? "does not come back" : "has not come back",
            JsonObject().AddText("what", finished ? "ends" : "open").text()};
  }
  JsonObject json;
  if (record.outcome == Outcome::kReturns) {
    json.AddText("what", "returns").AddHex("x0", record.next_x0);
    if (record.kind != Kind::kCall && record.kind != Kind::kPsci) {
      return {record.kind == Kind::kStart ? "runs" : "goes on", json.text()};
    }
    const Words& words = *abis_->Find(record.from.level);
    // PSCI's results are no call's: a signed number.
    const Text result = words.Result(record.kind == Kind::kCall ? record.x[0] : 0, record.next_x0);
    json.Add("result", result.json);
    return {result.words, json.text()};
  }
  const bool again = record.outcome == Outcome::kAgain;
  json.AddText("what", again ? "again" : "leaves").AddHex("x0", record.next_x0);
  std::string text = again ? "will be made again" : "";
  const auto next = std::pair(record.next.vm, record.next.vcpu);
  if (next == from) return {text, json.text()};
  json.Add("next", Json(record.next).text());
  absl::StrAppend(&text, again ? "; " : "", Name(record.next));
  if (record.next.vm == kPrimary) {
    waiting_.erase(next);  // Its vcpu_run.
    const Text code = abis_->Find(record.next.level)->RunCode(record.next_x0);
    absl::StrAppend(&text, " gets ", code.words);
    json.Add("run_code", code.json);
  } else {
    absl::StrAppend(&text, " runs");
    const auto made = waiting_.find(next);
    if (made != waiting_.end()) {
      const Text result =
          abis_->Find(record.next.level)->Result(made->second.number, record.next_x0);
      absl::StrAppend(&text, "; ", made->second.name, " returns ", result.words);
      json.AddText("returns", made->second.name).Add("result", result.json);
      waiting_.erase(made);
    }
  }
  if (record.kind == Kind::kCall && !again) waiting_[from] = {record.x[0], call};
  return {text, json.text()};
}

}  // namespace hf::trace
