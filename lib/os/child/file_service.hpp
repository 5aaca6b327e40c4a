/** The parent's end of RemoteFiles: carries out what a child may have, and nothing else. */
#pragma once

#include <map>

#include "os/child/message.hpp"
#include "os/child/remote_files.hpp"

namespace aex::os {

/** What a child may have. Paths are compared as text: they are those that the child was told. */
struct FileGrants {
  std::vector<std::string> readable; /**< files */
  std::string writable;              /**< a folder, with all that is below it */
  std::uint64_t max_written_bytes = UINT64_C(1) << 38;
};

class FileService {
 public:
  /** `files` is borrowed. */
  FileService(Files& files, FileGrants grants) : files_(files), grants_(std::move(grants)) {}

  /** Carries out one wish and returns the answer for the child, which may be an error of the file
   *  system. Code::invalid_argument for what was not granted or makes no sense: a child that asks
   *  for it is not to be trusted any more. */
  Result<Bytes> serve(ByteView message);

 private:
  static constexpr std::size_t kMaxOpenFiles = 64;

  struct Open {
    std::unique_ptr<ReadFile> reader;
    std::unique_ptr<WriteFile> writer;
  };

  Result<Bytes> serve_path(FileWish wish, MessageReader& reader);
  Result<Bytes> serve_handle(FileWish wish, MessageReader& reader);
  Result<Bytes> open(const std::string& path);
  Result<Bytes> create(const std::string& path, Access access);
  Result<Bytes> make_folder(const std::string& path, MessageReader& reader);
  Result<Bytes> rename(const std::string& from, const std::string& to);
  Result<Bytes> tell_info(const std::string& path, bool follow);
  Result<Bytes> write_whole(const std::string& path, MessageReader& reader);
  Result<Bytes> read(ReadFile& file, MessageReader& reader);
  Result<Bytes> write(WriteFile& file, FileWish wish, MessageReader& reader);
  Result<std::uint64_t> keep(Open file);
  Status charge(std::uint64_t size);
  bool may_write(const std::string& path) const;

  Files& files_;
  FileGrants grants_;
  std::map<std::uint64_t, Open> open_;
  std::uint64_t next_ = 1;
  std::uint64_t written_bytes_ = 0;
};

}  // namespace aex::os
