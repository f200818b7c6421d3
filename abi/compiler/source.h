// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// An IDL file as protobuf's own front end reads it: descriptors, the options of abi/idl/idl.proto
// with their types, comments, and places.

#ifndef ABI_COMPILER_SOURCE_H_
#define ABI_COMPILER_SOURCE_H_

#include <memory>
#include <string>
#include <vector>

#include "abi/compiler/diagnostics.h"
#include "abi/compiler/option_text.h"
#include "abi/ir.pb.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/compiler/importer.h"
#include "google/protobuf/descriptor.h"

namespace hf::idl {

class Source {
 public:
  // Reads `text` as the file `name`. It may import abi/idl/idl.proto, as linked into the compiler.
  // Returns nothing, with errors in `diagnostics`, if the file is not valid protobuf.
  static std::unique_ptr<Source> Parse(absl::string_view name, absl::string_view text,
                                       Diagnostics& diagnostics);

  ~Source();

  const google::protobuf::FileDescriptor& file() const { return *file_; }

  // The comment in front of a declaration, its lines joined to paragraphs.
  template <typename Descriptor>
  std::string Comment(const Descriptor& descriptor) const {
    return CommentAt(PathOf(descriptor));
  }
  template <typename Descriptor>
  ir::Place Place(const Descriptor& descriptor) const {
    return PlaceAt(PathOf(descriptor));
  }

  // The same for an option statement; `number` is the option's field number, `index` counts the
  // statements of a repeated option.
  template <typename Descriptor>
  std::string OptionComment(const Descriptor& descriptor, int number, int index = -1) const {
    return CommentAt(OptionPath(descriptor, number, index));
  }
  template <typename Descriptor>
  OptionText Option(const Descriptor& descriptor, int number, int index = -1) const {
    return OptionAt(OptionPath(descriptor, number, index));
  }

  // The options of a declaration, with the extensions of abi/idl/idl.proto known. Those that the
  // front end has made are of the same class but hold the extensions as bytes.
  template <typename Descriptor>
  static auto Options(const Descriptor& descriptor) {
    auto options = descriptor.options();
    options.ParseFromString(descriptor.options().SerializeAsString());
    return options;
  }

 private:
  using Path = std::vector<int>;

  Source();

  // Where protobuf's SourceCodeInfo keeps a declaration: field numbers and indices from the file
  // down.
  static Path PathOf(const google::protobuf::FileDescriptor&) { return {}; }
  static Path PathOf(const google::protobuf::Descriptor& descriptor);
  static Path PathOf(const google::protobuf::FieldDescriptor& descriptor);
  static Path PathOf(const google::protobuf::EnumDescriptor& descriptor);
  static Path PathOf(const google::protobuf::EnumValueDescriptor& descriptor);
  static Path PathOf(const google::protobuf::ServiceDescriptor& descriptor);
  static Path PathOf(const google::protobuf::MethodDescriptor& descriptor);

  // The field number of `options` in the descriptor's own message.
  static int OptionsField(const google::protobuf::FileDescriptor&) { return 8; }
  static int OptionsField(const google::protobuf::Descriptor&) { return 7; }
  static int OptionsField(const google::protobuf::FieldDescriptor&) { return 8; }
  static int OptionsField(const google::protobuf::EnumDescriptor&) { return 3; }
  static int OptionsField(const google::protobuf::EnumValueDescriptor&) { return 3; }
  static int OptionsField(const google::protobuf::MethodDescriptor&) { return 4; }

  template <typename Descriptor>
  static Path OptionPath(const Descriptor& descriptor, int number, int index) {
    Path path = PathOf(descriptor);
    path.push_back(OptionsField(descriptor));
    path.push_back(number);
    if (index >= 0) path.push_back(index);
    return path;
  }

  std::string CommentAt(const Path& path) const;
  ir::Place PlaceAt(const Path& path) const;
  OptionText OptionAt(const Path& path) const;

  class Tree;
  class Collector;

  // Destroyed last to first: the importer uses the other two.
  std::unique_ptr<Tree> tree_;
  std::unique_ptr<Collector> collector_;
  std::unique_ptr<google::protobuf::compiler::Importer> importer_;
  const google::protobuf::FileDescriptor* file_ = nullptr;
  std::vector<std::string> lines_;
};

}  // namespace hf::idl

#endif  // ABI_COMPILER_SOURCE_H_
