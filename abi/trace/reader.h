// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Reads a trace: a stream, or the rings in a machine's memory. Nothing of it is believed: a record
// that Next() returns can be decoded.

#ifndef ABI_TRACE_READER_H_
#define ABI_TRACE_READER_H_

#include <cstdint>
#include <istream>
#include <set>
#include <string>
#include <vector>

#include "abi/trace/record.h"
#include "abi/trace/stuffing.h"

namespace hf::trace {

class Reader {
 public:
  // `name` is what messages call the input.
  Reader(std::istream& in, std::string name) : in_(in), name_(std::move(name)) {}

  // Goes on to where a trace begins in the memory of a machine. Without one, error() says so.
  bool FindInMemory();
  // Reads the header, and of rings all records.
  bool ReadHeader();
  const Header& header() const { return header_; }
  // From now on records of other levels are wrong.
  void ExpectLevels(std::set<Level> levels) { levels_ = std::move(levels); }

  // The next record: of a stream as soon as it is there; of rings in the order of their sequence,
  // and those that EL2 was still at last. False at the end, or if something is wrong.
  bool Next(Record& record);
  // How many records there must have been between the last two that Next() returned. Always 0 in a
  // stream.
  uint64_t missing() const { return missing_; }

  // Whether a header came before that record: a machine has started again, whose header() it is and
  // whose records are counted from 1.
  bool restarted() const { return restarted_; }

  // Empty if nothing is wrong, else `name:offset: error: what`.
  const std::string& error() const { return error_; }

 private:
  bool Fail(uint64_t offset, const std::string& what);
  bool ReadRings();
  // Accepts what ReadStuffed() or memory gave as a header.
  bool UseHeader(const Header& header, bool stream, uint64_t offset);
  bool Check(const Record& record, uint64_t offset);
  // Reads up to `size` bytes, fewer only at the end.
  uint64_t Read(void* to, uint64_t size);
  // Reads a block of a stream; `begun` bytes of it were read already. False at the end or if
  // something is wrong.
  template <class Block>
  bool ReadStuffed(Stuffed& stuffed, uint64_t begun, Block& block);

  std::istream& in_;
  std::string name_;
  uint64_t offset_ = 0;
  Header header_ = {};
  struct Placed {
    Record record;
    uint64_t offset;
  };
  std::vector<Placed> rings_;  // the next one last
  std::set<Level> levels_;
  uint64_t last_ = 0;
  uint64_t missing_ = 0;
  bool restarted_ = false;
  std::string error_;
};

}  // namespace hf::trace

#endif  // ABI_TRACE_READER_H_
