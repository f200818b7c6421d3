// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See topics.h.

#include "abi/engine/topics.h"

#include "abi/compiler/names.h"
#include "absl/strings/match.h"

namespace hf::engine {
namespace {

using Rows = google::protobuf::RepeatedPtrField<ir::Row>;

// By parts of the IDL's names.
Topics TopicOf(const std::string& name) {
  struct Word {
    const char* word;
    Topics topic;
  };
  constexpr Word kWords[] = {
      {"page", kMemory},          {"range", kMemory},         {"memory", kMemory},
      {"tables", kMemory},        {"interrupt", kInterrupts}, {"timer", kTimers | kInterrupts},
      {"waiter", kWaiters},       {"writable", kWaiters},     {"message", kMessages},
      {"receiver", kMessages},    {"delivered", kMessages},   {"configured", kMessages},
      {"set_mailbox", kMessages},
  };
  Topics topics = 0;
  for (const Word& word : kWords) {
    if (absl::StrContains(name, word.word)) topics |= word.topic;
  }
  return topics;
}

Topics TopicsOf(const ir::Expr& expr) {
  Topics topics = 0;
  if (expr.op() == ir::Expr::FACT || expr.op() == ir::Expr::EFFECT) topics = TopicOf(expr.name());
  if (expr.op() == ir::Expr::MACHINE && expr.name() == "mailbox") topics = kMessages;
  if (expr.op() == ir::Expr::MACHINE && expr.name() == "vm") topics = kAborts;
  for (const ir::Expr& arg : expr.arg()) topics |= TopicsOf(arg);
  return topics;
}

// Null if there is no call or event of the name.
const Rows* RowsOf(const ir::Abi& abi, const std::string& name) {
  for (const ir::Call& call : abi.call()) {
    if (idl::SnakeCase(call.name()) == name) return &call.row();
  }
  for (const ir::Event& event : abi.event()) {
    if (event.name() == name) return &event.row();
  }
  return nullptr;
}

}  // namespace

Topics TopicsOf(const ir::Abi& abi, const std::string& name) {
  Topics topics = 0;
  const Rows* rows = RowsOf(abi, name);
  if (rows == nullptr) return 0;
  for (const ir::Row& row : *rows) {
    topics |= TopicsOf(row.when()) | TopicsOf(row.result()) | TopicsOf(row.leave());
    for (const ir::Expr& effect : row.effect()) topics |= TopicsOf(effect);
    for (const ir::Move& move : row.move()) topics |= TopicsOf(move.machine());
  }
  return topics;
}

bool Concerns(const ir::Abi& abi, const std::string& name, Topics topics) {
  const Rows* rows = RowsOf(abi, name);
  if (rows == nullptr) return false;
  for (const ir::Row& row : *rows) {
    Topics done = 0;
    bool moves = false;
    for (const ir::Expr& effect : row.effect()) done |= TopicsOf(effect);
    for (const ir::Move& move : row.move()) {
      // All have to do with vCPUs.
      moves = moves || move.machine().name() == "vcpu";
      done |= TopicsOf(move.machine());
    }
    if ((done & topics) != 0 || (moves && done == 0)) return true;
  }
  return false;
}

}  // namespace hf::engine
