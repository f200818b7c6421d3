// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// See source.h.

#include "abi/compiler/source.h"

#include <map>
#include <utility>

#include "abi/compiler/hints.h"
#include "abi/idl/idl.pb.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace hf::idl {

namespace pb = google::protobuf;

// The file and what it may import: files that are linked into the compiler, so that they are the
// very ones that it was built with.
class Source::Tree : public pb::compiler::SourceTree {
 public:
  Tree(absl::string_view name, absl::string_view text) {
    files_.emplace(name, text);
    for (const pb::FileDescriptor* file :
         {Abi::descriptor()->file(), pb::FileDescriptorProto::descriptor()->file()}) {
      files_.emplace(file->name(), file->DebugString());
    }
  }

  pb::io::ZeroCopyInputStream* Open(const std::string& name) override {
    const auto found = files_.find(name);
    if (found == files_.end()) return nullptr;
    return new pb::io::ArrayInputStream(found->second.data(),
                                        static_cast<int>(found->second.size()));
  }
  std::string GetLastErrorMessage() override {
    return absl::StrCat("File not found; an IDL file can import ",
                        Abi::descriptor()->file()->name(), " only.");
  }

 private:
  std::map<std::string, std::string, std::less<>> files_;
};

// protobuf counts lines and columns from 0, and gives -1 for none.
class Source::Collector : public pb::compiler::MultiFileErrorCollector {
 public:
  explicit Collector(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void AddError(const std::string& file, int line, int column,
                const std::string& message) override {
    diagnostics_.ErrorIn(file, line + 1, column + 1, absl::StrCat(message, Hint(message)));
  }

 private:
  Diagnostics& diagnostics_;
};

namespace {

// Whatever is wrong with the tokens protobuf's front end says.
class Silent : public pb::io::ErrorCollector {
 public:
  void AddError(int, int, const std::string&) override {}
};

// A file begins with its syntax. protobuf takes one that does not for what it pleases, and says so
// on the standard error output.
void CheckSyntax(absl::string_view name, absl::string_view text, Diagnostics& diagnostics) {
  pb::io::ArrayInputStream stream(text.data(), static_cast<int>(text.size()));
  Silent silent;
  pb::io::Tokenizer tokens(&stream, &silent);
  tokens.Next();
  if (tokens.current().text == "syntax") {
    tokens.Next();
    tokens.Next();
    if (tokens.current().text == "\"proto2\"" || tokens.current().text == "'proto2'") return;
  }
  diagnostics.ErrorIn(name, tokens.current().line + 1, tokens.current().column + 1,
                      "an IDL file begins with 'syntax = \"proto2\";'");
}

}  // namespace

Source::Source() = default;
Source::~Source() = default;

std::unique_ptr<Source> Source::Parse(absl::string_view name, absl::string_view text,
                                      Diagnostics& diagnostics) {
  CheckSyntax(name, text, diagnostics);
  if (!diagnostics.ok()) return nullptr;
  std::unique_ptr<Source> source(new Source());
  source->tree_ = std::make_unique<Tree>(name, text);
  source->collector_ = std::make_unique<Collector>(diagnostics);
  source->importer_ =
      std::make_unique<pb::compiler::Importer>(source->tree_.get(), source->collector_.get());
  source->lines_ = absl::StrSplit(text, '\n');
  source->file_ = source->importer_->Import(std::string(name));
  if (source->file_ == nullptr || !diagnostics.ok()) return nullptr;
  return source;
}

Source::Path Source::PathOf(const pb::Descriptor& descriptor) {
  const pb::Descriptor* outer = descriptor.containing_type();
  Path path = outer == nullptr ? Path() : PathOf(*outer);
  path.push_back(outer == nullptr ? int{pb::FileDescriptorProto::kMessageTypeFieldNumber}
                                  : int{pb::DescriptorProto::kNestedTypeFieldNumber});
  path.push_back(descriptor.index());
  return path;
}

Source::Path Source::PathOf(const pb::FieldDescriptor& descriptor) {
  Path path = PathOf(*descriptor.containing_type());
  path.push_back(pb::DescriptorProto::kFieldFieldNumber);
  path.push_back(descriptor.index());
  return path;
}

Source::Path Source::PathOf(const pb::EnumDescriptor& descriptor) {
  const pb::Descriptor* outer = descriptor.containing_type();
  Path path = outer == nullptr ? Path() : PathOf(*outer);
  path.push_back(outer == nullptr ? int{pb::FileDescriptorProto::kEnumTypeFieldNumber}
                                  : int{pb::DescriptorProto::kEnumTypeFieldNumber});
  path.push_back(descriptor.index());
  return path;
}

Source::Path Source::PathOf(const pb::EnumValueDescriptor& descriptor) {
  Path path = PathOf(*descriptor.type());
  path.push_back(pb::EnumDescriptorProto::kValueFieldNumber);
  path.push_back(descriptor.index());
  return path;
}

Source::Path Source::PathOf(const pb::ServiceDescriptor& descriptor) {
  return {pb::FileDescriptorProto::kServiceFieldNumber, descriptor.index()};
}

Source::Path Source::PathOf(const pb::MethodDescriptor& descriptor) {
  Path path = PathOf(*descriptor.service());
  path.push_back(pb::ServiceDescriptorProto::kMethodFieldNumber);
  path.push_back(descriptor.index());
  return path;
}

std::string Source::CommentAt(const Path& path) const {
  pb::SourceLocation location;
  if (!file_->GetSourceLocation(path, &location)) return "";
  // An empty comment line separates paragraphs; other line breaks mean nothing.
  std::vector<std::string> paragraphs(1);
  for (absl::string_view line : absl::StrSplit(location.leading_comments, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (line.empty()) {
      if (!paragraphs.back().empty()) paragraphs.emplace_back();
    } else {
      absl::StrAppend(&paragraphs.back(), paragraphs.back().empty() ? "" : " ", line);
    }
  }
  if (paragraphs.back().empty()) paragraphs.pop_back();
  return absl::StrJoin(paragraphs, "\n");
}

ir::Place Source::PlaceAt(const Path& path) const {
  pb::SourceLocation location;
  ir::Place place;
  if (file_->GetSourceLocation(path, &location)) {
    place.set_line(location.start_line + 1);
    place.set_column(location.start_column + 1);
  }
  return place;
}

OptionText Source::OptionAt(const Path& path) const {
  pb::SourceLocation at;
  if (!file_->GetSourceLocation(path, &at)) return OptionText("", ir::Place());
  std::string text;
  for (int line = at.start_line; line <= at.end_line; ++line) {
    absl::string_view part = lines_[static_cast<size_t>(line)];
    if (line == at.end_line) part = part.substr(0, static_cast<size_t>(at.end_column));
    if (line == at.start_line) part.remove_prefix(static_cast<size_t>(at.start_column));
    absl::StrAppend(&text, part, "\n");
  }
  return OptionText(text, PlaceAt(path));
}

}  // namespace hf::idl
