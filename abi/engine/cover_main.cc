// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Searches for test sequences and writes them:
//
//   cover IDL vectors.inc tour.inc coverage.txt

#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "abi/compiler/compile.h"
#include "abi/engine/effects.h"
#include "abi/engine/emit.h"
#include "abi/engine/vectors.h"

namespace {

std::vector<size_t> AllBut(const hf::engine::Goals& goals,
                           const std::map<size_t, std::string>& missing) {
  std::vector<size_t> shown;
  for (size_t i = 0; i < goals.all().size(); ++i) {
    if (missing.count(i) == 0) shown.push_back(i);
  }
  return shown;
}

// The primary configures its mailbox once: what it takes to send without one, and to configure it
// while others wait for it, comes first.
std::vector<hf::engine::Stimulus> BeforeAll(const hf::engine::Goals& goals,
                                            const hf::engine::Vectors& vectors) {
  std::vector<hf::engine::Stimulus> steps;
  for (const char* name : {"mailbox_send.no_send_page", "vm_configure.primary_notifies"}) {
    for (const hf::engine::Vector& vector : vectors.found) {
      if (goals.all()[vector.goal].name != name) continue;
      steps.insert(steps.end(), vector.steps.begin(), vector.steps.end());
    }
  }
  return steps;
}

std::string Seen(const hf::engine::EffectVectors& effects) {
  const size_t all = effects.found.size() + effects.unseen.size();
  std::string text =
      "effects: " + std::to_string(effects.found.size()) + " of " + std::to_string(all) + "\n";
  for (const std::string& name : effects.unseen) {
    text += "missing: " + name + ", on which no result that was found depends\n";
  }
  return text;
}

bool Write(const char* path, const std::string& text) {
  std::ofstream out(path);
  out << text;
  out.close();
  if (!out) std::cerr << "cover: cannot write '" << path << "'\n";
  return static_cast<bool>(out);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace hf::engine;
  if (argc != 5) {
    std::cerr << "usage: cover IDL VECTORS TOUR COVERAGE\n";
    return 2;
  }
  std::ifstream in(argv[1]);
  std::ostringstream text;
  text << in.rdbuf();
  hf::idl::Diagnostics diagnostics(argv[1]);
  const hf::ir::Abi abi = hf::idl::Compile(argv[1], text.str(), diagnostics);
  if (!diagnostics.ok()) {
    std::cerr << diagnostics.ToString();
    return 1;
  }
  Vocabulary names;
  const Program program(abi, names);
  const Goals goals(abi, program, names);
  const Found found{abi, program, names, goals};
  const Vectors vectors = FindVectors(abi, program, goals);
  const Tour tour = FindTour(abi, program, goals, BeforeAll(goals, vectors));
  const EffectVectors effects = FindEffectVectors(abi);
  const std::string coverage = "On the host, from reset\n" +
                               Coverage(found, AllBut(goals, vectors.missing), vectors.missing) +
                               Seen(effects) + "In VMs, one after the other\n" +
                               Coverage(found, AllBut(goals, tour.missing), tour.missing);
  return Write(argv[2], VectorTable(found, vectors, effects)) &&
                 Write(argv[3], TourScript(found, tour)) && Write(argv[4], coverage)
             ? 0
             : 1;
}
