// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Records, in their order, as lines for people and for programs.
//
//   [0.012345] CPU 0 VM 1 vCPU 0: mailbox_receive(block=true) -> VM 0 vCPU 0 gets
//   WAIT_FOR_INTERRUPT [0.012399] CPU 0 VM 0 vCPU 0: vcpu_run(vm_id=1, vcpu=0) -> VM 1 vCPU 0 runs;
//   mailbox_receive returns vm_id=0, size=12 bytes
//
// Each register is put into words by the ABI of the level at which its VM is served.

#ifndef ABI_TRACE_DECODER_H_
#define ABI_TRACE_DECODER_H_

#include <map>
#include <string>
#include <utility>

#include "abi/trace/abis.h"
#include "abi/trace/record.h"
#include "abi/trace/words.h"

namespace hf::trace {

// What VMs are served at unless their configuration says otherwise: words do not name it.
inline constexpr Level kDefaultLevel = {1, 0};

class Decoder {
 public:
  // `abis` must have the levels of all records, and stay.
  Decoder(const Header& header, const Abis& abis) : header_(header), abis_(&abis) {}

  // Both without a newline. Requires a checked record (reader.h).
  Text Line(const Record& record);

  // Records of one CPU that follow each other with the same text, which is not empty, say nothing
  // new: a VM that writes to its console leaves for each byte.
  std::string Repeats(const Record& record) const;

 private:
  struct Waiting {
    uint64_t number;  // x0 of the call
    std::string name;
  };

  Text Next(const Record& record, const std::string& call);
  std::string Time(const Record& record) const;
  int64_t Nanoseconds(uint64_t ticks) const;

  Header header_;
  const Abis* abis_;
  // The calls that vCPUs made and have not got the results of.
  std::map<std::pair<uint16_t, uint16_t>, Waiting> waiting_;
};

}  // namespace hf::trace

#endif  // ABI_TRACE_DECODER_H_
