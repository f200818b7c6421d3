// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// storm [steps [seed]]: random steps against the reference model, as many as wanted.

#include <cstdio>
#include <cstdlib>
#include <string>

#include "hypervisor/testing/lockstep/storm.h"

int main(int argc, char** argv) {
  const uint64_t steps = argc > 1 ? std::strtoull(argv[1], nullptr, 0) : 10'000'000;
  const uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 0) : 1;
  hf::test::Lockstep both({.cpus = 2, .vcpus = {2, 2, 1, 2}});
  both.snapshot_every = 256;
  const std::string report = hf::test::Storm(both, {.seed = seed, .steps = steps});
  if (!report.empty()) {
    std::fprintf(stderr, "%s", report.c_str());
    return 1;
  }
  std::printf("%llu steps from seed %llu agree with the model\n",
              static_cast<unsigned long long>(steps), static_cast<unsigned long long>(seed));
  return 0;
}
