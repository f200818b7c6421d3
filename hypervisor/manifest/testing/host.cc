// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// The functions that base leaves to a backend, for tests that need nothing else of one.

#include "hypervisor/manifest/testing/host.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "hypervisor/base/check.h"
#include "hypervisor/base/log.h"

namespace hf {
namespace {

std::string& Console() {
  static std::string* const console = new std::string;
  return *console;
}

}  // namespace

ConsoleWriter::ConsoleWriter() = default;
ConsoleWriter::~ConsoleWriter() = default;
void ConsoleWriter::Write(std::string_view line) { Console() += line; }

// Not an exception: input that gets here has found a bug, and the test is to die of it.
void Panic(const char* what, std::source_location where) {
  std::fprintf(stderr, "panic: %s at %s:%u\n", what, where.file_name(),
               static_cast<unsigned>(where.line()));
  std::abort();
}

namespace manifest {

std::string TakeConsole() { return std::exchange(Console(), {}); }

}  // namespace manifest
}  // namespace hf
